// slope · x + intercept, in float64 lanes in both precisions: beside its root the product's rounding in float32 would be all
// that is left.

import { madd } from "../lanes";
import { mapWide, Pass } from "../loops/map";

@final
export class Linear {
  @inline forward<T>(x: v128, slope: v128, intercept: v128): v128 {
    return madd<T>(slope, x, intercept);
  }

  /** The slope, and NaN (all bits set) where x is NaN. */
  @inline derivative<T>(x: v128, slope: v128, intercept: v128): v128 {
    return v128.or(slope, v128.ne<T>(x, x));
  }

  @inline derivativeFromOutput<T>(y: v128, slope: v128, intercept: v128): v128 {
    return this.derivative<T>(y, slope, intercept);
  }
}

/** a = slope, b = intercept. With a slope of 0 it is the intercept, for ±∞ too: as the derivative of b · x. */
export function linear(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (a == 0 && pass == Pass.Forward) mapWide<Linear>(Pass.Derivative, x, dy, y, count, b, 0);
  else mapWide<Linear>(pass, x, dy, y, count, a, b);
}
