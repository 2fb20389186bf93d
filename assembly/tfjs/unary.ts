// Element-wise driver with one input: whole vectors, two an iteration, into the padding, as assembly/loops/map.ts.

import { demote, promoteHigh, promoteLow, splat } from "../lanes";

/** In float32 lanes. */
export function unary<F extends UnaryLanes>(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  const va = splat<f32>(a);
  const vb = splat<f32>(b);
  const end = x + ((<usize>count) << 2);
  while (x < end) {
    const y0 = changetype<F>(0).of<f32>(v128.load(x), va, vb);
    const y1 = changetype<F>(0).of<f32>(v128.load(x, 16), va, vb);
    v128.store(y, y0);
    v128.store(y, y1, 16);
    x += 32;
    y += 32;
  }
}

/** Widened to float64 lanes, rounded once. */
export function unaryWide<F extends UnaryLanes>(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  const va = splat<f64>(a);
  const vb = splat<f64>(b);
  const end = x + ((<usize>count) << 2);
  while (x < end) {
    const vx = v128.load(x);
    const low = changetype<F>(0).of<f64>(promoteLow(vx), va, vb);
    v128.store(y, demote(low, changetype<F>(0).of<f64>(promoteHigh(vx), va, vb)));
    x += 16;
    y += 16;
  }
}
