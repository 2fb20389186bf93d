// silu(x) = x σ(x) and its derivative.
//
// Float32 lanes: max(x, 0) − |x| / (1 + e^|x|), since silu(x) = max(x, 0) + silu(−|x|): nothing overflows. The exponential is
// lowered by 2^40, and the quotient after it: silu(−90) is a normal number, and e^−90 is not.
//
// The root x₀ of silu′ (1 + e^x + x = 0) is factored out: with y = x − x₀ and w₀ = e^x₀ = −1 − x₀,
// 1 + e^x + x = y + w₀ (e^y − 1), where both terms have one sign, so nothing cancels: silu′ = w (y + w₀ expm1(y)) / (1 + w)².
//
// Worst seen: silu 2.41 ulp in float32 lanes, 0.5013 in float64 lanes; silu′ 0.5015.

import { atLeast, atMost, demote, madd, nmadd, one, promoteHigh, promoteLow, signMask } from "../lanes";
import { Exp } from "./exp";
import { Reduction } from "./reduction";

const HIGH_F32 = memory.data<f32>([115.0]); // beyond, |x| / e^|x| is 0
const LOWERED = memory.data<f32>([12582999.0]); // biased − 40, Reduction.biased<f32>() being 12583039
const LOWERING = memory.data<f32>([9.094947017729282e-13]); // 2^-40

const LOW_HIGH = memory.data<f32>([-200.0]);
const LOW_F64 = memory.data<f64>([-700.0]); // beyond, silu and silu′ are −0 in float32
const HIGH_F64 = memory.data<f64>([80.0]); // beyond, σ = silu′ = 1

// x₀ as a sum of two numbers, and w₀. mpmath, 40 digits: −1.2784645427610737951…
const ROOT = memory.data<f64>([-1.2784645427610737]);
const ROOT_REST = memory.data<f64>([-1.0946994183093437e-16]);
const EXP_ROOT = memory.data<f64>([0.2784645427610738]);

@final
export class Silu {
  @inline static of<T>(x: v128): v128 {
    return sizeof<T>() == 4 ? Silu.narrow(x) : Silu.wide(x);
  }

  /** Float32 lanes are widened: seven roundings in float32 come to 4.5 ulp around −0.5 and −0.9. */
  @inline static derivative<T>(x: v128): v128 {
    if (sizeof<T>() == 8) return Silu.wideDerivative(x);
    return demote(Silu.wideDerivative(promoteLow(x)), Silu.wideDerivative(promoteHigh(x)));
  }

  @inline static narrow(x: v128): v128 {
    const magnitude = atMost<f32>(f32x4.abs(x), v128.load32_splat(HIGH_F32));
    const lowering = v128.load32_splat(LOWERING);
    const sum = f32x4.add(Exp.inside<f32>(magnitude, v128.load32_splat(LOWERED)), lowering);
    // max(x, −0) and not max(x, 0): silu(−0) = silu(−∞) = −0.
    return nmadd<f32>(f32x4.div(magnitude, sum), lowering, atLeast<f32>(x, signMask<f32>()));
  }

  /** In float32 lanes: not below the point where silu is 0; float32 lanes themselves do without. */
  @inline static bound(x: v128): v128 {
    return HIGH ? atLeast<f32>(x, v128.load32_splat(LOW_HIGH)) : x;
  }

  @inline static wide(x: v128): v128 {
    const w = Exp.inside<f64>(atMost<f64>(x, v128.load64_splat(HIGH_F64)), Reduction.biased<f64>());
    return f64x2.div(f64x2.mul(x, w), f64x2.add(w, one<f64>()));
  }

  @inline static wideDerivative(x: v128): v128 {
    const bounded = atLeast<f64>(atMost<f64>(x, v128.load64_splat(HIGH_F64)), v128.load64_splat(LOW_F64));
    const y = f64x2.sub(f64x2.sub(bounded, v128.load64_splat(ROOT)), v128.load64_splat(ROOT_REST));
    return Silu.fromRoot(y, y, v128.load64_splat(EXP_ROOT));
  }

  /** w (slope + w₀ (e^v − 1)) / (1 + w)², w = w₀ e^v: slope and v have one sign. T = f64. */
  @inline static fromRoot(v: v128, slope: v128, w0: v128): v128 {
    const t = Reduction.nearest<f64>(v, Reduction.biased<f64>());
    const q = Reduction.fraction<f64>(v, t, Reduction.biased<f64>());
    const scale = Reduction.scale<f64>(t);
    const em = madd<f64>(scale, q, f64x2.sub(scale, one<f64>()));
    const scaledRoot = f64x2.mul(scale, w0);
    const w = madd<f64>(scaledRoot, q, scaledRoot);
    const sum = f64x2.add(w, one<f64>());
    return f64x2.div(f64x2.mul(w, madd<f64>(em, w0, slope)), f64x2.mul(sum, sum));
  }
}
