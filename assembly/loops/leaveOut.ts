// A sample weight of 0 leaves its loss out, value and gradient, even where they are ∞ or NaN.
//
// Where all is finite the product with 0 is enough, so the loops of losses know nothing of it: a mask for every vector would cost the
// cheap ones 8–20 % of their time. Their outputs are set right afterwards, if there is such a weight.

import { atMost, infinity, zero } from "../lanes";

export class LeaveOut {
  /** Sets what has a weight of 0 to 0, in up to two outputs; 0 is none. Neither takes the place of the weights. */
  static apply(weights: usize, count: i32, first: usize, second: usize): void {
    if (!LeaveOut.isNeeded(weights, count)) return;
    if (first) LeaveOut.clear(weights, first, count);
    if (second) LeaveOut.clear(weights, second, count);
  }

  /** Whether a weight may be 0: whether one is not above it. */
  static isNeeded(weights: usize, count: i32): bool {
    const end = weights + ((<usize>count) << 2);
    const whole = weights + ((<usize>(count & -16)) << 2);
    let least0 = infinity<f32>();
    let least1 = infinity<f32>();
    for (; weights < whole; weights += 64) {
      least0 = atMost<f32>(atMost<f32>(least0, v128.load(weights)), v128.load(weights, 16));
      least1 = atMost<f32>(atMost<f32>(least1, v128.load(weights, 32)), v128.load(weights, 48));
    }
    if (!v128.all_true<i32>(f32x4.gt(atMost<f32>(least0, least1), zero()))) return true;
    for (; weights < end; weights += 4) if (load<f32>(weights) == 0) return true;
    return false;
  }

  static clear(weights: usize, out: usize, count: i32): void {
    const end = out + ((<usize>count) << 2);
    while (out < end) {
      v128.store(out, v128.and(v128.load(out), f32x4.ne(v128.load(weights), zero())));
      out += 16;
      weights += 16;
    }
  }
}
