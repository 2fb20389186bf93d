// mish(x) = x tanh(log(1 + e^x)) = x n / (n + 2), n = w (w + 2), w = e^x, and its derivative w h / (n + 2)².
//
// Float32 lanes: x (1 − 2 / (n + 2)) above 0, x w (1 − w (w + 1) / (n + 2)) below: what is subtracted is small in the tails. The
// exponential is lifted by 2^24, since x e^x may be a normal number where e^x is none.
//
// The root x₀ of h = 4 (x + 1) + 4 w² + w³ + w (4 x + 6) is factored out: with y = x − x₀ and d = w − w₀ = w₀ expm1(y),
// h = d (C + d (3 w₀ + 4 + d)) + 4 y (w + 1), C = 4 x₀ + 6 + w₀ (8 + 3 w₀): y and d have one sign. Float64 lanes in both precisions.
//
// Worst of all floats: mish 3.45 ulp in float32 lanes, 0.5014 in float64 lanes; mish′ 0.5018.

import { atLeast, atMost, demote, madd, nmadd, one, promoteHigh, promoteLow, select, two, zero } from "../lanes";
import { Exp } from "./exp";
import { Reduction } from "./reduction";

const HIGH_F32 = memory.data<f32>([20.0]); // beyond, 2 / (n + 2) is nothing
const LIFTED = memory.data<f32>([12583063.0]); // biased + 24, Reduction.biased<f32>() being 12583039
const UNLIFT = memory.data<f32>([5.9604644775390625e-8]);
const LOW_F64 = memory.data<f64>([-700.0]); // beyond, both are −0 in float32
const HIGH_F64 = memory.data<f64>([40.0]); // beyond, n / (n + 2) and mish′ are 1
const FOUR = memory.data<f64>([4.0]);

// x₀ as a sum of two numbers, and w₀. mpmath, 40 digits: −1.1924312145154952121…
const ROOT = memory.data<f64>([-1.1924312145154952]);
const ROOT_REST = memory.data<f64>([-4.8484829848031044e-17]);
const EXP_ROOT = memory.data<f64>([0.3034825352815289]);
const C = memory.data<f64>([3.934440371852964]);
const CURVATURE = memory.data<f64>([4.9104476058445865]); // 3 w₀ + 4

@final
export class Mish {
  @inline static of<T>(x: v128): v128 {
    return sizeof<T>() == 4 ? Mish.narrow(x) : Mish.wide(x);
  }

  @inline static derivative<T>(x: v128): v128 {
    if (sizeof<T>() == 8) return Mish.wideDerivative(x);
    return demote(Mish.wideDerivative(promoteLow(x)), Mish.wideDerivative(promoteHigh(x)));
  }

  @inline static narrow(x: v128): v128 {
    const biased = v128.load32_splat(LIFTED);
    const unlift = v128.load32_splat(UNLIFT);
    const above = Exp.liftedBound(x);
    const bounded = atMost<f32>(above, v128.load32_splat(HIGH_F32));
    const t = Reduction.nearest<f32>(bounded, biased);
    const q = Reduction.fraction<f32>(bounded, t, biased);
    const scale = Reduction.scale<f32>(t);
    const w = f32x4.mul(madd<f32>(scale, q, scale), unlift);
    const isAbove = f32x4.gt(x, zero());
    const lacking = select(two<f32>(), madd<f32>(w, w, w), isAbove);
    const rest = nmadd<f32>(f32x4.div(lacking, madd<f32>(f32x4.add(w, two<f32>()), w, two<f32>())), bounded, above);
    return select(rest, f32x4.mul(f32x4.mul(madd<f32>(rest, q, rest), scale), unlift), isAbove);
  }

  @inline static wide(x: v128): v128 {
    const above = atLeast<f64>(x, v128.load64_splat(LOW_F64));
    const w = Exp.inside<f64>(atMost<f64>(above, v128.load64_splat(HIGH_F64)), Reduction.biased<f64>());
    const n = madd<f64>(w, w, f64x2.add(w, w));
    return f64x2.div(f64x2.mul(above, n), f64x2.add(n, two<f64>()));
  }

  @inline static wideDerivative(x: v128): v128 {
    const bounded = atLeast<f64>(atMost<f64>(x, v128.load64_splat(HIGH_F64)), v128.load64_splat(LOW_F64));
    const y = f64x2.sub(f64x2.sub(bounded, v128.load64_splat(ROOT)), v128.load64_splat(ROOT_REST));
    const t = Reduction.nearest<f64>(y, Reduction.biased<f64>());
    const q = Reduction.fraction<f64>(y, t, Reduction.biased<f64>());
    const scale = Reduction.scale<f64>(t);
    const w0 = v128.load64_splat(EXP_ROOT);
    const scaledRoot = f64x2.mul(scale, w0);
    const d = madd<f64>(scaledRoot, q, f64x2.sub(scaledRoot, w0));
    const w = madd<f64>(scaledRoot, q, scaledRoot);
    const slope = madd<f64>(f64x2.add(d, v128.load64_splat(CURVATURE)), d, v128.load64_splat(C));
    const linear = f64x2.mul(f64x2.mul(y, v128.load64_splat(FOUR)), f64x2.add(w, one<f64>()));
    const sum = madd<f64>(f64x2.add(w, two<f64>()), w, two<f64>());
    return f64x2.div(f64x2.mul(w, madd<f64>(d, slope, linear)), f64x2.mul(sum, sum));
  }
}
