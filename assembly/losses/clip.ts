// Probabilities clipped to [epsilon, 1 − epsilon].

import { one } from "../lanes";

@final
export class Clip {
  /** epsilon as the lanes compare with it: in float32 rounded up, so that the same p are below it. */
  @inline static bound(epsilon: f64): f64 {
    const nearest = <f32>epsilon;
    if (HIGH || <f64>nearest >= epsilon) return epsilon;
    return <f64>reinterpret<f32>(reinterpret<u32>(nearest) + 1);
  }

  /** Where p is above 1 − epsilon; that itself would be rounded, which a logarithm beside 1 shows by up to 2^-25 / epsilon. */
  @inline static isAbove<T>(p: v128, epsilon: v128): v128 {
    return v128.lt<T>(v128.sub<T>(one<T>(), p), epsilon);
  }
}
