// erf z = (2 / √π) ∫₀^z e^(−t²) dt in float64 lanes, rounded once.
//
// Near 0 its Maclaurin series, nine terms: for |z| ≤ 0.6 the next is below 2^-35 of the sum. Further out 1 − 2 Φ(−a) with
// a = √2 |z|, which gelu gives: gelu(−a) = −a Φ(−a).

import { abs, copySign, madd, negate, one, select } from "../lanes";
import { Gelu } from "../math/gelu";
import { unaryWide } from "./unary";

const NEAR = memory.data<f64>([0.6]);
const ROOT_TWO = memory.data<f64>([1.4142135623730951]);
const TWO = memory.data<f64>([2.0]);

// 2 / √π · (−1)^n / (n! (2n + 1))
const C0 = memory.data<f64>([1.1283791670955126]);
const C1 = memory.data<f64>([-0.37612638903183754]);
const C2 = memory.data<f64>([0.11283791670955126]);
const C3 = memory.data<f64>([-0.026866170645131252]);
const C4 = memory.data<f64>([0.005223977625442188]);
const C5 = memory.data<f64>([-0.0008548327023450853]);
const C6 = memory.data<f64>([0.00012055332981789664]);
const C7 = memory.data<f64>([-0.000014925650358406252]);
const C8 = memory.data<f64>([0.0000016462114365889247]);

@final
class ErrorFunction {
  @inline of<T>(z: v128, a: v128, b: v128): v128 {
    const square = f64x2.mul(z, z);
    let p = madd<f64>(v128.load64_splat(C8), square, v128.load64_splat(C7));
    p = madd<f64>(p, square, v128.load64_splat(C6));
    p = madd<f64>(p, square, v128.load64_splat(C5));
    p = madd<f64>(p, square, v128.load64_splat(C4));
    p = madd<f64>(p, square, v128.load64_splat(C3));
    p = madd<f64>(p, square, v128.load64_splat(C2));
    p = madd<f64>(p, square, v128.load64_splat(C1));
    p = madd<f64>(p, square, v128.load64_splat(C0));
    const magnitude = abs<f64>(z);
    const far = f64x2.mul(magnitude, v128.load64_splat(ROOT_TWO));
    const tail = f64x2.div(f64x2.mul(Gelu.of<f64>(negate<f64>(far)), v128.load64_splat(TWO)), far);
    const outside = copySign<f64>(f64x2.add(one<f64>(), tail), z);
    // gelu(−∞) / ∞ is 0, and 0 / 0 near 0 is not taken.
    return select(f64x2.mul(p, z), outside, f64x2.le(magnitude, v128.load64_splat(NEAR)));
  }
}

export function errorFunction(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unaryWide<ErrorFunction>(x, y, count, a, b);
}
