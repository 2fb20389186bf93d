// e^x = 2^n (1 + q), n to nearest and q = e^r − 1 as in reduction.ts.
//
// float32 lanes: 2^n is the shifted integer n + 127. At the low end n = −127 gives the pattern of 0, and only results below
// 2^-126 are lost. At the top 2^128 is no float: n stays at 127, r grows to ln 2, and beyond it 2^127 (1 + q) is infinite by
// itself. P holds up to there.
//
// Worst seen: float32 lanes 0.993 ulp, float64 lanes rounded to float32 0.5011.

import { atLeast, atMost, constant, madd, one } from "../lanes";
import { Reduction } from "./reduction";

const LOW_F32 = memory.data<f32>([-87.9]); // n = −127: 0
const LOW_F64 = memory.data<f64>([-709.1]); // n = −1023: 0
const HIGH_F64 = memory.data<f64>([709.4]); // n = 1023, the last one
const INTEGERS = memory.data<f64>([6755399441055744.0]); // 1.5 · 2^52: adding it leaves n in the low bits
const TOP_F32 = memory.data<f32>([12583166.0]); // biased + 127

const LIFTED_F32 = memory.data<f32>([12583063.0]); // biased + 24
const LOW_HIGH = memory.data<f32>([-300.0]);
const LOW_LIFTED_F32 = memory.data<f32>([-104.5]); // n = −151: 0
const LIFT_F32 = memory.data<f32>([16777216.0]);
const LIFT_F64 = memory.data<f64>([1.0]);

// e^r − 1 ≈ r + r² P(r) for r in [−0.3468, 0.3466], absolute error ≤ 2^-28.86;
// e^r − 1 ≈ r + r² P(r) for r in [0.3466, 0.6932], absolute error ≤ 2^-27.54;
// own Remez, coefficients rounded one after the other.
const P0 = memory.data<f32>([0.4999999701976776]);
const P1 = memory.data<f32>([0.16666701436042786]);
const P2 = memory.data<f32>([0.04166768491268158]);
const P3 = memory.data<f32>([0.008326735347509384]);
const P4 = memory.data<f32>([0.001385525451041758]);
const P5 = memory.data<f32>([0.00023125784355215728]);

@final
export class Exp {
  /**
   * e^x for every x: 0 at −∞ (float32 lanes: below 2^-126), ∞ from log(largest) on (float64 lanes: above 10^307, which is
   * infinite in float32). Where x ≤ 0, ofNegative is cheaper.
   */
  @inline static of<T>(x: v128): v128 {
    if (sizeof<T>() == 8) return Exp.ofNegative<f64>(atMost<f64>(x, v128.load64_splat(HIGH_F64)));
    const above = atLeast<f32>(x, v128.load32_splat(LOW_F32));
    const biased = Reduction.biased<f32>();
    const t = atMost<f32>(Reduction.nearest<f32>(above, biased), v128.load32_splat(TOP_F32));
    const n = f32x4.sub(t, biased);
    const r = Reduction.minusLow(Reduction.minusHigh(above, n), n);
    let p = madd<f32>(v128.load32_splat(P5), r, v128.load32_splat(P4));
    p = madd<f32>(p, r, v128.load32_splat(P3));
    p = madd<f32>(p, r, v128.load32_splat(P2));
    p = madd<f32>(p, r, v128.load32_splat(P1));
    p = madd<f32>(p, r, v128.load32_splat(P0));
    const q = madd<f32>(p, f32x4.mul(r, r), r);
    const scale = Reduction.scale<f32>(t);
    return madd<f32>(scale, q, scale);
  }

  /** e^x for x ≤ 0 (up to 88 in truth). */
  @inline static ofNegative<T>(x: v128): v128 {
    return Exp.scaled<T>(atLeast<T>(x, constant<T>(LOW_F32, LOW_F64)), Reduction.biased<T>());
  }

  /**
   * e^(x − shift) for x ≤ shift; in float32 lanes 2^k of it, k being what `biased` has more than Reduction.biased, and 0 below
   * `lowest`. They carry what x − shift rounds off (two-sum, Knuth) as a factor 1 + low: the rounding alone would cost up to
   * |x − shift| ulp.
   */
  @inline static ofDifference<T>(x: v128, shift: v128, lowest: v128, biased: v128): v128 {
    const difference = v128.sub<T>(x, shift);
    if (sizeof<T>() == 8) return Exp.ofNegative<T>(difference);
    const e = Exp.inside<f32>(atLeast<f32>(difference, lowest), biased);
    const minusShift = f32x4.sub(difference, x);
    const low = f32x4.sub(f32x4.sub(x, f32x4.sub(difference, minusShift)), f32x4.add(shift, minusShift));
    // Where x is −∞ low is NaN and e is 0: pmin takes 1 for a NaN.
    return madd<f32>(e, f32x4.pmin(one<f32>(), low), e);
  }

  /**
   * x in float32 lanes, but not below the point where e^x is 0: in `fast` below 2^-126, in `high` times the largest float below
   * half of 2^-149.
   */
  @inline static bound(x: v128): v128 {
    return atLeast<f32>(x, v128.load32_splat(HIGH ? LOW_HIGH : LOW_F32));
  }

  /** The same of the lifted exponential. */
  @inline static liftedBound(x: v128): v128 {
    return atLeast<f32>(x, v128.load32_splat(HIGH ? LOW_HIGH : LOW_LIFTED_F32));
  }

  /** lift · e^x for x ≤ 0 that liftedBound gave. With a lift of 2^24 in float32 lanes, e^x keeps its accuracy down to 2^-150. */
  @inline static lifted<T>(x: v128): v128 {
    return Exp.inside<T>(x, sizeof<T>() == 4 ? v128.load32_splat(LIFTED_F32) : Reduction.biased<f64>());
  }

  @inline static lift<T>(): v128 {
    return constant<T>(LIFT_F32, LIFT_F64);
  }

  /** 2^k e^x for x inside the range of 2^n, k being what `biased` has more than Reduction.biased. */
  @inline static inside<T>(x: v128, biased: v128): v128 {
    if (sizeof<T>() == 8) return Exp.wide(x);
    return Exp.scaled<T>(x, biased);
  }

  @inline static scaled<T>(x: v128, biased: v128): v128 {
    const t = Reduction.nearest<T>(x, biased);
    const scale = Reduction.scale<T>(t);
    return madd<T>(scale, Reduction.fraction<T>(x, t, biased), scale);
  }

  /** e^x for −708 < x < 709: n is added to the exponent of 1 + q, which is cheaper than a product with 2^n. T = f64. */
  @inline static wide(x: v128): v128 {
    const integers = v128.load64_splat(INTEGERS);
    const t = Reduction.nearest<f64>(x, integers);
    return i64x2.add(Reduction.power(Reduction.remainder(x, t, integers)), i64x2.shl(t, 52));
  }
}
