// Where an instance's kernel modules come from.

import type { Family, Target } from "./families.js";
import type { OwnModuleOptions } from "./loadOptions.js";
import { fetchModules, loadModules } from "./runtime/modules.js";

/** The modules of some families, or all that are given. */
export async function modulesFor(
  families: readonly Family[],
  target: Target,
  shared: boolean,
  { module, bytes, url }: OwnModuleOptions,
): Promise<readonly WebAssembly.Module[]> {
  if (module) return module;
  if (bytes) return Promise.all(bytes.map((each) => WebAssembly.compile(each)));
  if (url) return fetchModules(url, families, target, shared);
  return loadModules(families, target, shared);
}

/** What of an instance's own sources has the modules of other families too. */
export function foldersOf({ url = [] }: OwnModuleOptions): OwnModuleOptions {
  const folders = url.filter((each) => each.endsWith("/"));
  return folders.length > 0 ? { url: folders } : {};
}
