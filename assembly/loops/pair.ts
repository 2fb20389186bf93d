// Element-wise loss driver: the sum of the losses, the losses, the gradient, or the gradient and one of the others in one pass.
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
  madd,
  one,
  promoteHigh,
  promoteLow,
  splat,
  storeLanes,
  storeNextLanes,
  stride,
  sumLanes,
  zero,
} from "../lanes";
import { Sixteen } from "./sixteen";

/** Mirrors Mode in src/runtime/abi.ts. */
export enum Mode {
  Sum = 0,
  Losses = 1,
  Gradient = 2,
  SumAndGradient = 3,
  LossesAndGradient = 4,
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

@final
export class LossesAndGradient {
  losses(): void {}
  gradient(): void {}
}

// Sums of losses that are not weighed have loops of their own, with the same bits as those with weights of 1, in a third
// less time (meanError with gradient, 0.42 to 0.27 ns an element).

@final
export class Weighed {
  weighed(): void {}
}

@final
export class Unweighed {}

/** Stand in for weights and targets that are not given; read again and again with step 0. */
export const ONES = memory.data<f32>([1, 1, 1, 1, 1, 1, 1, 1]);
export const ZEROS = memory.data<f32>([0, 0, 0, 0, 0, 0, 0, 0]);

/**
 * Sums in float64. With relaxed SIMD a float32 term is added as term · 1 + sum: the same bits, from the multipliers, which are
 * idle while widening keeps the adders busy.
 */
class Sums {
  @inline static addLow<T>(sum: v128, x: v128, unit: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD && sizeof<T>() == 4 ? madd<f64>(promoteLow(x), unit, sum) : addLow<T>(sum, x);
  }

  @inline static addHigh<T>(sum: v128, x: v128, unit: v128): v128 {
    return ASC_FEATURE_RELAXED_SIMD && sizeof<T>() == 4 ? madd<f64>(promoteHigh(x), unit, sum) : addHigh<T>(sum, x);
  }

