// The loop of the element-wise loss driver, pair.ts.

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
import { ONES, ZEROS } from "./modes";

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

export class PairLoop {
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
        if (isDefined(changetype<W>(0).leavesOut)) {
          loss0 = v128.andnot(loss0, v128.eq<T>(w0, zero()));
          loss1 = v128.andnot(loss1, v128.eq<T>(w1, zero()));
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
}
