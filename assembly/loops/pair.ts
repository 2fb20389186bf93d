// Element-wise loss driver: the sum of the losses, the losses, the gradient, or sum and gradient in one pass.
//
// Each loss is written once, generic in the lane type: float32 lanes (`fast`) or float64 lanes, to which the inputs are
// widened and from which outputs are rounded once (`high`, and losses that float32 cannot hold). Sums are in float64 lanes,
// added in a fixed order. Outputs are written in whole vectors, into the padding: equal inputs give equal bits wherever
// they stand. In the sums the lanes behind the last element are set to 0: what lies in the padding may be NaN.

import {
  addHigh,
  addLow,
  firstLanes,
  loadLanes,
  loadNextLanes,
  splat,
  storeLanes,
  storeNextLanes,
  stride,
  sumLanes,
  zero,
} from "../lanes";

/** Mirrors Mode in src/runtime/abi.ts. */
export enum Mode {
  Sum = 0,
  Losses = 1,
  Gradient = 2,
  SumAndGradient = 3,
}

// A mode is a class and not a number, for the reason given in loops/map.ts.

@final
export class Sum {
  sum(): void {}
}

@final
export class Losses {
  losses(): void {}
}

@final
export class Gradient {
  gradient(): void {}
}

@final
export class SumAndGradient {
  sum(): void {}
  gradient(): void {}
}

/** Stand in for weights and targets that are not given; read again and again with step 0. */
export const ONES = memory.data<f32>([1, 1, 1, 1, 1, 1, 1, 1]);
export const ZEROS = memory.data<f32>([0, 0, 0, 0, 0, 0, 0, 0]);

