// e^x − 1 with full relative accuracy at 0, without a branch: s = 2^n, n to nearest, q = e^r − 1, result s q + (s − 1).
//
// float32 lanes: q = r + r² P(r) on ±(½ ln 2 + 0.0002), P of degree 4, relative error of q 2^-26.1; own Remez.
// float64 lanes: q = r Q(r) of 2^r − 1 on ±½, relative error 2^-32: XQ6 of shared/facts/accuracy.md.

import { atLeast, atMost, constant, half, madd, nmadd, one } from "../lanes";

const LOG2_E = memory.data<f64>([1.4426950408889634]);
const BIASED_F64 = memory.data<f64>([6755399441056767.0]); // 1.5 · 2^52 + 1023
const LOW_F64 = memory.data<f64>([-60.0]);
const HIGH_F64 = memory.data<f64>([709.0]);

const Q0 = memory.data<f64>([0.6931471805816406]);
const Q1 = memory.data<f64>([0.2402265092058886]);
const Q2 = memory.data<f64>([0.055504107272607156]);
const Q3 = memory.data<f64>([0.00961805692162309]);
const Q4 = memory.data<f64>([0.0013333669630093109]);
const Q5 = memory.data<f64>([0.00015461376201140247]);
const Q6 = memory.data<f64>([0.000015252719994770885]);

const LOG2_E_F32 = memory.data<f32>([1.44269504]);
const BIASED_F32 = memory.data<f32>([12583039.0]); // 1.5 · 2^23 + 127
const LN2_HIGH = memory.data<f32>([0.693145751953125]); // 16 bits: n · LN2_HIGH is exact
const LN2_LOW = memory.data<f32>([1.4286068e-6]);
const LOW_F32 = memory.data<f32>([-25.0]);
const HIGH_F32 = memory.data<f32>([88.73]); // 2^127 (1 + q) > 2^127: infinity when doubled

const P0 = memory.data<f32>([0.4999999701976776]);
const P1 = memory.data<f32>([0.16666539013385773]);
const P2 = memory.data<f32>([0.04166774824261665]);
const P3 = memory.data<f32>([0.008367087692022324]);
const P4 = memory.data<f32>([0.0013837862061336637]);

@final export class Expm1 {
  /** e^x − 1 for every x: −1 at −∞, ∞ from log(largest) on. */
  @inline static of<T>(x: v128): v128 {
    const below = atMost<T>(x, constant<T>(HIGH_F32, HIGH_F64));
    if (sizeof<T>() == 8) return Expm1.ofNegative<T>(below);
    // At the top n = 128, and 2^128 is no float: half the result is built and doubled.
    const clamped = atLeast<f32>(below, v128.load32_splat(LOW_F32));
    const t = Expm1.shifted(clamped, v128.load32_splat(BIASED_F32));
    const n = f32x4.sub(t, v128.load32_splat(BIASED_F32));
    const halfScale = i32x4.shl(i32x4.add(t, i32x4.splat(-1)), 23);
    const result = madd<f32>(halfScale, Expm1.reduced(clamped, n), f32x4.sub(halfScale, half<f32>()));
    return f32x4.add(result, result);
  }

  /** e^x − 1 for x ≤ 0 (up to 88 in truth): one clamp less. */
  @inline static ofNegative<T>(x: v128): v128 {
    const above = atLeast<T>(x, constant<T>(LOW_F32, LOW_F64));
    if (sizeof<T>() == 8) {
      const log2e = v128.load64_splat(LOG2_E);
      const biased = v128.load64_splat(BIASED_F64);
      const t = madd<f64>(above, log2e, biased);
      const scale = i64x2.shl(t, 52);
      const q = Expm1.reducedBase2(madd<f64>(above, log2e, f64x2.sub(biased, t)));
      return madd<f64>(scale, q, f64x2.sub(scale, one<f64>()));
    }
    const biased = v128.load32_splat(BIASED_F32);
    const t = Expm1.shifted(above, biased);
    const scale = i32x4.shl(t, 23);
    return madd<f32>(scale, Expm1.reduced(above, f32x4.sub(t, biased)), f32x4.sub(scale, one<f32>()));
  }

  /** The nearest integer to x · log2 e in the low bits of a float. */
  @inline static shifted(x: v128, biased: v128): v128 {
    return madd<f32>(x, v128.load32_splat(LOG2_E_F32), biased);
  }

  /** e^r − 1, r = x − n ln 2, |r| ≤ ½ ln 2. */
  @inline static reduced(x: v128, n: v128): v128 {
    const r = nmadd<f32>(n, v128.load32_splat(LN2_LOW), nmadd<f32>(n, v128.load32_splat(LN2_HIGH), x));
    let p = madd<f32>(v128.load32_splat(P4), r, v128.load32_splat(P3));
    p = madd<f32>(p, r, v128.load32_splat(P2));
    p = madd<f32>(p, r, v128.load32_splat(P1));
    p = madd<f32>(p, r, v128.load32_splat(P0));
    return madd<f32>(p, f32x4.mul(r, r), r);
  }

  /** 2^r − 1, |r| ≤ ½. */
  @inline static reducedBase2(r: v128): v128 {
    let q = madd<f64>(v128.load64_splat(Q6), r, v128.load64_splat(Q5));
    q = madd<f64>(q, r, v128.load64_splat(Q4));
    q = madd<f64>(q, r, v128.load64_splat(Q3));
    q = madd<f64>(q, r, v128.load64_splat(Q2));
    q = madd<f64>(q, r, v128.load64_splat(Q1));
    q = madd<f64>(q, r, v128.load64_splat(Q0));
    return f64x2.mul(q, r);
  }
}
