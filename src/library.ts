// The library as users hold it: the ops on one backend, tensors and memory.

import type { Backend } from "./backend/backend.js";
import { makeOps } from "./facade/api.js";
import { makeTensors } from "./facade/tensors.js";
import type { Numeric, OpsApi } from "./facade/types.js";
import type { Precision } from "./families.js";
import { type Ops, ops } from "./ops.js";
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

/** The library, ready to use: every op of the table, tensors and memory. */
export interface Lanewise extends OpsApi {
  /** What runs now. */
  readonly info: Info;
  /** The table of ops: kind, options, formula, range, notes, bound, and the float64 reference itself. */
  readonly ops: Ops;
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
  /** Ends the worker threads. Tensors stay readable, and ops go on with one thread. */
  close(): Promise<void>;
}

/** The ops on a backend, and what ends its threads. */
export function assemble(backend: Backend, info: Info, close = async () => {}): Lanewise {
  const store = new TensorStore(backend.storage);
  return Object.freeze({
    ...makeOps(backend, store),
    // Threads come and go: a plain object of how it is now.
    get info() {
      return { ...info };
    },
    ops,
    ...makeTensors(backend, store),
    memory: () => store.use(),
    close,
  });
}
