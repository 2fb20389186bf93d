// relu family: piecewise linear, exact in float32.

import { atLeast, one, zero } from "../lanes";
import { mapNarrow, Pass } from "../loops/map";

@final export class Relu {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return atLeast<T>(x, zero());
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return v128.and(v128.gt<T>(x, zero()), one<T>());
  }

  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    return this.derivative<T>(y, a, b);
  }
}

export function relu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  mapNarrow<Relu>(pass, x, dy, y, count, a, b);
}
