// elu: x above zero, alpha · (e^x − 1) below. By expm1: e^x − 1 loses everything near zero.
// Worst seen: 1.03 ulp (1.75 where alpha has to be rounded to float32) in float32 lanes, 0.5035 in float64 lanes.

import { select, zero } from "../lanes";
import { map, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

/** What undoes the lift of Exp.lifted. */
const UNLIFT: f64 = HIGH ? 1 : 5.9604644775390625e-8;
/** Lowered by that, an alpha below it would be subnormal. */
const SMALL: f64 = 7.888609052210118e-31;

@final
export class Elu {
  @inline forwardInput(x: v128): v128 {
    return Expm1.bound(x);
  }

  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(a, Expm1.inside<T>(x));
  }

  /** At −0 it is x itself, which has the sign. */
  @inline forwardOutput(x: v128, y: v128): v128 {
    return select(x, y, f32x4.ge(x, zero()));
  }

  @inline slopeInput(x: v128): v128 {
    return Exp.liftedBound(x);
  }

  /** a · lift · e^x · b, a · b = alpha / lift: a large alpha brings a subnormal e^x back among the normal numbers. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(v128.mul<T>(a, Exp.lifted<T>(x)), b);
  }

  @inline slopeOutput(x: v128, dy: v128, dx: v128): v128 {
    return select(dy, dx, f32x4.gt(x, zero()));
  }

  /** In float32 lanes alpha = a + b: rounding it to a would be all that is left of y + alpha near −alpha. */
  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    return v128.add<T>(v128.add<T>(y, a), b);
  }
}

export function elu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (pass == Pass.Derivative || pass == Pass.Backward) {
    const isSmall = Math.abs(a) < SMALL;
    map<Elu>(pass, x, dy, y, count, isSmall ? a : a * UNLIFT, isSmall ? UNLIFT : 1);
    return;
  }
  map<Elu>(pass, x, dy, y, count, a, HIGH ? 0 : a - <f64>(<f32>a));
}
