// Element-wise loss driver: the sum of the losses, the losses, the gradient, or the gradient and one of the others in one pass.
//
// Each loss is written once, generic in the lane type: float32 lanes (`fast`) or float64 lanes, to which the inputs are
// widened and from which outputs are rounded once (`high`, and losses that float32 cannot hold). Sums are in float64 lanes,
// added in a fixed order. Outputs are written in whole vectors, into the padding: equal inputs give equal bits wherever
// they stand. In the sums the lanes behind the last element are set to 0: what lies in the padding may be NaN.

import { LeaveOut } from "./leaveOut";
import { Gradient, LeavingOut, Losses, LossesAndGradient, Mode, Sum, SumAndGradient, Unweighed, Weighed } from "./modes";
import { PairLoop } from "./pairLoop";
import { Sixteen } from "./sixteen";

/** Where the mean of losses in float32 lanes is smaller, what these lanes flush or round below 2^-126 might show. */
const SMALLEST_MEAN: f64 = 7.888609052210118e-31; // 2^-100

class Driver {
  /** In a mode that sums. G tells how gradients are weighed in the loop for them alone. */
  @inline static once<T, L extends LossLanes, M extends LossMode, W extends Weighing, G extends Weighing>(
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
      return PairLoop.run<T, L, M, W>(prediction, target, weights, out, count, scale, a, b, 0);
    } else {
      // What is left of whole groups takes loops that are there for other ends.
      const whole = Sixteen.in(count);
      const sum = Sixteen.run<L, M, W>(prediction, target, weights, out, whole, scale, a, b);
      const rest = count - whole;
      if (rest == 0) return sum;
      const done = (<usize>whole) << 2;
      prediction += done;
      target += done;
      if (weights) weights += done;
      const restSum = PairLoop.run<f64, L, Sum, LeavingOut>(prediction, target, weights, 0, rest, 0, a, b, 0);
      if (isDefined(changetype<M>(0).gradient)) {
        PairLoop.run<T, L, Gradient, G>(prediction, target, weights, out + done, rest, scale, a, b, 0);
        if (weights) LeaveOut.apply(weights, rest, out + done, 0);
      }
      return sum + restSum;
    }
  }

  /**
   * A sum as it came from T, or once more in float64 lanes: where losses have left the range of float32 on the way (d² of a
   * difference of 1e20 or 1e-23), or one with a weight of 0 may have been ∞ or NaN.
   */
  static settled<T, L extends LossLanes>(
    sum: f64,
    prediction: usize,
    target: usize,
    weights: usize,
    count: i32,
    a: f64,
    b: f64,
  ): f64 {
    const size = Math.abs(sum);
    if (size < Infinity && (sizeof<T>() == 8 || size >= <f64>count * SMALLEST_MEAN)) return sum;
    if (sizeof<T>() == 8 && !weights) return sum;
    return PairLoop.run<f64, L, Sum, LeavingOut>(prediction, target, weights, 0, count, 0, a, b, 0);
  }

  @inline static sum<T, L extends LossLanes>(prediction: usize, target: usize, weights: usize, count: i32, a: f64, b: f64): f64 {
    const sum = weights
      ? Driver.once<T, L, Sum, Weighed, Weighed>(prediction, target, weights, 0, count, 0, a, b)
      : Driver.once<T, L, Sum, Unweighed, Weighed>(prediction, target, 0, 0, count, 0, a, b);
    return Driver.settled<T, L>(sum, prediction, target, weights, count, a, b);
  }

  /** Of losses that are finite only where their gradient is. `out` is none of the inputs. */
  @inline static sumAndGradient<T, L extends LossLanes>(
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    count: i32,
    scale: f64,
    a: f64,
    b: f64,
  ): f64 {
    const sum = weights
      ? Driver.once<T, L, SumAndGradient, Weighed, Weighed>(prediction, target, weights, out, count, scale, a, b)
      : Driver.once<T, L, SumAndGradient, Unweighed, Weighed>(prediction, target, 0, out, count, scale, a, b);
    if (weights && !Number.isFinite(sum)) LeaveOut.clear(weights, out, count);
    return Driver.settled<T, L>(sum, prediction, target, weights, count, a, b);
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
    const isSeparate = isDefined(changetype<L>(0).sharesLittle);
    if (!isSeparate && mode == Mode.SumAndGradient && out != prediction && out != target) {
      return Driver.sumAndGradient<T, L>(prediction, target, weights, out, count, scale, a, b);
    }
    let sum: f64 = 0;
    if (mode == Mode.Sum || mode == Mode.SumAndGradient) sum = Driver.sum<T, L>(prediction, target, weights, count, a, b);
    if (mode == Mode.Sum) return sum;
    if (!isSeparate && mode == Mode.LossesAndGradient) {
      PairLoop.run<T, L, LossesAndGradient, Weighed>(prediction, target, weights, out, count, scale, a, b, losses);
    } else {
      // The losses come first: the gradient may take the place of what they are computed from.
      if (mode == Mode.Losses) losses = out;
      if (mode != Mode.Gradient && mode != Mode.SumAndGradient)
        PairLoop.run<T, L, Losses, Weighed>(prediction, target, weights, 0, count, scale, a, b, losses);
      if (mode != Mode.Losses) PairLoop.run<T, L, Gradient, Weighed>(prediction, target, weights, out, count, scale, a, b, 0);
    }
    if (weights) LeaveOut.apply(weights, count, out, mode == Mode.LossesAndGradient ? losses : 0);
    return sum;
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
    let sum: f64 = 0;
    if (mode == Mode.SumAndGradient && out != x) {
      sum = Driver.once<T, L, SumAndGradient, Unweighed, Unweighed>(x, x, 0, out, count, scale, a, b);
      return Driver.settled<T, L>(sum, x, x, 0, count, a, b);
    }
    if (mode != Mode.Gradient) {
      sum = Driver.once<T, L, Sum, Unweighed, Unweighed>(x, x, 0, 0, count, scale, a, b);
      sum = Driver.settled<T, L>(sum, x, x, 0, count, a, b);
    }
    if (mode != Mode.Sum) PairLoop.run<T, L, Gradient, Unweighed>(x, x, 0, out, count, scale, a, b, 0);
    return sum;
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
  if (HIGH) return Driver.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
  else return Driver.choose<f32, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
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
  return Driver.choose<f64, L>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}

/** The gradient alone, in float64 lanes: for a scale that float32 cannot hold. */
export function gradientWide<L extends LossLanes>(
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
): void {
  PairLoop.run<f64, L, Gradient, Weighed>(prediction, target, weights, out, count, scale, a, b, 0);
  if (weights) LeaveOut.apply(weights, count, out, 0);
}

/** For penalties: in modes Sum, Gradient and SumAndGradient, without target and weights. No loop is there that no one calls. */
export function alone<L extends LossLanes>(mode: Mode, x: usize, out: usize, count: i32, scale: f64, a: f64, b: f64): f64 {
  if (HIGH) return Driver.chooseAlone<f64, L>(mode, x, out, count, scale, a, b);
  else return Driver.chooseAlone<f32, L>(mode, x, out, count, scale, a, b);
}
