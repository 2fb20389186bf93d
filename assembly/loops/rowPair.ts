// Driver of row losses that are sums of element-wise terms: one loss for each row, a gradient for each element.
//
// Rows start at any float: see loops/rows.ts.

import { addHigh, addLow, FirstLanes, firstLanes, loadLanes, splat, storeLanes, stride, sumLanes, zero } from "../lanes";
import { Gradient, Mode, Sum, SumAndGradient } from "./modes";

class Loop {
  /** One row: gives the sum of the terms, writes the gradient multiplied by `factor`. */
  static row<T, L extends LossLanes, M extends LossMode>(
    prediction: usize,
    target: usize,
    out: usize,
    columns: i32,
    factor: f64,
    a: f64,
    b: f64,
  ): f64 {
    const va = splat<T>(a);
    const vb = splat<T>(b);
    const vfactor = splat<T>(factor);
    const step = stride<T>();
    const lanes = <i32>(step >> 2);
    let sum0 = zero();
    let sum1 = zero();
    for (let left = columns; left > 0; left -= lanes) {
      const p = loadLanes<T>(prediction);
      const t = loadLanes<T>(target);
      const shared = changetype<L>(0).shared<T>(p, t, va, vb);
      if (isDefined(changetype<M>(0).sum)) {
        const loss = v128.and(changetype<L>(0).loss<T>(p, t, shared, va, vb), firstLanes<T>(left));
        sum0 = addLow<T>(sum0, loss);
        sum1 = addHigh<T>(sum1, loss);
      }
      if (isDefined(changetype<M>(0).gradient)) {
        const gradient = v128.mul<T>(vfactor, changetype<L>(0).gradient<T>(p, t, shared, va, vb));
        if (left >= lanes) storeLanes<T>(out, gradient);
        else FirstLanes.store<T>(out, gradient, left);
        out += step;
      }
      prediction += step;
      target += step;
    }
    return sumLanes(f64x2.add(sum0, sum1));
  }

  @inline static rows<T, L extends LossLanes>(
    mode: Mode,
    prediction: usize,
    target: usize,
    weights: usize,
    out: usize,
    rows: i32,
    columns: i32,
    scale: f64,
    a: f64,
    b: f64,
    losses: usize,
  ): f64 {
    const rowBytes = (<usize>columns) << 2;
    if (mode == Mode.Losses) losses = out;
    let sum: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const place = (<usize>row) << 2;
      const weight = weights ? <f64>load<f32>(weights + place) : 1;
      if (weight == 0) {
        if (mode >= Mode.Gradient) memory.fill(out + rowBytes * row, 0, rowBytes);
        if (losses) store<f32>(losses + place, 0);
      } else if (mode == Mode.Gradient) {
        Loop.row<T, L, Gradient>(prediction, target, out + rowBytes * row, columns, weight * scale, a, b);
      } else {
        const terms =
          mode > Mode.Gradient
            ? Loop.row<T, L, SumAndGradient>(prediction, target, out + rowBytes * row, columns, weight * scale, a, b)
            : Loop.row<T, L, Sum>(prediction, target, 0, columns, 0, a, b);
        sum += weight * terms;
        if (losses) store<f32>(losses + place, <f32>(weight * terms));
      }
      prediction += rowBytes;
      target += rowBytes;
    }
    return sum;
  }
}

/**
 * In float32 lanes in `fast`, in float64 lanes in `high`. Losses: out f32[rows]; gradients: out f32[rows, columns], which may be
 * one of the inputs; both: the losses go to `losses`. `weights` f32[rows] may be 0.
 */
export function rowPair<L extends LossLanes>(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  rows: i32,
  columns: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  if (HIGH) return Loop.rows<f64, L>(mode, prediction, target, weights, out, rows, columns, scale, a, b, losses);
  else return Loop.rows<f32, L>(mode, prediction, target, weights, out, rows, columns, scale, a, b, losses);
}

/** In float64 lanes in both precisions: where terms of both signs all but cancel. */
export function rowPairWide<L extends LossLanes>(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  rows: i32,
  columns: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  return Loop.rows<f64, L>(mode, prediction, target, weights, out, rows, columns, scale, a, b, losses);
}