class Loop {
  static run<T, L extends LossLanes, M extends LossMode>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    const va = splat<T>(a);
    const vb = splat<T>(b);
    const vscale = splat<T>(scale);
    const step = stride<T>() * 2;
    const targetStep = target ? step : <usize>0;
    const weightStep = weights ? step : <usize>0;
    if (!target) target = ZEROS;
    if (!weights) weights = ONES;
    const end = prediction + ((<usize>count) << 2);
    let sum0 = zero();
    let sum1 = zero();
    let sum2 = zero();
    let sum3 = zero();
    while (prediction < end) {
      const p0 = loadLanes<T>(prediction);
      const p1 = loadNextLanes<T>(prediction);
      const t0 = loadLanes<T>(target);
      const t1 = loadNextLanes<T>(target);
      const w0 = loadLanes<T>(weights);
      const w1 = loadNextLanes<T>(weights);
      const shared0 = changetype<L>(0).shared<T>(p0, t0, va, vb);
      const shared1 = changetype<L>(0).shared<T>(p1, t1, va, vb);
      if (isDefined(changetype<M>(0).sum)) {
        let loss0 = v128.mul<T>(w0, changetype<L>(0).loss<T>(p0, t0, shared0, va, vb));
        let loss1 = v128.mul<T>(w1, changetype<L>(0).loss<T>(p1, t1, shared1, va, vb));
        const bytesLeft = end - prediction;
        if (bytesLeft < step) {
          const left = <i32>(bytesLeft >> 2);
          loss0 = v128.and(loss0, firstLanes<T>(left));
          loss1 = v128.and(loss1, firstLanes<T>(left - <i32>(stride<T>() >> 2)));
        }
        sum0 = addLow<T>(sum0, loss0);
        sum1 = addHigh<T>(sum1, loss0);
        sum2 = addLow<T>(sum2, loss1);
        sum3 = addHigh<T>(sum3, loss1);
      }
      if (isDefined(changetype<M>(0).losses)) {
        storeLanes<T>(out, v128.mul<T>(w0, changetype<L>(0).loss<T>(p0, t0, shared0, va, vb)));
        storeNextLanes<T>(out, v128.mul<T>(w1, changetype<L>(0).loss<T>(p1, t1, shared1, va, vb)));
      }
      if (isDefined(changetype<M>(0).gradient)) {
        storeLanes<T>(out, v128.mul<T>(v128.mul<T>(w0, vscale), changetype<L>(0).gradient<T>(p0, t0, shared0, va, vb)));
        storeNextLanes<T>(out, v128.mul<T>(v128.mul<T>(w1, vscale), changetype<L>(0).gradient<T>(p1, t1, shared1, va, vb)));
      }
      prediction += step;
      target += targetStep;
      weights += weightStep;
      out += step;
    }
    return sumLanes(f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3)));
  }

  /**
   * Sum, or sum and gradient, of losses that are not weighed, in float32 lanes. Two losses are added to each other before they
   * are widened, which costs half an ulp of the sum: widening is what the loop waits for. Where that overflows, or a loss is
   * infinite or NaN, the sum is not finite.
   */
  @inline static lean<L extends LossLanes, M extends LossMode>(
    prediction: usize,
    target: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    const va = splat<f32>(a);
    const vb = splat<f32>(b);
    const vscale = splat<f32>(scale);
    const targetStep: usize = target ? 32 : 0;
    if (!target) target = ZEROS;
    const wholeEnd = prediction + ((<usize>(count & -8)) << 2);
    let sum0 = zero();
    let sum1 = zero();
    while (prediction < wholeEnd) {
      const p0 = v128.load(prediction);
      const p1 = v128.load(prediction, 16);
      const t0 = v128.load(target);
      const t1 = v128.load(target, 16);
      const shared0 = changetype<L>(0).shared<f32>(p0, t0, va, vb);
      const shared1 = changetype<L>(0).shared<f32>(p1, t1, va, vb);
      const loss0 = changetype<L>(0).loss<f32>(p0, t0, shared0, va, vb);
      const loss = f32x4.add(loss0, changetype<L>(0).loss<f32>(p1, t1, shared1, va, vb));
      sum0 = addLow<f32>(sum0, loss);
      sum1 = addHigh<f32>(sum1, loss);
      if (isDefined(changetype<M>(0).gradient)) {
        v128.store(out, f32x4.mul(vscale, changetype<L>(0).gradient<f32>(p0, t0, shared0, va, vb)));
        v128.store(out, f32x4.mul(vscale, changetype<L>(0).gradient<f32>(p1, t1, shared1, va, vb)), 16);
      }
      prediction += 32;
      target += targetStep;
      out += 32;
    }
    const left = count & 7;
    const sum = sumLanes(f64x2.add(sum0, sum1));
    return left ? sum + Loop.run<f32, L, M>(prediction, targetStep ? target : 0, 0, out, left, scale, a, b) : sum;
  }

  /** The sum. Losses that may cancel, and sums that are not finite, go the exact way; the bits are the same with and without gradient. */
  @inline static sumOf<L extends LossLanes>(prediction: usize, target: usize, weights: usize, count: i32, a: f64, b: f64): f64 {
    if (!isDefined(changetype<L>(0).cancels) && !weights) {
      const sum = Loop.lean<L, Sum>(prediction, target, 0, count, 1, a, b);
      if (Number.isFinite(sum)) return sum;
    }
    return Loop.run<f32, L, Sum>(prediction, target, weights, 0, count, 1, a, b);
  }

  /** The same with the gradient. Where that takes the place of an input, the sum comes first: it may have to be done again. */
  @inline static sumAndGradientOf<L extends LossLanes>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    if (!isDefined(changetype<L>(0).cancels) && !weights) {
      if (out == prediction || out == target) {
        const sum = Loop.sumOf<L>(prediction, target, weights, count, a, b);
        Loop.run<f32, L, Gradient>(prediction, target, weights, out, count, scale, a, b);
        return sum;
      }
      const sum = Loop.lean<L, SumAndGradient>(prediction, target, out, count, scale, a, b);
      if (Number.isFinite(sum)) return sum;
    }
    return Loop.run<f32, L, SumAndGradient>(prediction, target, weights, out, count, scale, a, b);
  }

  @inline static choose<T, L extends LossLanes>(
    mode: Mode,
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    if (sizeof<T>() == 4) {
      if (mode == Mode.Sum) return Loop.sumOf<L>(prediction, target, weights, count, a, b);
      if (mode == Mode.SumAndGradient) {
        return Loop.sumAndGradientOf<L>(prediction, target, weights, out, count, scale, a, b);
      }
    }
    if (mode == Mode.Sum) return Loop.run<T, L, Sum>(prediction, target, weights, out, count, scale, a, b);
    if (mode == Mode.Losses) return Loop.run<T, L, Losses>(prediction, target, weights, out, count, scale, a, b);
    if (mode == Mode.Gradient) return Loop.run<T, L, Gradient>(prediction, target, weights, out, count, scale, a, b);
    return Loop.run<T, L, SumAndGradient>(prediction, target, weights, out, count, scale, a, b);
  }
}

/** In float32 lanes in `fast`, in float64 lanes in `high`. */
export function pair<L extends LossLanes>(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
): f64 {
  if (HIGH) return Loop.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b);
  else return Loop.choose<f32, L>(mode, prediction, target, weights, out, count, scale, a, b);
}

/** In float64 lanes in both precisions: for losses built on logarithms, which cost little more than in float32. */
export function pairWide<L extends LossLanes>(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
): f64 {
  return Loop.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b);
}
