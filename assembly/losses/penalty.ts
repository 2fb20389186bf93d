// Penalties on weights: elastic net a · |w| + b · w²; the l1 and l2 penalties are it with one coefficient 0.
//
// A coefficient of 0 must not meet an infinite |w|, so |w| is limited to 0 there; the shared value is |w| as the square
// sees it. A NaN stays.

import { abs, atMost, infinity, madd, signMask, zero } from "../lanes";
import { Mode, pair } from "../loops/pair";

/** |w|, or 0 where the coefficient is 0. */
function seenBy<T>(coefficient: v128, magnitude: v128): v128 {
  return atMost<T>(magnitude, v128.and(infinity<T>(), v128.ne<T>(coefficient, zero())));
}

@final
export class ElasticNet {
  @inline shared<T>(w: v128, t: v128, l1: v128, l2: v128): v128 {
    return seenBy<T>(l2, abs<T>(w));
  }

  @inline loss<T>(w: v128, t: v128, seen: v128, l1: v128, l2: v128): v128 {
    return madd<T>(v128.mul<T>(l2, seen), seen, v128.mul<T>(l1, seenBy<T>(l1, abs<T>(w))));
  }

  @inline gradient<T>(w: v128, t: v128, seen: v128, l1: v128, l2: v128): v128 {
    const linear = v128.and(l1, v128.ne<T>(w, zero()));
    return v128.xor(madd<T>(v128.add<T>(l2, l2), seen, linear), v128.and(w, signMask<T>()));
  }
}

export function elasticNetPenalty(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
): f64 {
  return pair<ElasticNet>(mode, prediction, target, weights, out, count, scale, a, b);
}
