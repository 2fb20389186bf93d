// Where a row's exponentials are taken from. In float32 lanes x − max would round off up to |x − max| / 2 ulp of the exponential.
// Where |max| ≤ 88, nothing is subtracted: e^x comes as 2^(n − k) (1 + q), with one k for the row in place of max, so that
// exponentials are in units of e^max 2^-k, between 0.7 and 1.5. Where |max| is larger, what x − max rounds off is carried along.

import { atLeast, splat } from "../lanes";
import { Exp } from "../math/exp";
import { Reduction } from "../math/reduction";

/** The largest |maximum| for which k may take its place: n stays below 2^8, and n · LN2_HIGH exact. */
const LARGEST_FOR_POWER: f64 = 88;
const LOG2_E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;
/** 2^-127 as a pattern of bits is 0. */
const LOWEST_EXPONENT: f64 = -127;

/** The maximum itself. */
@final
export class FromMaximum {
  @inline e<T>(x: v128, maximum: v128, unused: v128): v128 {
    return Exp.ofDifference<T>(x, maximum);
  }
}

/** k ln 2: `origin` is the x whose exponential is 0, `bias` makes 2^(n − k) of n. T = f32. */
@final
export class FromPower {
  @inline e<T>(x: v128, lowest: v128, bias: v128): v128 {
    return Exp.inside<T>(atLeast<T>(x, lowest), bias);
  }

  /** Whether a row with this maximum has one. */
  static fits(maximum: f64): bool {
    return Math.abs(maximum) <= LARGEST_FOR_POWER;
  }

  static power(maximum: f64): f64 {
    return Math.round(maximum * LOG2_E);
  }

  static lowest(power: f64): v128 {
    return splat<f32>((power + LOWEST_EXPONENT) * LN2);
  }

  static bias(power: f64): v128 {
    return f32x4.sub(Reduction.biased<f32>(), splat<f32>(power));
  }
}
