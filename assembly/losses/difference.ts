// Losses of the difference d = prediction − target. The shared value is d.

import { abs, atLeast, atMost, half, nmadd, one, signMask, zero } from "../lanes";
import { Mode, pair } from "../loops/pair";

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

/** a · d² with a = 1 or ½. */
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
    return v128.mul<T>(v128.add<T>(a, a), d);
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

/** a = 1, or ½ for the form whose gradient is the difference itself. */
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
  return pair<SquaredError>(mode, prediction, target, weights, out, count, scale, a, b, losses);
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
