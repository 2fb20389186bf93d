// Probabilities clipped to [epsilon, 1 − epsilon].

import { one } from "../lanes";

@final
export class Clip {
  /** Where p is above 1 − epsilon; that itself would be rounded, which a logarithm beside 1 shows by up to 2^-25 / epsilon. */
  @inline static isAbove<T>(p: v128, epsilon: v128): v128 {
    return v128.lt<T>(v128.sub<T>(one<T>(), p), epsilon);
  }
}
