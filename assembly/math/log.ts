// log x in float64 lanes; `fast` takes them too where terms cancel. Of probabilities it takes log01.ts.
//
// x = 2^k m, m in [√½, √2), s = (m − 1) / (m + 1): log x = k ln 2 + log m, log m = log((1 + s) / (1 − s)) = 2s + s z L(z), z = s².
// Floats are normal numbers in float64, subnormal ones included. Worst seen, rounded to float32: 0.5002 ulp.

import { madd, one, select, two, zero } from "../lanes";

const ROOT_HALF = memory.data<u64>([0x3fe6a09e667f3bcd]);
const ONE_OVER_ROOT_HALF = memory.data<u64>([0x00095f619980c433]); // bits(1) − bits(√½)
const MANTISSA = memory.data<u64>([0x000fffffffffffff]);
const TWO_52 = memory.data<u64>([0x4330000000000000]);
const TWO_52_BIASED = memory.data<f64>([4503599627371519.0]); // 2^52 + 1023
const LN2 = memory.data<f64>([0.6931471805599453]);
const INFINITY = memory.data<f64>([Infinity]);
const MINUS_INFINITY = memory.data<f64>([-Infinity]);

// log((1 + s) / (1 − s)) ≈ 2s + s z L(z) for z in [0, 0.02944], relative error ≤ 2^-35.82; Remez in sollya (fpminimax).
const L0 = memory.data<f64>([0.6666666655286643]);
const L1 = memory.data<f64>([0.4000012287873729]);
const L2 = memory.data<f64>([0.28550722985391846]);
const L3 = memory.data<f64>([0.23332766244513273]);

@final
export class Log {
  /** log x for every x (T = f64): −∞ at 0, NaN below. */
  @inline static of<T>(x: v128): v128 {
    const finite = f64x2.lt(x, v128.load64_splat(INFINITY));
    const value = v128.or(Log.ofPositive<T>(x), f64x2.lt(x, zero()));
    const orPole = select(v128.load64_splat(MINUS_INFINITY), value, f64x2.eq(x, zero()));
    return select(orPole, x, finite);
  }

  /** log x for normal, finite x > 0 (T = f64). */
  @inline static ofPositive<T>(x: v128): v128 {
    const bits = Log.split(x);
    const f = f64x2.sub(Log.mantissa(bits), one<f64>());
    return madd<f64>(Log.exponent(bits), v128.load64_splat(LN2), Log.ofOnePlus(f));
  }

  /** The bits of x, moved so that the exponent field steps at √½. */
  @inline static split(x: v128): v128 {
    return i64x2.add(x, v128.load64_splat(ONE_OVER_ROOT_HALF));
  }

  @inline static exponent(bits: v128): v128 {
    return f64x2.sub(v128.or(i64x2.shr_u(bits, 52), v128.load64_splat(TWO_52)), v128.load64_splat(TWO_52_BIASED));
  }

  @inline static mantissa(bits: v128): v128 {
    return i64x2.add(v128.and(bits, v128.load64_splat(MANTISSA)), v128.load64_splat(ROOT_HALF));
  }

  /** log(1 + f) for 1 + f in [√½, √2]. */
  @inline static ofOnePlus(f: v128): v128 {
    const s = f64x2.div(f, f64x2.add(f, two<f64>()));
    const z = f64x2.mul(s, s);
    let p = madd<f64>(v128.load64_splat(L3), z, v128.load64_splat(L2));
    p = madd<f64>(p, z, v128.load64_splat(L1));
    p = madd<f64>(p, z, v128.load64_splat(L0));
    return madd<f64>(f64x2.mul(s, z), p, f64x2.add(s, s));
  }
}
