// load(): chooses what runs here, and makes the library's functions.

import type { Target } from "./families.js";
import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions, OwnLoadOptions } from "./loadOptions.js";
import { fetchModules, loadModules } from "./runtime/modules.js";
import { prepareCrew } from "./runtime/threads/pool.js";
import { fallBack, plan, start } from "./start.js";

export type { Info, Lanewise };

/** Fetched when wanted: the kernels need neither. */
const optional = {
  reference: () => import("./backend/reference.js"),
  verify: () => import("./verify/verify.js"),
};

/**
 * Chooses the best kernels for this engine and loads them. Where WebAssembly cannot run, the reference does; `lw.info` tells.
 * @throws TypeError or RangeError for wrong options; Error where what they insist on cannot be had
 * @group Loading
 */
export async function load(options: LoadOptions = {}): Promise<Lanewise> {
  const { info, kernels, options: own } = plan(options);
  const wrap = own.verify ? (await optional.verify()).verifying(own.verify) : undefined;
  const reference = async (actual = info) => {
    const backend = new (await optional.reference()).ReferenceBackend();
    return assemble(wrap ? wrap(backend, "high") : backend, actual);
  };
  if (!kernels) return reference();
  const { target, memory } = kernels;
  try {
    const [modules] = await Promise.all([modulesFor(target, memory.shared, own), prepareCrew(own.threads, memory.shared)]);
    const lw = start(modules, memory, info, own, wrap);
    if (typeof own.threads === "number") await internalsOf(lw)?.threads.startAndWait();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, own));
  }
}

async function modulesFor(
  target: Target,
  shared: boolean,
  { module, bytes, url }: OwnLoadOptions,
): Promise<readonly WebAssembly.Module[]> {
  if (module) return module;
  if (bytes) return Promise.all(bytes.map((each) => WebAssembly.compile(each)));
  if (url) return fetchModules(url, target, shared);
  return loadModules(target, shared);
}
