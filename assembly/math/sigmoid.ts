// σ(x) = 1 / (1 + e^−x) and its derivative.
//
// σ = w / (1 + w), w = e^x: relative accuracy in both tails without a negation. σ′ = w / (1 + w)², w = e^−|x|, never σ (1 − σ),
// which cancels beyond 16.6.

import { atMost, constant, negativeAbs, one } from "../lanes";
import { Exp } from "./exp";

const HIGH_F32 = memory.data<f32>([40.0]); // σ rounds to 1 from 17.4 on
const HIGH_F64 = memory.data<f64>([80.0]);

@final export class Sigmoid {
  @inline static of<T>(x: v128): v128 {
    const w = Exp.ofNegative<T>(atMost<T>(x, constant<T>(HIGH_F32, HIGH_F64)));
    return v128.div<T>(w, v128.add<T>(w, one<T>()));
  }

  @inline static derivative<T>(x: v128): v128 {
    const w = Exp.ofNegative<T>(negativeAbs<T>(x));
    const sum = v128.add<T>(w, one<T>());
    return v128.div<T>(w, v128.mul<T>(sum, sum));
  }
}
