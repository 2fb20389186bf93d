// load(): chooses what runs here, and makes the library's functions.

import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions } from "./loadOptions.js";
import { fetchModule, loadModule, type ModuleName } from "./runtime/modules.js";
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
  const { name, memory } = kernels;
  try {
    const [module] = await Promise.all([moduleFor(name, memory.shared, own), prepareCrew(own.threads, memory.shared)]);
    const lw = start(module, memory, info, own, wrap);
    if (typeof own.threads === "number") await internalsOf(lw)?.threads.startAndWait();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, own));
  }
}

function moduleFor(name: ModuleName, shared: boolean, { module, bytes, url }: LoadOptions): Promise<WebAssembly.Module> {
  if (module) return Promise.resolve(module);
  if (bytes) return WebAssembly.compile(bytes);
  if (url !== undefined) return fetchModule(String(url).replace(/\/$/, `/${name}.wasm`), shared);
  return loadModule(name, shared);
}
