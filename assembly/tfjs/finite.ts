// Whether numbers are all finite. A padding of zeros must not meet an infinite factor: 0 · ∞ is NaN.

import { madd, zero } from "../lanes";

/** Whether none of x[count] is infinite or NaN. */
export function allFinite(x: usize, count: i32): bool {
  // 0 · x is 0 for what is finite, else NaN, which stays in a sum.
  let sum = zero();
  const end = x + ((<usize>count) << 2);
  const vectorsEnd = x + ((<usize>(count & -4)) << 2);
  for (; x < vectorsEnd; x += 16) sum = madd<f32>(v128.load(x), zero(), sum);
  for (; x < end; x += 4) sum = madd<f32>(v128.load32_zero(x), zero(), sum);
  return !v128.any_true(f32x4.ne(sum, sum));
}
