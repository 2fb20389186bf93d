// tanh: m / (m + 2) with m = e^(2|x|) − 1 taken at −2|x|, so that nothing cancels near 0 and nothing overflows.
//
// The derivative is 4w / (1 + w)², w = e^(−2|x|), never 1 − y², which is 100 % off beyond 9.

import { constant, copySign, madd, negativeAbs, one, two } from "../lanes";
import { map, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

// lift · w / (c (1 + w))² with c² = lift / 4, since w itself may be subnormal where 4w is not.
const C_F32 = memory.data<f32>([2048.0]);
const C_F64 = memory.data<f64>([0.5]);
const C_OVER_LIFT_F32 = memory.data<f32>([0.0001220703125]);
const C_OVER_LIFT_F64 = memory.data<f64>([0.5]);

@final export class Tanh {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const z = negativeAbs<T>(x);
    const m = Expm1.ofNegative<T>(v128.add<T>(z, z));
    return copySign<T>(v128.div<T>(m, v128.add<T>(m, two<T>())), x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const z = negativeAbs<T>(x);
    const lifted = Exp.lifted<T>(v128.add<T>(z, z));
    const root = madd<T>(lifted, constant<T>(C_OVER_LIFT_F32, C_OVER_LIFT_F64), constant<T>(C_F32, C_F64));
    return v128.div<T>(lifted, v128.mul<T>(root, root));
  }

  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(v128.sub<T>(one<T>(), y), v128.add<T>(one<T>(), y));
  }
}

export function tanh(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<Tanh>(pass, x, dy, y, count, a, b);
}
