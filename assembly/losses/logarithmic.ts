// Losses of logarithms of regression values.

import { abs, atMost, copySign, one } from "../lanes";
import { Mode } from "../loops/modes";
import { pairWide } from "../loops/pair";
import { divide } from "../math/divide";
import { Log1p } from "../math/log1p";

/**
 * (log1p p − log1p t)². The shared value is the difference of the logarithms, by one logarithm of a ratio ≥ 1:
 * log1p(|p − t| / (1 + min(p, t))) with the sign of p − t. Nothing cancels where p is near t.
 */
@final
export class SquaredLogarithmicError {
  @inline shared<T>(p: v128, t: v128, a: v128, b: v128): v128 {
    const d = v128.sub<T>(p, t);
    const smaller = v128.add<T>(one<T>(), atMost<T>(p, t));
    return copySign<T>(Log1p.of<T>(divide<T>(abs<T>(d), smaller)), d);
  }

  @inline loss<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(d, d);
  }

  @inline gradient<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return divide<T>(v128.add<T>(d, d), v128.add<T>(one<T>(), p));
  }
}

export function meanSquaredLogarithmicError(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  return pairWide<SquaredLogarithmicError>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}
