// e^x.
//
// float32 lanes: n = ⌊x · log2 e⌋, r = x − n ln 2 in [0, ln 2], so that p = e^r lies in [1, 2) and 2^n is one shifted integer:
// no second scaling at either end. The factor is log2 e · (1 − 2^-18): n errs towards zero, so the largest finite result keeps
// n = 127 and 2^-126 keeps n = −126. Beyond, p · 2^127 reaches infinity by itself and the pattern of 2^-127 is 0.
// p = 1 + (r + r² P(r)), P of degree 4 on [−0.0006, ln 2 + 0.0006], absolute error 2^-27.8 (0.04 ulp). Own Remez, coefficients
// rounded one after the other.
//
// float64 lanes: 2^u, u = x · log2 e, n to nearest, p = 1 + r Q(r) on ±½, relative error 2^-32: XQ6 of shared/facts/accuracy.md.

import { atLeast, atMost, constant, madd, nmadd, one } from "../lanes";

const LOG2_E = memory.data<f64>([1.4426950408889634]);
const BIASED = memory.data<f64>([6755399441056767.0]); // 1.5 · 2^52 + 1023
const LOW_F64 = memory.data<f64>([-709.1]); // n = −1023: 0
const HIGH_F64 = memory.data<f64>([709.79]); // n = 1024: infinity

const Q0 = memory.data<f64>([0.6931471805816406]);
const Q1 = memory.data<f64>([0.2402265092058886]);
const Q2 = memory.data<f64>([0.055504107272607156]);
const Q3 = memory.data<f64>([0.00961805692162309]);
const Q4 = memory.data<f64>([0.0013333669630093109]);
const Q5 = memory.data<f64>([0.00015461376201140247]);
const Q6 = memory.data<f64>([0.000015252719994770885]);

const LOG2_E_BELOW = memory.data<f32>([1.442689538]); // log2 e · (1 − 2^-18)
const BIASED_F32 = memory.data<f32>([12583039.0]); // 1.5 · 2^23 + 127
const LIFTED_F32 = memory.data<f32>([12583063.0]); // 1.5 · 2^23 + 127 + 24
const HALF_F32 = memory.data<f32>([0.5]);
const MINUS_HALF_F32 = memory.data<f32>([-0.5]);
const LN2_HIGH = memory.data<f32>([0.693145751953125]); // 16 bits: n · LN2_HIGH is exact
const LN2_LOW = memory.data<f32>([1.4286068e-6]);
const LOW_F32 = memory.data<f32>([-87.9]); // n = −127: 0
const HIGH_F32 = memory.data<f32>([88.7229]); // n = 127, p > 2: infinity
const LOW_LIFTED_F32 = memory.data<f32>([-104.5]); // n = −151: 0

const P0 = memory.data<f32>([0.5000027418136597]);
const P1 = memory.data<f32>([0.16662703454494476]);
const P2 = memory.data<f32>([0.04187280312180519]);
const P3 = memory.data<f32>([0.007841401733458042]);
const P4 = memory.data<f32>([0.0019270740449428558]);

const LIFT_F32 = memory.data<f32>([16777216.0]);
const LIFT_F64 = memory.data<f64>([1.0]);

@final export class Exp {
  /** e^x for every x: 0 at −∞ (float32 lanes: below 2^-126), ∞ from log(largest) on. */
  @inline static of<T>(x: v128): v128 {
    return Exp.ofNegative<T>(atMost<T>(x, constant<T>(HIGH_F32, HIGH_F64)));
  }

  /** e^x for x ≤ 0 (up to 88 in truth): one clamp less. */
  @inline static ofNegative<T>(x: v128): v128 {
    const above = atLeast<T>(x, constant<T>(LOW_F32, LOW_F64));
    return sizeof<T>() == 4 ? Exp.narrow(above, v128.load32_splat(BIASED_F32)) : Exp.wide(above);
  }

  /** lift · e^x for x ≤ 0. With a lift of 2^24 in float32 lanes, e^x keeps its accuracy down to 2^-150. */
  @inline static lifted<T>(x: v128): v128 {
    const above = atLeast<T>(x, constant<T>(LOW_LIFTED_F32, LOW_F64));
    return sizeof<T>() == 4 ? Exp.narrow(above, v128.load32_splat(LIFTED_F32)) : Exp.wide(above);
  }

  @inline static lift<T>(): v128 {
    return constant<T>(LIFT_F32, LIFT_F64);
  }

  @inline static narrow(x: v128, biased: v128): v128 {
    const shifted = ASC_FEATURE_RELAXED_SIMD
      ? madd<f32>(x, v128.load32_splat(LOG2_E_BELOW), v128.load32_splat(MINUS_HALF_F32))
      : f32x4.sub(f32x4.mul(x, v128.load32_splat(LOG2_E_BELOW)), v128.load32_splat(HALF_F32));
    const t = f32x4.add(shifted, biased);
    const n = f32x4.sub(t, biased);
    const r = nmadd<f32>(n, v128.load32_splat(LN2_LOW), nmadd<f32>(n, v128.load32_splat(LN2_HIGH), x));
    let p = madd<f32>(v128.load32_splat(P4), r, v128.load32_splat(P3));
    p = madd<f32>(p, r, v128.load32_splat(P2));
    p = madd<f32>(p, r, v128.load32_splat(P1));
    p = madd<f32>(p, r, v128.load32_splat(P0));
    p = madd<f32>(p, f32x4.mul(r, r), r);
    return f32x4.mul(f32x4.add(p, one<f32>()), i32x4.shl(t, 23));
  }

  @inline static wide(x: v128): v128 {
    const log2e = v128.load64_splat(LOG2_E);
    const biased = v128.load64_splat(BIASED);
    const t = madd<f64>(x, log2e, biased);
    const r = madd<f64>(x, log2e, f64x2.sub(biased, t));
    let q = madd<f64>(v128.load64_splat(Q6), r, v128.load64_splat(Q5));
    q = madd<f64>(q, r, v128.load64_splat(Q4));
    q = madd<f64>(q, r, v128.load64_splat(Q3));
    q = madd<f64>(q, r, v128.load64_splat(Q2));
    q = madd<f64>(q, r, v128.load64_splat(Q1));
    q = madd<f64>(q, r, v128.load64_splat(Q0));
    return f64x2.mul(madd<f64>(q, r, one<f64>()), i64x2.shl(t, 52));
  }
}