  /**
   * Whether terms of L are added in pairs before they are widened, which these loops wait for: squaredHinge in 0.84 of the time
   * (now in sixteen.ts), at the price of half an ulp of the sum at most. Where the terms are exact, the sum is to be so too, as
   * far as float64 goes.
   */
  @inline static inPairs<T, L extends LossLanes>(): bool {
    return sizeof<T>() == 4 && !isDefined(changetype<L>(0).isExact);
  }
}

class Loop {
  static run<T, L extends LossLanes, M extends LossMode, W extends Weighing>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
    losses: usize,
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
    const unit = one<f64>();
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
        let loss0 = changetype<L>(0).loss<T>(p0, t0, shared0, va, vb);
        let loss1 = changetype<L>(0).loss<T>(p1, t1, shared1, va, vb);
        if (isDefined(changetype<W>(0).weighed)) {
          loss0 = v128.mul<T>(w0, loss0);
          loss1 = v128.mul<T>(w1, loss1);
        }
        const bytesLeft = end - prediction;
        if (bytesLeft < step) {
          const left = <i32>(bytesLeft >> 2);
          loss0 = v128.and(loss0, firstLanes<T>(left));
          loss1 = v128.and(loss1, firstLanes<T>(left - <i32>(stride<T>() >> 2)));
        }
        if (Sums.inPairs<T, L>()) loss0 = v128.add<T>(loss0, loss1);
        sum0 = Sums.addLow<T>(sum0, loss0, unit);
        sum1 = Sums.addHigh<T>(sum1, loss0, unit);
        if (!Sums.inPairs<T, L>()) {
          sum2 = Sums.addLow<T>(sum2, loss1, unit);
          sum3 = Sums.addHigh<T>(sum3, loss1, unit);
        }
      }
      if (isDefined(changetype<M>(0).losses)) {
        storeLanes<T>(losses, v128.mul<T>(w0, changetype<L>(0).loss<T>(p0, t0, shared0, va, vb)));
        storeNextLanes<T>(losses, v128.mul<T>(w1, changetype<L>(0).loss<T>(p1, t1, shared1, va, vb)));
        losses += step;
      }
      if (isDefined(changetype<M>(0).gradient)) {
        const scale0 = isDefined(changetype<W>(0).weighed) ? v128.mul<T>(w0, vscale) : vscale;
        const scale1 = isDefined(changetype<W>(0).weighed) ? v128.mul<T>(w1, vscale) : vscale;
        storeLanes<T>(out, v128.mul<T>(scale0, changetype<L>(0).gradient<T>(p0, t0, shared0, va, vb)));
        storeNextLanes<T>(out, v128.mul<T>(scale1, changetype<L>(0).gradient<T>(p1, t1, shared1, va, vb)));
        out += step;
      }
      prediction += step;
      target += targetStep;
      weights += weightStep;
    }
    return sumLanes(f64x2.add(f64x2.add(sum0, sum1), f64x2.add(sum2, sum3)));
  }

  /** In a mode that sums. */
  @inline static sum<T, L extends LossLanes, M extends LossMode, W extends Weighing>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    if (!isDefined(changetype<L>(0).isCheap) || sizeof<T>() == 8) {
      return Loop.run<T, L, M, W>(prediction, target, weights, out, count, scale, a, b, 0);
    } else {
      const whole = Sixteen.in(count);
      const sum = Sixteen.run<L, M, W>(prediction, target, weights, out, whole, scale, a, b);
      if (whole == count) return sum;
      const done = (<usize>whole) << 2;
      const restWeights = weights ? weights + done : 0;
      return sum + Loop.run<T, L, M, W>(prediction + done, target + done, restWeights, out + done, count - whole, scale, a, b, 0);
    }
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
    losses: usize,
  ): f64 {
    if (!weights) {
      if (mode == Mode.Sum) return Loop.sum<T, L, Sum, Unweighed>(prediction, target, 0, out, count, scale, a, b);
      if (mode == Mode.SumAndGradient) {
        return Loop.sum<T, L, SumAndGradient, Unweighed>(prediction, target, 0, out, count, scale, a, b);
      }
    }
    if (mode == Mode.Sum) return Loop.sum<T, L, Sum, Weighed>(prediction, target, weights, out, count, scale, a, b);
    if (mode == Mode.Losses) return Loop.run<T, L, Losses, Weighed>(prediction, target, weights, 0, count, scale, a, b, out);
    if (mode == Mode.Gradient) {
      return Loop.run<T, L, Gradient, Weighed>(prediction, target, weights, out, count, scale, a, b, 0);
    }
    if (mode == Mode.LossesAndGradient) {
      // The losses come first: the gradient may take the place of what they are computed from.
      if (isDefined(changetype<L>(0).sharesLittle)) {
        Loop.run<T, L, Losses, Weighed>(prediction, target, weights, 0, count, scale, a, b, losses);
        return Loop.run<T, L, Gradient, Weighed>(prediction, target, weights, out, count, scale, a, b, 0);
      }
      return Loop.run<T, L, LossesAndGradient, Weighed>(prediction, target, weights, out, count, scale, a, b, losses);
    }
    return Loop.sum<T, L, SumAndGradient, Weighed>(prediction, target, weights, out, count, scale, a, b);
  }

  /** Of numbers that have no target, for which they stand in, and no weights, and whose losses are not wanted one by one. */
  @inline static chooseAlone<T, L extends LossLanes>(
    mode: Mode,
    x: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    if (mode == Mode.Sum) return Loop.sum<T, L, Sum, Unweighed>(x, x, 0, out, count, scale, a, b);
    if (mode == Mode.Gradient) return Loop.run<T, L, Gradient, Unweighed>(x, x, 0, out, count, scale, a, b, 0);
    return Loop.sum<T, L, SumAndGradient, Unweighed>(x, x, 0, out, count, scale, a, b);
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
  losses: usize,
): f64 {
  if (HIGH) return Loop.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
  else return Loop.choose<f32, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}

/** In float64 lanes in both precisions: for a logarithm whose argument float32 would round three times. */
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
  losses: usize,
): f64 {
  return Loop.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}

/** For penalties: in modes Sum, Gradient and SumAndGradient, without target and weights. No loop is there that no one calls. */
export function alone<L extends LossLanes>(mode: Mode, x: usize, out: usize, count: i32, scale: f64, a: f64, b: f64): f64 {
  if (HIGH) return Loop.chooseAlone<f64, L>(mode, x, out, count, scale, a, b);
  else return Loop.chooseAlone<f32, L>(mode, x, out, count, scale, a, b);
}
