// silu: x · σ(x), and swish: x · σ(beta · x).
//
// Swish computes in float64 lanes in both precisions: rounding beta · x to float32 alone would cost |beta · x| / 2 ulp.

import { atLeast, atMost } from "../lanes";
import { map, mapWide, Pass } from "../loops/map";
import { Sigmoid } from "../math/sigmoid";
import { Silu } from "../math/silu";

const BOUND = memory.data<f64>([1e100]);
const MINUS_BOUND = memory.data<f64>([-1e100]);

@final
export class SiluLanes {
  @inline forwardInput(x: v128): v128 {
    return Silu.bound(x);
  }

  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return Silu.of<T>(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Silu.derivative<T>(x);
  }
}

/** a = beta, of either sign; T = f64 only. The bound keeps ∞ · 0 away and is infinite again when rounded to float32. */
@final
export class Swish {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const bounded = this.bounded(x);
    return f64x2.mul(bounded, Sigmoid.of<f64>(f64x2.mul(a, bounded)));
  }

  /** (x · σ(beta x))′ = silu′(beta x) */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Silu.derivative<f64>(f64x2.mul(a, this.bounded(x)));
  }

  @inline bounded(x: v128): v128 {
    return atLeast<f64>(atMost<f64>(x, v128.load64_splat(BOUND)), v128.load64_splat(MINUS_BOUND));
  }
}

export function silu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<SiluLanes>(pass, x, dy, y, count, a, b);
}

export function swish(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (a == 1) map<SiluLanes>(pass, x, dy, y, count, a, b);
  else mapWide<Swish>(pass, x, dy, y, count, a, b);
}
