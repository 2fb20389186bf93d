// load(): chooses what runs here, and makes the library's functions.

import { internalsOf } from "./internals.js";
import { assemble, type Info, type Lanewise } from "./library.js";
import type { LoadOptions, LoadOptionsOf } from "./loadOptions.js";
import { modulesFor } from "./moduleSources.js";
import type { SomeOps } from "./ops.js";
import { prepareCrew } from "./runtime/threads/pool.js";
import { fallBack, firstFamilies, plan, start } from "./start.js";

export type { Info, Lanewise };

/** Fetched when wanted: the kernels need neither, and who chooses ops does not need the table of all. */
const optional = {
  reference: () => import("./backend/reference.js"),
  table: (): Promise<typeof import("./ops.js")> => import("./ops.js?apart"),
  verify: () => import("./verify/verify.js"),
};

/**
 * Chooses the best kernels for this engine and loads them. Where WebAssembly cannot run, the reference does; `lw.info` tells.
 * @throws TypeError or RangeError for wrong options; Error where what they insist on cannot be had
 * @group Loading
 */
export async function load<const T extends SomeOps>(options: LoadOptionsOf<T>): Promise<Lanewise<T>>;
export async function load(options?: LoadOptions): Promise<Lanewise>;
export async function load(given: unknown = {}): Promise<Lanewise> {
  const { info, kernels, options } = plan(given);
  const wrap = options.verify ? (await optional.verify()).verifying(options.verify) : undefined;
  const specsWanted = async () => options.ops ?? (await optional.table()).ops;
  const reference = async (actual = info) => {
    const backend = new (await optional.reference()).ReferenceBackend();
    return assemble(wrap ? wrap(backend, "high") : backend, actual, await specsWanted());
  };
  if (!kernels) return reference();
  const { target, memory } = kernels;
  try {
    const [modules, specs] = await Promise.all([
      modulesFor(firstFamilies(options.ops), target, memory.shared, options),
      specsWanted(),
      prepareCrew(options.threads, memory.shared),
    ]);
    const lw = start(modules, kernels, info, specs, options, wrap);
    if (typeof options.threads === "number") await internalsOf(lw)?.threads.startAndWait();
    return lw;
  } catch (error) {
    return reference(fallBack(error, info, options));
  }
}
