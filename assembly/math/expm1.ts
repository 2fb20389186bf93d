// e^x − 1 with full relative accuracy at 0, without a branch: 2^n q + (2^n − 1), n to nearest and q = e^r − 1 as in reduction.ts.
// Worst seen: float32 lanes 1.63 ulp, float64 lanes rounded to float32 0.5044. At −0 it is +0: odd functions built on it keep the sign themselves.

import { atLeast, atMost, constant, half, madd, one } from "../lanes";
import { Reduction } from "./reduction";

const LOW_F32 = memory.data<f32>([-25.0]);
const LOW_HIGH = memory.data<f32>([-60.0]);
const LOW_F64 = memory.data<f64>([-60.0]);
const HIGH_F32 = memory.data<f32>([88.73]); // 2^127 (1 + q) > 2^127: infinity when doubled
const HIGH_F64 = memory.data<f64>([709.0]);
const ONE_BITS = memory.data<i32>([1]);

@final
export class Expm1 {
  /** e^x − 1 for every x: −1 at −∞, ∞ from log(largest) on (float64 lanes: above 10^307). Where x ≤ 0, ofNegative is cheaper. */
  @inline static of<T>(x: v128): v128 {
    if (sizeof<T>() == 8) return Expm1.ofNegative<f64>(atMost<f64>(x, v128.load64_splat(HIGH_F64)));
    // At the top n = 128, and 2^128 is no float: half the result is built and doubled.
    const bounded = atLeast<f32>(atMost<f32>(x, v128.load32_splat(HIGH_F32)), v128.load32_splat(LOW_F32));
    const t = Reduction.nearest<f32>(bounded, Reduction.biased<f32>());
    const q = Reduction.fraction<f32>(bounded, t, Reduction.biased<f32>());
    const halfScale = Reduction.scale<f32>(i32x4.sub(t, v128.load32_splat(ONE_BITS)));
    const result = madd<f32>(halfScale, q, f32x4.sub(halfScale, half<f32>()));
    return f32x4.add(result, result);
  }

  /** e^x − 1 for x ≤ 0 (up to 88 in truth). */
  @inline static ofNegative<T>(x: v128): v128 {
    return Expm1.inside<T>(atLeast<T>(x, constant<T>(LOW_F32, LOW_F64)));
  }

  /** x in float32 lanes, but not below the point where e^x − 1 is −1. */
  @inline static bound(x: v128): v128 {
    return atLeast<f32>(x, v128.load32_splat(HIGH ? LOW_HIGH : LOW_F32));
  }

  /** e^x − 1 for x ≤ 0 that bound gave (up to 88 in truth). */
  @inline static inside<T>(x: v128): v128 {
    const t = Reduction.nearest<T>(x, Reduction.biased<T>());
    const scale = Reduction.scale<T>(t);
    const q = Reduction.fraction<T>(x, t, Reduction.biased<T>());
    return madd<T>(scale, q, v128.sub<T>(scale, one<T>()));
  }
}
