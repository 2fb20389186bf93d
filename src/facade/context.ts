// What every maker of API functions needs.

import type { Backend, Input } from "../backend/backend.js";
import type { TensorStore } from "../runtime/tensor.js";

export interface Context {
  readonly backend: Backend;
  readonly store: TensorStore;
  /** Σ x, in float64. */
  sum(x: Input): number;
}
