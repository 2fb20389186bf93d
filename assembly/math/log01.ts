// log x and log(1 − x) for x in [0, 1], in float32 lanes: the logarithms of a probability. −∞ where they have their pole; NaN stays.
// And log x for every x, where nobody has checked that it is a probability.
//
// A number is 2^k m, m in [√½, √2), and its logarithm k ln 2 + log(1 + f) with f = m − 1. x is multiplied by 2^64 first, so
// that it is a normal number. Of 1 − x, f is (−x) 2^-k + (2^-k − 1), exact for k = 0: nothing is lost beside 0.
//
// Worst of all floats in [0, 1]: log x 1.09 ulp, log(1 − x) 1.0 ulp.

import { infinity, madd, nmadd, one, select, zero } from "../lanes";

const ROOT_HALF = memory.data<u32>([0x3f3504f3]);
const LIFT = memory.data<f32>([18446744073709551616.0]); // 2^64
const LIFT_EXPONENT = memory.data<i32>([64]);
const ONE_BITS = memory.data<u32>([0x3f800000]);
const MINUS_INFINITY = memory.data<f32>([-Infinity]);
const LN2_HIGH = memory.data<f32>([0.693145751953125]); // 16 bits: k · LN2_HIGH is exact
const LN2_LOW = memory.data<f32>([1.4286068e-6]);

// log(1 + w) ≈ w + w² P(w) for w in [−0.2929, 0.4143], relative error ≤ 2^-27.83;
// least squares weighed anew until the errors are even (Lawson), coefficients rounded one after the other.
const P0 = memory.data<f32>([-0.49999988079071045]);
const P1 = memory.data<f32>([0.33333325386047363]);
const P2 = memory.data<f32>([-0.25001609325408936]);
const P3 = memory.data<f32>([0.20002013444900513]);
const P4 = memory.data<f32>([-0.16608454287052155]);
const P5 = memory.data<f32>([0.14180603623390198]);
const P6 = memory.data<f32>([-0.1324705183506012]);
const P7 = memory.data<f32>([0.12914547324180603]);
const P8 = memory.data<f32>([-0.07624819129705429]);

@final
export class Log01 {
  /** log x */
  @inline static of(x: v128): v128 {
    const lifted = f32x4.mul(x, v128.load32_splat(LIFT));
    const k = Log01.exponent(lifted);
    const f = f32x4.sub(i32x4.sub(lifted, i32x4.shl(k, 23)), one<f32>());
    return Log01.withPole(x, x, Log01.sum(i32x4.sub(k, v128.load32_splat(LIFT_EXPONENT)), f));
  }

  /** log x for every x: NaN below 0. */
  @inline static ofAny(x: v128): v128 {
    const isBelow = f32x4.lt(x, one<f32>());
    const lifted = f32x4.mul(x, select(v128.load32_splat(LIFT), one<f32>(), isBelow));
    const k = Log01.exponent(lifted);
    const f = f32x4.sub(i32x4.sub(lifted, i32x4.shl(k, 23)), one<f32>());
    const value = Log01.sum(i32x4.sub(k, v128.and(v128.load32_splat(LIFT_EXPONENT), isBelow)), f);
    const orInfinity = select(x, value, f32x4.eq(x, infinity<f32>()));
    return v128.or(Log01.withPole(x, x, orInfinity), f32x4.lt(x, zero()));
  }

  /** log(1 − x) */
  @inline static ofRest(x: v128): v128 {
    const rest = f32x4.sub(one<f32>(), x);
    const k = Log01.exponent(rest);
    const scale = i32x4.sub(v128.load32_splat(ONE_BITS), i32x4.shl(k, 23));
    const f = nmadd<f32>(x, scale, f32x4.sub(scale, one<f32>()));
    return Log01.withPole(x, rest, Log01.sum(k, f));
  }

  /** k, which steps at √½. */
  @inline static exponent(x: v128): v128 {
    return i32x4.shr_s(i32x4.sub(x, v128.load32_splat(ROOT_HALF)), 23);
  }

  /** k ln 2 + log(1 + f) */
  @inline static sum(k: v128, f: v128): v128 {
    const n = f32x4.convert_i32x4_s(k);
    // By Estrin's scheme: the chain of operations is half as long as Horner's, for one product more.
    const f2 = f32x4.mul(f, f);
    const f4 = f32x4.mul(f2, f2);
    const p0 = madd<f32>(
      madd<f32>(v128.load32_splat(P3), f, v128.load32_splat(P2)),
      f2,
      madd<f32>(v128.load32_splat(P1), f, v128.load32_splat(P0)),
    );
    const p4 = madd<f32>(
      madd<f32>(v128.load32_splat(P7), f, v128.load32_splat(P6)),
      f2,
      madd<f32>(v128.load32_splat(P5), f, v128.load32_splat(P4)),
    );
    const p = madd<f32>(madd<f32>(v128.load32_splat(P8), f4, p4), f4, p0);
    const low = madd<f32>(p, f2, f32x4.mul(n, v128.load32_splat(LN2_LOW)));
    return f32x4.add(madd<f32>(n, v128.load32_splat(LN2_HIGH), f), low);
  }

  @inline static withPole(x: v128, argument: v128, value: v128): v128 {
    const orPole = select(v128.load32_splat(MINUS_INFINITY), value, f32x4.eq(argument, zero()));
    return v128.or(orPole, f32x4.ne(x, x));
  }
}
