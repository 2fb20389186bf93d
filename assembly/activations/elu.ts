// elu: x above zero, alpha · (e^x − 1) below. By expm1: e^x − 1 loses everything near zero.
// Worst seen: 1.03 ulp (1.75 where alpha has to be rounded to float32) in float32 lanes, 0.5035 in float64 lanes.

import { constant, select, zero } from "../lanes";
import { map, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

const UNLIFT_F32 = memory.data<f32>([5.9604644775390625e-8]);
const UNLIFT_F64 = memory.data<f64>([1.0]);

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

  /** alpha · lift · e^x / lift: a large alpha brings a subnormal e^x back among the normal numbers. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const scaled = v128.mul<T>(a, constant<T>(UNLIFT_F32, UNLIFT_F64));
    return v128.mul<T>(scaled, Exp.lifted<T>(x));
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
  map<Elu>(pass, x, dy, y, count, a, HIGH ? 0 : a - <f64>(<f32>a));
}
