// Penalties on weights: a · |w|, a · w², and the elastic net a · |w| + b · w².
//
// A coefficient of 0 must not meet an infinite |w|: the elastic net limits |w| to 0 there, and stands in for the others. Its shared
// value is |w| as the square sees it. A NaN stays.

import { abs, atMost, copySign, half, infinity, madd, signMask, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { alone } from "../loops/pair";

class Magnitude {
  /** |w|, or 0 where the coefficient is 0. */
  @inline static seenBy<T>(coefficient: v128, magnitude: v128): v128 {
    return atMost<T>(magnitude, v128.and(infinity<T>(), v128.ne<T>(coefficient, zero())));
  }
}

/** a · |w| */
@final
export class Absolute {
  isExact(): void {}

  @inline shared<T>(w: v128, t: v128, a: v128, b: v128): v128 {
    return abs<T>(w);
  }

  @inline loss<T>(w: v128, t: v128, magnitude: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(a, magnitude);
  }

  /** a with the sign of w; 0 at 0, NaN stays. */
  @inline gradient<T>(w: v128, t: v128, magnitude: v128, a: v128, b: v128): v128 {
    const slope = v128.and(copySign<T>(a, w), v128.ne<T>(w, zero()));
    return v128.or(slope, v128.ne<T>(w, w));
  }
}

/** a · w² */
@final
export class Square {
  isCheap(): void {}

  @inline shared<T>(w: v128, t: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(a, w);
  }

  @inline loss<T>(w: v128, t: v128, scaled: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(scaled, w);
  }

  /** Half of it. */
  @inline gradient<T>(w: v128, t: v128, scaled: v128, a: v128, b: v128): v128 {
    return scaled;
  }
}

@final
export class ElasticNet {
  isCheap(): void {}

  @inline shared<T>(w: v128, t: v128, l1: v128, l2: v128): v128 {
    return Magnitude.seenBy<T>(l2, abs<T>(w));
  }

  @inline loss<T>(w: v128, t: v128, seen: v128, l1: v128, l2: v128): v128 {
    return madd<T>(v128.mul<T>(l2, seen), seen, v128.mul<T>(l1, Magnitude.seenBy<T>(l1, abs<T>(w))));
  }

  /** Half of it: twice l2 may be infinite. */
  @inline gradient<T>(w: v128, t: v128, seen: v128, l1: v128, l2: v128): v128 {
    const linear = v128.and(v128.mul<T>(l1, half<T>()), v128.ne<T>(w, zero()));
    return v128.xor(madd<T>(l2, seen, linear), v128.and(w, signMask<T>()));
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
  return alone<ElasticNet>(mode, prediction, out, count, 2 * scale, a, b);
}

export function l1Penalty(
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
  if (a == 0) return alone<ElasticNet>(mode, prediction, out, count, scale, 0, 0);
  return alone<Absolute>(mode, prediction, out, count, scale, a, b);
}

export function l2Penalty(
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
  if (a == 0) return alone<ElasticNet>(mode, prediction, out, count, scale, 0, 0);
  return alone<Square>(mode, prediction, out, count, 2 * scale, a, b);
}
