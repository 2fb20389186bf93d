// Driver of row losses that are sums of element-wise terms: one loss for each row, a gradient for each element.
//
// Float64 lanes in both precisions, since the terms are logarithms. Rows start at any float: see loops/rows.ts.

import { addLow, FirstLanes, firstLanes, loadLanes, splat, storeLanes, sumLanes, zero } from "../lanes";
import { Gradient, Mode, Sum, SumAndGradient } from "./pair";

class Loop {
  /** One row: gives the sum of the terms, writes the gradient multiplied by `factor`. */
  static row<L extends LossLanes, M extends LossMode>(
    prediction: usize,
    target: usize,
    out: usize,
    columns: i32,
    factor: f64,
    a: f64,
    b: f64,
  ): f64 {
    const va = splat<f64>(a);
    const vb = splat<f64>(b);
    const vfactor = splat<f64>(factor);
    let sum = zero();
    for (let left = columns; left > 0; left -= 2) {
      const p = loadLanes<f64>(prediction);
      const t = loadLanes<f64>(target);
      const shared = changetype<L>(0).shared<f64>(p, t, va, vb);
      if (isDefined(changetype<M>(0).sum)) {
        sum = addLow<f64>(sum, v128.and(changetype<L>(0).loss<f64>(p, t, shared, va, vb), firstLanes<f64>(left)));
      }
      if (isDefined(changetype<M>(0).gradient)) {
        const gradient = f64x2.mul(vfactor, changetype<L>(0).gradient<f64>(p, t, shared, va, vb));
        if (left >= 2) storeLanes<f64>(out, gradient);
        else FirstLanes.store<f64>(out, gradient, left);
        out += 8;
      }
      prediction += 8;
      target += 8;
    }
    return sumLanes(sum);
  }
}

/**
 * Losses: out f32[rows]; gradients: out f32[rows, columns], which may be one of the inputs; both: the losses go to `losses`.
 * `weights` f32[rows] may be 0.
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
  const rowBytes = (<usize>columns) << 2;
  if (mode == Mode.Losses) losses = out;
  let sum: f64 = 0;
  for (let row = 0; row < rows; row++) {
    const place = (<usize>row) << 2;
    const weight = weights ? <f64>load<f32>(weights + place) : 1;
    if (mode == Mode.Gradient) {
      Loop.row<L, Gradient>(prediction, target, out + rowBytes * row, columns, weight * scale, a, b);
    } else {
      const terms =
        mode > Mode.Gradient
          ? Loop.row<L, SumAndGradient>(prediction, target, out + rowBytes * row, columns, weight * scale, a, b)
          : Loop.row<L, Sum>(prediction, target, 0, columns, 0, a, b);
      sum += weight * terms;
      if (losses) store<f32>(losses + place, <f32>(weight * terms));
    }
    prediction += rowBytes;
    target += rowBytes;
  }
  return sum;
}
