// σ(x) = 1 / (1 + e^−x) and its derivative.
//
// σ = w / (1 + w), w = e^x: relative accuracy in both tails without a negation. σ′ = w / (1 + w)², w = e^−|x|, never σ (1 − σ),
// which cancels beyond 16.6. Worst seen: σ 2.41 ulp and σ′ 2.49 in float32 lanes, 0.5011 in float64 lanes.

import { atMost, constant, madd, negativeAbs, one, two } from "../lanes";
import { divide } from "./divide";
import { Exp } from "./exp";
import { Reduction } from "./reduction";

const HIGH_F32 = memory.data<f32>([40.0]); // σ rounds to 1 from 17.4 on
const HIGH_F64 = memory.data<f64>([80.0]);

@final
export class Sigmoid {
  @inline static of<T>(x: v128): v128 {
    const w = Exp.ofNegative<T>(atMost<T>(x, constant<T>(HIGH_F32, HIGH_F64)));
    return divide<T>(w, v128.add<T>(w, one<T>()));
  }

  /** x in float32 lanes, within the range where σ changes. */
  @inline static bound(x: v128): v128 {
    return Exp.bound(atMost<f32>(x, v128.load32_splat(HIGH_F32)));
  }

  /** σ(x) for x that bound gave. */
  @inline static inside<T>(x: v128): v128 {
    const w = Exp.inside<T>(x, Reduction.biased<T>());
    return divide<T>(w, v128.add<T>(w, one<T>()));
  }

  /** −|x| in float32 lanes, within the range where σ′ is not 0. */
  @inline static slopeBound(x: v128): v128 {
    return Exp.bound(negativeAbs<f32>(x));
  }

  /** σ′(x) for x that slopeBound gave. */
  @inline static derivative<T>(x: v128): v128 {
    const w = Exp.inside<T>(x, Reduction.biased<T>());
    // The square multiplied out has one rounding error where (1 + w) squared has three.
    return divide<T>(w, madd<T>(v128.add<T>(w, two<T>()), w, one<T>()));
  }
}
