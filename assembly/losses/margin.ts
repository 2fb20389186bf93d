// Margin losses. A label t becomes a · t + b (a = 1, b = 0 for −1 and +1; a = 2, b = −1 for 0 and 1). Lanes get −b.
// The shared value is the margin's violation 1 − label · prediction.

import { atLeast, madd, nmadd, one, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { pair } from "../loops/pair";

class Label {
  /** −label, which both the violation and its slope are made of. */
  @inline static opposite<T>(t: v128, a: v128, minusB: v128): v128 {
    return nmadd<T>(a, t, minusB);
  }
}

@final
export class Hinge {
  isCheap(): void {}

  @inline shared<T>(p: v128, t: v128, a: v128, minusB: v128): v128 {
    return madd<T>(Label.opposite<T>(t, a, minusB), p, one<T>());
  }

  @inline loss<T>(p: v128, t: v128, violation: v128, a: v128, minusB: v128): v128 {
    return atLeast<T>(violation, zero());
  }

  /** −label where violated, 0 at the joint; NaN stays. */
  @inline gradient<T>(p: v128, t: v128, violation: v128, a: v128, minusB: v128): v128 {
    const slope = v128.and(Label.opposite<T>(t, a, minusB), v128.gt<T>(violation, zero()));
    return v128.or(slope, v128.ne<T>(violation, violation));
  }
}

@final
export class SquaredHinge {
  isCheap(): void {}

  @inline shared<T>(p: v128, t: v128, a: v128, minusB: v128): v128 {
    return atLeast<T>(madd<T>(Label.opposite<T>(t, a, minusB), p, one<T>()), zero());
  }

  @inline loss<T>(p: v128, t: v128, violation: v128, a: v128, minusB: v128): v128 {
    return v128.mul<T>(violation, violation);
  }

  /** Half of it: twice a violation may overflow where the mean does not. */
  @inline gradient<T>(p: v128, t: v128, violation: v128, a: v128, minusB: v128): v128 {
    return v128.mul<T>(Label.opposite<T>(t, a, minusB), violation);
  }
}

export function hinge(
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
  return pair<Hinge>(mode, prediction, target, weights, out, count, scale, a, 0 - b, losses);
}

export function squaredHinge(
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
  return pair<SquaredHinge>(mode, prediction, target, weights, out, count, 2 * scale, a, 0 - b, losses);
}
