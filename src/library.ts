// The library as users hold it: the ops on one backend, tensors and memory.

import type { Backend } from "./backend/backend.js";
import { makeOps } from "./facade/api.js";
import { checkInput, ownShape, shapeOf } from "./facade/arguments.js";
import type { Numeric, OpsApi } from "./facade/types.js";
import { type Ops, ops } from "./ops.js";
import type { SimdLevel } from "./runtime/features.js";
import type { Precision } from "./runtime/modules.js";
import { type MemoryUse, type Tensor, TensorStore } from "./runtime/tensor.js";

/** What runs, and why. */
export interface Info {
  readonly backend: "wasm" | "reference";
  readonly simd: SimdLevel;
  readonly precision: Precision;
  /** Threads that compute now, the caller's own included. Workers start at the first work worth it, or in load({ threads: n }). */
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
  /** Copies numbers into a new tensor. @param shape flat unless given */
  tensor(data: Numeric, shape?: readonly number[]): Tensor;
  /** A new tensor of zeros. */
  zeros(shape: readonly number[]): Tensor;
  /** Runs `body` and disposes the tensors made inside, except those it returns. */
  scope<R>(body: () => R): R;
  /** What tensors and work areas take. */
  memory(): MemoryUse;
  /** Ends the worker threads. Tensors stay readable, and ops go on with one thread. */
  close(): Promise<void>;
}

/** The ops on a backend, and what ends its threads. */
export function assemble(backend: Backend, info: Info, close = async () => {}): Lanewise {
  const store = new TensorStore(backend.storage);
  return {
    ...makeOps(backend, store),
    // Threads come and go: a plain object of how it is now.
    get info() {
      return { ...info };
    },
    ops,
    tensor: (data, shape) => {
      checkInput("tensor", "data", data, { backend, store });
      const own = shape === undefined ? undefined : ownShape("tensor", shape);
      const tensor = store.create(shapeOf("tensor", "data", data, own));
      tensor.data.set("data" in data ? data.data : data);
      return tensor;
    },
    zeros: (shape) => {
      const tensor = store.create(ownShape("zeros", shape));
      tensor.data.fill(0);
      return tensor;
    },
    scope: (body) => store.scope(body),
    memory: () => store.use(),
    close,
  };
}
