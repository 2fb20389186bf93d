// The library as users hold it: the ops on one backend, tensors and memory.

import type { Backend } from "./backend/backend.js";
import { makeContext, makeOps } from "./facade/api.js";
import { makeTensors } from "./facade/tensors.js";
import type { Numeric, OpsApi } from "./facade/types.js";
import type { Precision } from "./families.js";
import { chosenOps, type ModuleOptions, type OwnModuleOptions, readModuleOptions } from "./loadOptions.js";
import { notLoaded, subpaths } from "./notLoaded.js";
import type { Chosen, Ops, SomeOps } from "./ops.js";
import type { SimdLevel } from "./runtime/features.js";
import { type MemoryUse, type Tensor, TensorStore } from "./runtime/tensor.js";
import type { TensorJson } from "./runtime/tensorForms.js";

/** What runs, and why. */
export interface Info {
  readonly backend: "wasm" | "reference";
  readonly simd: SimdLevel;
  readonly precision: Precision;
  /** Threads that compute now, the caller's own included. Workers start at the first work on tensors worth it, or in load({ threads: n }). */
  readonly threads: number;
  /** Why it is not something faster; empty where nothing is missing. */
  readonly reason: string;
}

/** What goes with the ops. */
export interface Surroundings<T extends SomeOps> {
  /** What runs now. */
  readonly info: Info;
  /** The ops that are loaded: kind, options, range, bound, and the float64 reference. `lanewise/ops` says more of each. */
  readonly ops: T;
  /**
   * Copies numbers into a new tensor.
   * @param data may be what `JSON.parse` makes of a tensor's JSON: then it has its shape
   * @param shape flat unless given
   */
  tensor(data: Numeric | TensorJson, shape?: readonly number[]): Tensor;
  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): Tensor;
  /**
   * Runs `body` and disposes the tensors made inside, except those it returns: itself, or in objects, arrays, Maps and Sets; a view of
   * a tensor's numbers keeps it too. What only a closure, an iterator or a promise holds is not seen.
   */
  scope<R>(body: () => R): R;
  /** What tensors and work areas take. */
  memory(): MemoryUse;
  /**
   * Loads more ops. Tensors, threads and what is loaded already stay as they are, whether or not it succeeds.
   * @param ops their specs by name, as `lanewise/activations` and its like export them
   * @param options where the kernels cannot be loaded as usual, as for `load`
   * @returns this library, with these ops too
   */
  extend<const U extends SomeOps>(ops: Chosen<U>, options?: ModuleOptions): Promise<Lanewise<T & U>>;
  /** Ends the worker threads. Tensors stay readable, and ops go on with one thread. */
  close(): Promise<void>;
}

/** The library, ready to use: every op of the table unless some were chosen, tensors and memory. */
export type Lanewise<T extends SomeOps = Ops> = OpsApi<T> & Surroundings<T>;

/** How an instance gets kernels, and what ends its threads. */
export interface Hooks {
  need(specs: SomeOps, from: OwnModuleOptions): Promise<void>;
  close(): Promise<void>;
}

const NONE: Hooks = { need: async () => {}, close: async () => {} };

/** The ops on a backend, tensors and memory. */
export function assemble(backend: Backend, info: Info, specs: SomeOps, { need, close }: Hooks = NONE): Lanewise {
  const store = new TensorStore(backend.storage);
  const context = makeContext(backend, store);
  const added: Record<string, object> = {};
  let loaded = specs;
  let last: Promise<unknown> = Promise.resolve();

  const add = async (wanted: SomeOps, from: OwnModuleOptions) => {
    const more = Object.fromEntries(Object.entries(wanted).filter(([name]) => !Object.hasOwn(loaded, name)));
    await need(more, from);
    Object.assign(added, makeOps(more, context));
    loaded = Object.freeze({ ...loaded, ...more });
  };

  const lw = {
    ...makeOps(specs, context),
    // Threads come and go: a plain object of how it is now.
    get info() {
      return { ...info };
    },
    get ops() {
      return loaded;
    },
    ...makeTensors(backend, store),
    memory: () => store.use(),
    async extend(ops: unknown, options: unknown = {}) {
      const wanted = chosenOps(ops, "extend", "ops");
      const from = readModuleOptions(options);
      // One after the other: none loads what another is loading.
      const done = last.then(() => add(wanted, from));
      last = done.catch(() => {});
      await done;
      return lw;
    },
    close,
  };
  for (const [name, subpath] of subpaths) {
    if (Object.hasOwn(specs, name)) continue;
    const missing = notLoaded(name, subpath);
    Object.defineProperty(lw, name, { get: () => added[name] ?? missing });
  }
  return Object.freeze(lw) as unknown as Lanewise;
}
