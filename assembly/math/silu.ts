// silu(x) = x σ(x) and its derivative.
//
// Float32 lanes: max(x, 0) − |x| / (1 + e^|x|), since silu(x) = max(x, 0) + silu(−|x|): nothing overflows. The exponential is
// lowered by 2^40, and the quotient after it: silu(−90) is a normal number, and e^−90 is not.
//
// The root x₀ of silu′ (1 + e^x + x = 0) is factored out: with y = x − x₀ and w₀ = e^x₀ = −1 − x₀,
// 1 + e^x + x = y + w₀ (e^y − 1), where both terms have one sign, so nothing cancels: silu′ = w (y + w₀ expm1(y)) / (1 + w)².
//
// In float32 lanes that comes to 5.6 ulp around −0.84. They take w (1 + x + w) / (1 + w (w + 2)), w lifted by 2^40, and with
// w = s (1 + q), s a power of two: 1 + s + x is exact where the sum is small, and s q has an error far below that of w. Only beside
// the root that is too much: there silu′ is z G(z), z = x − x₀.
//
// Worst seen: silu 2.41 ulp in float32 lanes, 0.5013 in float64 lanes; silu′ 3.86 and 0.5015.

import { abs, atLeast, atMost, madd, nmadd, one, select, signMask } from "../lanes";
import { Exp } from "./exp";
import { Reduction } from "./reduction";

const HIGH_F32 = memory.data<f32>([115.0]); // beyond, |x| / e^|x| is 0
const LOWERED = memory.data<f32>([12582999.0]); // biased − 40, Reduction.biased<f32>() being 12583039
const LOWERING = memory.data<f32>([9.094947017729282e-13]); // 2^-40

const LOW_F32 = memory.data<f32>([-115.0]); // below, silu′ is −0
const TOP_F32 = memory.data<f32>([25.0]); // beyond, silu′ is 1
const LIFTED = memory.data<f32>([12583079.0]); // biased + 40

const NEAR = memory.data<f32>([0.04]);
const ROOT_HIGH = memory.data<f32>([-1.2784645557403564]);
const ROOT_LOW = memory.data<f32>([1.2979282537628478e-8]);

// silu′(x₀ + z) ≈ z G(z) for z in [−0.04, 0.04], relative error ≤ 2^-25.74;
// least squares weighed anew until the errors are even (Lawson), coefficients rounded one after the other.
const G0 = memory.data<f32>([0.2178117036819458]);
const G1 = memory.data<f32>([0.14664879441261292]);
const G2 = memory.data<f32>([0.018867937847971916]);
const G3 = memory.data<f32>([-0.015219206921756268]);

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

  @inline static derivative<T>(x: v128): v128 {
    if (sizeof<T>() == 8) return Silu.wideDerivative(x);
    const z = f32x4.sub(f32x4.sub(x, v128.load32_splat(ROOT_HIGH)), v128.load32_splat(ROOT_LOW));
    return select(Silu.nearRoot(z), Silu.offRoot(x), f32x4.lt(abs<f32>(z), v128.load32_splat(NEAR)));
  }

  @inline static nearRoot(z: v128): v128 {
    let g = madd<f32>(v128.load32_splat(G3), z, v128.load32_splat(G2));
    g = madd<f32>(g, z, v128.load32_splat(G1));
    g = madd<f32>(g, z, v128.load32_splat(G0));
    return f32x4.mul(g, z);
  }

  @inline static offRoot(x: v128): v128 {
    const bounded = atLeast<f32>(atMost<f32>(x, v128.load32_splat(TOP_F32)), v128.load32_splat(LOW_F32));
    const biased = v128.load32_splat(LIFTED);
    const lowering = v128.load32_splat(LOWERING);
    const t = Reduction.nearest<f32>(bounded, biased);
    const q = Reduction.fraction<f32>(bounded, t, biased);
    const lifted = Reduction.scale<f32>(t);
    const liftedW = madd<f32>(lifted, q, lifted);
    const scale = f32x4.mul(lifted, lowering);
    const w = f32x4.mul(liftedW, lowering);
    const slope = madd<f32>(scale, q, f32x4.add(bounded, f32x4.add(scale, one<f32>())));
    const square = f32x4.add(madd<f32>(w, w, f32x4.add(w, w)), one<f32>());
    return f32x4.mul(f32x4.mul(f32x4.div(liftedW, square), slope), lowering);
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
