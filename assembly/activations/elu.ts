// elu: x above zero, alpha · (e^x − 1) below. By expm1: e^x − 1 loses everything near zero.

import { constant, select, one, zero } from "../lanes";
import { map, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";

const UNLIFT_F32 = memory.data<f32>([5.9604644775390625e-8]);
const UNLIFT_F64 = memory.data<f64>([1.0]);

@final export class Elu {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return select(x, v128.mul<T>(a, Expm1.ofNegative<T>(v128.pmin<T>(x, zero()))), v128.gt<T>(x, zero()));
  }

  /** alpha · lift · e^x / lift: a large alpha brings a subnormal e^x back among the normal numbers. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const scaled = v128.mul<T>(a, constant<T>(UNLIFT_F32, UNLIFT_F64));
    return select(one<T>(), v128.mul<T>(scaled, Exp.lifted<T>(x)), v128.gt<T>(x, zero()));
  }

  /** In float32 lanes alpha = a + b: rounding it to a would be all that is left of y + alpha near −alpha. */
  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    const sum = v128.add<T>(v128.add<T>(y, a), b);
    return select(one<T>(), sum, v128.gt<T>(y, zero()));
  }
}

export function elu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<Elu>(pass, x, dy, y, count, a, HIGH ? 0 : a - <f64>(<f32>a));
}
