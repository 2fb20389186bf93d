// relu family: piecewise linear. A NaN stays in values and derivatives: where a comparison x ≠ x sets all bits, that is a NaN.

import { atLeast, one, select, zero } from "../lanes";
import { map, mapNarrow, Pass } from "../loops/map";

/** Exact in float32. */
@final
export class Relu {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return atLeast<T>(x, zero());
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return v128.or(v128.and(v128.gt<T>(x, zero()), one<T>()), v128.ne<T>(x, x));
  }

  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    return this.derivative<T>(y, a, b);
  }
}

/** x above 0, slope · x elsewhere, but not below slope · low; in `high` only the product is widened. */
@final
export class LeakyRelu {
  @inline forward<T>(x: v128, slope: v128, low: v128): v128 {
    return v128.mul<T>(slope, atLeast<T>(x, low));
  }

  @inline forwardOutput(x: v128, y: v128): v128 {
    return select(x, y, f32x4.gt(x, zero()));
  }

  @inline derivative<T>(x: v128, slope: v128, b: v128): v128 {
    return slope;
  }

  @inline slopeOutput(x: v128, dy: v128, dx: v128): v128 {
    return v128.or(select(dy, dx, f32x4.gt(x, zero())), f32x4.ne(x, x));
  }

  @inline derivativeFromOutput<T>(y: v128, slope: v128, b: v128): v128 {
    return slope;
  }
}

export function relu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  mapNarrow<Relu>(pass, x, dy, y, count, a, b);
}

/** a = slope below 0, b = whether that is 0 for −∞ too (an option is, prelu's data is not): ±0 with the sign of other products. */
export function leakyRelu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<LeakyRelu>(pass, x, dy, y, count, a, b ? <f64>-f32.MAX_VALUE : -Infinity);
}
