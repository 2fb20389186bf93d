// Sums of losses that cost little, sixteen elements at a time, in float32 lanes.
//
// Four vectors are added before they are widened to float64, which takes longer than such a loss: 0.63–0.89 of the time that pairs
// take (16,384 elements; fixed in Node 20, relaxed in Node 24), at the price of another half ulp of the sum at most.

import { addHigh, addLow, splat, sumLanes, zero } from "../lanes";

const ELEMENTS = 16;

export class Sixteen {
  /** How many of `count` elements are in whole groups. */
  @inline static in(count: i32): i32 {
    return count & -ELEMENTS;
  }

  /** The sum over `count` elements, a multiple of sixteen; the gradients go to `out` in a mode that has them. */
  static run<L extends LossLanes, M extends LossMode, W extends Weighing>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    const va = splat<f32>(a);
    const vb = splat<f32>(b);
    const vscale = splat<f32>(scale);
    const end = prediction + ((<usize>count) << 2);
    let low = zero();
    let high = zero();
    while (prediction < end) {
      const first = Sixteen.eight<L, M, W>(prediction, target, weights, out, va, vb, vscale);
      const second = Sixteen.eight<L, M, W>(prediction + 32, target + 32, weights + 32, out + 32, va, vb, vscale);
      const sum = f32x4.add(first, second);
      low = addLow<f32>(low, sum);
      high = addHigh<f32>(high, sum);
      prediction += 64;
      target += 64;
      if (isDefined(changetype<W>(0).weighed)) weights += 64;
      if (isDefined(changetype<M>(0).gradient)) out += 64;
    }
    return sumLanes(f64x2.add(low, high));
  }

  /** The losses of eight elements, added in pairs. */
  @inline static eight<L extends LossLanes, M extends LossMode, W extends Weighing>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    a: v128,
    b: v128,
    scale: v128,
  ): v128 {
    const p0 = v128.load(prediction);
    const p1 = v128.load(prediction, 16);
    const t0 = v128.load(target);
    const t1 = v128.load(target, 16);
    const shared0 = changetype<L>(0).shared<f32>(p0, t0, a, b);
    const shared1 = changetype<L>(0).shared<f32>(p1, t1, a, b);
    let loss0 = changetype<L>(0).loss<f32>(p0, t0, shared0, a, b);
    let loss1 = changetype<L>(0).loss<f32>(p1, t1, shared1, a, b);
    let scale0 = scale;
    let scale1 = scale;
    if (isDefined(changetype<W>(0).weighed)) {
      const w0 = v128.load(weights);
      const w1 = v128.load(weights, 16);
      loss0 = f32x4.mul(w0, loss0);
      loss1 = f32x4.mul(w1, loss1);
      scale0 = f32x4.mul(w0, scale);
      scale1 = f32x4.mul(w1, scale);
    }
    if (isDefined(changetype<M>(0).gradient)) {
      v128.store(out, f32x4.mul(scale0, changetype<L>(0).gradient<f32>(p0, t0, shared0, a, b)));
      v128.store(out, f32x4.mul(scale1, changetype<L>(0).gradient<f32>(p1, t1, shared1, a, b)), 16);
    }
    return f32x4.add(loss0, loss1);
  }
}
