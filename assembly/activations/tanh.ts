// tanh: m / (m + 2) with m = e^(2|x|) − 1 taken at −2|x|, so that nothing cancels near 0 and nothing overflows.
//
// The derivative is 4w / (1 + w)², w = e^(−2|x|), never 1 − y², which is 100 % off beyond 9.
// Worst of all floats: 2.50 ulp and 2.49 (derivative) in float32 lanes, 0.504 and 0.5011 in float64 lanes.

import { constant, copySign, half, madd, negativeAbs, nmadd, one, two } from "../lanes";
import { map, Pass } from "../loops/map";
import { divide } from "../math/divide";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

// The derivative as lift · w / (lift / 4 · (1 + w)²), since w itself may be subnormal where 4w is not; the square multiplied out
// has one rounding error where (1 + w) squared has three.
const QUARTER_LIFT_F32 = memory.data<f32>([4194304.0]);
const QUARTER_LIFT_F64 = memory.data<f64>([0.25]);
const QUARTER_UNLIFT_F32 = memory.data<f32>([1.4901161193847656e-8]);
const QUARTER_UNLIFT_F64 = memory.data<f64>([0.25]);

@final
export class Tanh {
  /** −2 |x| */
  @inline forwardInput(x: v128): v128 {
    return Expm1.bound(this.doubled(x));
  }

  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const m = Expm1.inside<T>(x);
    return divide<T>(m, v128.add<T>(m, two<T>()));
  }

  @inline forwardOutput(x: v128, y: v128): v128 {
    return copySign<f32>(y, x);
  }

  @inline slopeInput(x: v128): v128 {
    return Exp.liftedBound(this.doubled(x));
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const lifted = Exp.lifted<T>(x);
    const slope = madd<T>(lifted, constant<T>(QUARTER_UNLIFT_F32, QUARTER_UNLIFT_F64), half<T>());
    return divide<T>(lifted, madd<T>(slope, lifted, constant<T>(QUARTER_LIFT_F32, QUARTER_LIFT_F64)));
  }

  @inline doubled(x: v128): v128 {
    const z = negativeAbs<f32>(x);
    return f32x4.add(z, z);
  }

  /** 1 − y²: as a product in float32 lanes, where y² is rounded; in float64 lanes the square of a float is exact. */
  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    if (sizeof<T>() == 8) return nmadd<T>(y, y, one<T>());
    return v128.mul<T>(v128.sub<T>(one<T>(), y), v128.add<T>(one<T>(), y));
  }
}

export function tanh(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<Tanh>(pass, x, dy, y, count, a, b);
}
