// x σ(v), v = 2 √(2/π) (x + 0.044715 x³) = x (A + B x²): gelu with tanh in the place of erf, and its derivative. In float64 lanes
// in both precisions: rounding v to float32 alone would cost |v| / 2 ulp.
//
// The root x₀ of the derivative, 1 + w + x v′ = 0 with w = e^v, is factored out: with s = x² + x x₀ + x₀²,
// v − v₀ = (x − x₀) (A + B s) and 1 + w + x v′ = w₀ expm1(v − v₀) + (x − x₀) (A + 3 B s), both terms of one sign.
//
// Worst of all floats: value 0.5015 ulp, derivative 0.5016.

import { atLeast, atMost, madd, one } from "../lanes";
import { Exp } from "./exp";
import { Reduction } from "./reduction";
import { Silu } from "./silu";

const A = memory.data<f64>([1.5957691216057308]);
const B = memory.data<f64>([0.07135481627260025]);
const THREE_B = memory.data<f64>([0.21406444881780073]);
const LOW = memory.data<f64>([-20.0]); // beyond, both are −0 in float32
const HIGH_BOUND = memory.data<f64>([10.0]); // beyond, σ(v) and the derivative are 1

// x₀ as a sum of two numbers, x₀² and w₀. mpmath, 40 digits: −0.75246142207101625849…
const ROOT = memory.data<f64>([-0.7524614220710163]);
const ROOT_REST = memory.data<f64>([3.635560509207687e-17]);
const ROOT_SQUARED = memory.data<f64>([0.5661981917051361]);
const EXP_ROOT = memory.data<f64>([0.29195521191476714]);

@final
export class GeluTanh {
  @inline static of(x: v128): v128 {
    const above = atLeast<f64>(x, v128.load64_splat(LOW));
    const bounded = atMost<f64>(above, v128.load64_splat(HIGH_BOUND));
    const slope = madd<f64>(f64x2.mul(bounded, bounded), v128.load64_splat(B), v128.load64_splat(A));
    const w = Exp.inside<f64>(f64x2.mul(bounded, slope), Reduction.biased<f64>());
    return f64x2.div(f64x2.mul(above, w), f64x2.add(w, one<f64>()));
  }

  @inline static derivative(x: v128): v128 {
    const bounded = atLeast<f64>(atMost<f64>(x, v128.load64_splat(HIGH_BOUND)), v128.load64_splat(LOW));
    const y = f64x2.sub(f64x2.sub(bounded, v128.load64_splat(ROOT)), v128.load64_splat(ROOT_REST));
    const squares = madd<f64>(f64x2.add(bounded, v128.load64_splat(ROOT)), bounded, v128.load64_splat(ROOT_SQUARED));
    const v = f64x2.mul(y, madd<f64>(squares, v128.load64_splat(B), v128.load64_splat(A)));
    const slope = f64x2.mul(y, madd<f64>(squares, v128.load64_splat(THREE_B), v128.load64_splat(A)));
    return Silu.fromRoot(v, slope, v128.load64_splat(EXP_ROOT));
  }
}
