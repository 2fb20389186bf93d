// Losses of the difference d = prediction − target. The shared value is d.

import { abs, atLeast, atMost, half, nmadd, one, signMask, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { gradientWide, pair } from "../loops/pair";

const LARGE: f64 = 1.2676506002282294e30; // 2^100
const SHARE: f64 = 18446744073709551616.0; // 2^64

@final
export class MeanError {
  isExact(): void {}

  @inline shared<T>(p: v128, t: v128, a: v128, b: v128): v128 {
    return v128.sub<T>(p, t);
  }

  @inline loss<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return d;
  }

  /** 1, and NaN (all bits set) where d is NaN. */
  @inline gradient<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return v128.or(one<T>(), v128.ne<T>(d, d));
  }
}

@final
export class MeanAbsoluteError {
  isExact(): void {}

  @inline shared<T>(p: v128, t: v128, a: v128, b: v128): v128 {
    return v128.sub<T>(p, t);
  }

  @inline loss<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return abs<T>(d);
  }

  /** sign(d); 0 at 0, NaN stays. */
  @inline gradient<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    const sign = v128.or(v128.and(d, signMask<T>()), one<T>());
    return v128.or(v128.andnot(sign, v128.eq<T>(d, zero())), v128.ne<T>(d, d));
  }
}

/** a · d² with a = 1 or ½, and b · d, of which the gradient 2a · d is a multiple: see `meanSquaredError`. */
@final
export class SquaredError {
  isCheap(): void {}

  @inline shared<T>(p: v128, t: v128, a: v128, b: v128): v128 {
    return v128.sub<T>(p, t);
  }

  @inline loss<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    // In this order ½d² overflows only where it is itself too large.
    return v128.mul<T>(v128.mul<T>(a, d), d);
  }

  @inline gradient<T>(p: v128, t: v128, d: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(b, d);
  }
}

/** With c = d clamped to ±delta, both branches of the loss are c · (d − ½c), and c is the gradient. */
@final
export class Huber {
  isCheap(): void {}

  @inline shared<T>(p: v128, t: v128, delta: v128, minusDelta: v128): v128 {
    return v128.sub<T>(p, t);
  }

  @inline loss<T>(p: v128, t: v128, d: v128, delta: v128, minusDelta: v128): v128 {
    const c = this.gradient<T>(p, t, d, delta, minusDelta);
    return v128.mul<T>(c, nmadd<T>(half<T>(), c, d));
  }

  @inline gradient<T>(p: v128, t: v128, d: v128, delta: v128, minusDelta: v128): v128 {
    return atLeast<T>(atMost<T>(d, delta), minusDelta);
  }
}

export function meanError(
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
  return pair<MeanError>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}

export function meanAbsoluteError(
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
  return pair<MeanAbsoluteError>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}

/**
 * a = 1, or ½ for the form whose gradient is the difference itself. 2a goes into the scale, since 2a · d may overflow where its
 * mean does not; and of a scale near the ends of float32 a power of two goes to d. The root, whose scale is there for tiny and huge
 * differences, has its gradient apart, and in float64 lanes then.
 */
export function meanSquaredError(
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
  const slope = 2 * a * scale;
  const size = Math.abs(slope);
  const share = size > LARGE ? SHARE : size < 1 / LARGE ? 1 / SHARE : 1;
  if (!HIGH && mode == Mode.Gradient && share != 1) {
    gradientWide<SquaredError>(prediction, target, weights, out, count, slope, a, 1);
    return 0;
  }
  return pair<SquaredError>(mode, prediction, target, weights, out, count, slope / share, a, share, losses);
}

/** a = delta */
export function huber(
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
  return pair<Huber>(mode, prediction, target, weights, out, count, scale, a, -a, losses);
}
