// What exp and expm1 share: x = n ln 2 + r with n to nearest, 2^n as one shifted integer, and e^r − 1.
//
// float32 lanes take e^r − 1, |r| ≤ ½ ln 2 and what the rounding of n adds; float64 lanes 2^r − 1 with r = x log2 e − n, |r| ≤ ½.

import { constant, madd, nmadd, one } from "../lanes";

const LOG2_E_F32 = memory.data<f32>([1.44269504]);
const LOG2_E_F64 = memory.data<f64>([1.4426950408889634]);
/** 1.5 · 2^23 + 127, of float32 lanes. */
export const BIASED: f64 = 12583039.0;
const BIASED_F32 = memory.data<f32>([12583039.0]);
const BIASED_F64 = memory.data<f64>([6755399441056767.0]); // 1.5 · 2^52 + 1023
const LN2_HIGH = memory.data<f32>([0.693145751953125]); // 16 bits: n · LN2_HIGH is exact
const LN2_LOW = memory.data<f32>([1.4286068e-6]);

// e^r − 1 ≈ r + r² P(r) for r in [−0.3468, 0.3468], relative error ≤ 2^-26.08;
// own Remez, coefficients rounded one after the other.
const P0 = memory.data<f32>([0.4999999701976776]);
const P1 = memory.data<f32>([0.16666539013385773]);
const P2 = memory.data<f32>([0.04166774824261665]);
const P3 = memory.data<f32>([0.008367087692022324]);
const P4 = memory.data<f32>([0.0013837862061336637]);

// 2^r − 1 ≈ r Q(r) for r in [−0.5, 0.5], relative error ≤ 2^-31.99; Remez in sollya (fpminimax).
const Q0 = memory.data<f64>([0.6931471805816406]);
const Q1 = memory.data<f64>([0.2402265092058886]);
const Q2 = memory.data<f64>([0.055504107272607156]);
const Q3 = memory.data<f64>([0.00961805692162309]);
const Q4 = memory.data<f64>([0.0013333669630093109]);
const Q5 = memory.data<f64>([0.00015461376201140247]);
const Q6 = memory.data<f64>([0.000015252719994770885]);

@final
export class Reduction {
  /** 1.5 · 2^mantissa + bias: adding it leaves n, ready to be an exponent, in the low bits of the sum. */
  @inline static biased<T>(): v128 {
    return constant<T>(BIASED_F32, BIASED_F64);
  }

  /** n + biased, n the integer nearest to x · log2 e. */
  @inline static nearest<T>(x: v128, biased: v128): v128 {
    return madd<T>(x, constant<T>(LOG2_E_F32, LOG2_E_F64), biased);
  }

  /** 2^n from n + biased. */
  @inline static scale<T>(t: v128): v128 {
    return sizeof<T>() == 4 ? i32x4.shl(t, 23) : i64x2.shl(t, 52);
  }

  /** e^x / 2^n − 1 from n + biased. */
  @inline static fraction<T>(x: v128, t: v128, biased: v128): v128 {
    if (sizeof<T>() == 8) return Reduction.base2(Reduction.remainder(x, t, biased));
    const n = f32x4.sub(t, biased);
    return Reduction.baseE(Reduction.minusLow(Reduction.minusHigh(x, n), n));
  }

  /** x − n ln 2 without the last bits of ln 2: exact. T = f32. */
  @inline static minusHigh(x: v128, n: v128): v128 {
    return nmadd<f32>(n, v128.load32_splat(LN2_HIGH), x);
  }

  /** x less the last bits of n ln 2. T = f32. */
  @inline static minusLow(x: v128, n: v128): v128 {
    return nmadd<f32>(n, v128.load32_splat(LN2_LOW), x);
  }

  /** e^r − 1, |r| ≤ ½ ln 2. T = f32. */
  @inline static baseE(r: v128): v128 {
    let p = madd<f32>(v128.load32_splat(P4), r, v128.load32_splat(P3));
    p = madd<f32>(p, r, v128.load32_splat(P2));
    p = madd<f32>(p, r, v128.load32_splat(P1));
    p = madd<f32>(p, r, v128.load32_splat(P0));
    return madd<f32>(p, f32x4.mul(r, r), r);
  }

  /** x log2 e − n from t = n + biased. T = f64. */
  @inline static remainder(x: v128, t: v128, biased: v128): v128 {
    return madd<f64>(x, v128.load64_splat(LOG2_E_F64), f64x2.sub(biased, t));
  }

  /** 2^r − 1, |r| ≤ ½. T = f64. */
  @inline static base2(r: v128): v128 {
    return f64x2.mul(Reduction.quotient(r), r);
  }

  /** 2^r, |r| ≤ ½. T = f64. */
  @inline static power(r: v128): v128 {
    return madd<f64>(Reduction.quotient(r), r, one<f64>());
  }

  /** (2^r − 1) / r. T = f64. */
  @inline static quotient(r: v128): v128 {
    let q = madd<f64>(v128.load64_splat(Q6), r, v128.load64_splat(Q5));
    q = madd<f64>(q, r, v128.load64_splat(Q4));
    q = madd<f64>(q, r, v128.load64_splat(Q3));
    q = madd<f64>(q, r, v128.load64_splat(Q2));
    q = madd<f64>(q, r, v128.load64_splat(Q1));
    return madd<f64>(q, r, v128.load64_splat(Q0));
  }
}
