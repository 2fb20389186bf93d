// load(): chooses what runs here, and makes the library's functions.

import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions } from "./loadOptions.js";
import { fetchModule, loadModule, type ModuleName } from "./runtime/modules.js";
import { LinearMemory } from "./runtime/storage.js";
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
 */
export async function load(options: LoadOptions = {}): Promise<Lanewise> {
  const { info, module } = plan(options);
  const wrap = options.verify ? (await optional.verify()).verifying(options.verify) : undefined;
  const reference = async (actual = info) => {
    const backend = new (await optional.reference()).ReferenceBackend();
    return assemble(wrap ? wrap(backend, "high") : backend, actual);
  };
  if (!module) return reference();
  const memory = new LinearMemory(options.memory);
  try {
    const lw = start(await moduleFor(module, memory.shared, options), memory, info, options, wrap);
    if (typeof options.threads === "number") await internalsOf(lw)?.threads.startAndWait();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, options));
  }
}

function moduleFor(name: ModuleName, shared: boolean, { module, bytes, url }: LoadOptions): Promise<WebAssembly.Module> {
  if (module) return Promise.resolve(module);
  if (bytes) return WebAssembly.compile(bytes);
  if (url !== undefined) return fetchModule(String(url).endsWith("/") ? `${url}${name}.wasm` : url, shared);
  return loadModule(name, shared);
}
