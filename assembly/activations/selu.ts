// selu: λ x above zero, λ α (e^x − 1) below: elu with the two constants that keep mean and variance.

import { constant, select, zero } from "../lanes";
import { map, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

const SCALE_F32 = memory.data<f32>([1.0507009873554805]);
const SCALE_F64 = memory.data<f64>([1.0507009873554805]);
const SATURATION_F32 = memory.data<f32>([1.7580993408473766]);
const SATURATION_F64 = memory.data<f64>([1.7580993408473766]);
// What SATURATION_F32 lacks: all that is left of y + λα near −λα.
const REST_F32 = memory.data<f32>([2.3296717444054593e-8]);
const REST_F64 = memory.data<f64>([0.0]);
const UNLIFTED_F32 = memory.data<f32>([1.0479088669105631e-7]); // λ α 2^-24

@final
export class Selu {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const below = v128.mul<T>(constant<T>(SATURATION_F32, SATURATION_F64), Expm1.ofNegative<T>(x));
    return select(v128.mul<T>(constant<T>(SCALE_F32, SCALE_F64), x), below, v128.ge<T>(x, zero()));
  }

  @inline slopeInput(x: v128): v128 {
    return Exp.liftedBound(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const below = v128.mul<T>(constant<T>(UNLIFTED_F32, SATURATION_F64), Exp.lifted<T>(x));
    return select(constant<T>(SCALE_F32, SCALE_F64), below, v128.gt<T>(x, zero()));
  }

  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    const sum = v128.add<T>(v128.add<T>(y, constant<T>(SATURATION_F32, SATURATION_F64)), constant<T>(REST_F32, REST_F64));
    return select(constant<T>(SCALE_F32, SCALE_F64), sum, v128.gt<T>(y, zero()));
  }
}

export function selu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<Selu>(pass, x, dy, y, count, a, b);
}
