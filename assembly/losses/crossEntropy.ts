// Cross-entropy of logits against class indices or probabilities, and the KL divergence of softmax(logits) from probabilities.
//
// With the effective target a_c = classWeight_c · ((1 − ε) y_c + ε / columns), A = Σ a_c, m = max x, S = Σ e^(x − m):
//   loss = A · log S + Σ a_c (m − x_c), all terms ≥ 0, log S = log1p(S − 1) without cancellation;
//   gradient_c = A e_c / S − a_c = ((A e_c − a_c) − a_c (S − 1)) / S, which keeps 1 − p of a dominant class.
// A term with a_c = 0 is 0, also against x_c = −∞. A row without a finite maximum, or with a NaN, is NaN, as its softmax is.
// For indices without smoothing no target is read: the gradient is softmax, scaled, but for one entry.

import { loadLanes, stride, Term } from "../lanes";
import { Mode, ONES, ZEROS } from "../loops/modes";
import { Plain, Row } from "../loops/rows";
import { Log } from "../math/log";
import { Apart, Exponentials, KeptApart } from "../rows/exponentials";
import { KEPT_STEP, KeptScaled } from "../rows/passes";
import { KeptTargeted, Targeted, TargetGradient, TargetShare } from "./targetGradient";
import { weigh } from "./weigh";

/** p · log p */
@final
class NegativeEntropy {
  @inline of<T>(p: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const share = loadLanes<T>(p);
    return Term.unlessZero<T>(share, v128.mul<T>(share, Log.of<T>(share)), share);
  }
}

class CrossEntropy {
  /** One row against one class of this weight. The gradient, if wanted, is multiplied by `scale`. */
  static ofClass<T>(
    x: usize,
    index: i32,
    weight: f64,
    scale: f64,
    wantsGradient: bool,
    out: usize,
    columns: i32,
    scratch: usize,
  ): f64 {
    const place = (<usize>index) << 2;
    const atTarget = <f64>load<f32>(x + place);
    const maximum = Row.maximum<Plain>(x, columns);
    const kept = Exponentials.place(out, 0, scratch);
    if (wantsGradient) Exponentials.sum<T, Plain, KeptApart>(x, kept, 0, 0, 0, 0, columns, maximum, 0, 0);
    else Exponentials.sum<T, Plain, Apart>(x, 0, 0, 0, 0, 0, columns, maximum, 0, 0);
    const total = Exponentials.total(maximum);
    if (wantsGradient) {
      const factor = weight * scale;
      const e = Exponentials.keptAt<T>(kept, index);
      Row.map<T, KeptScaled>(0, 0, 0, kept, KEPT_STEP, out, columns, factor / total, 0, 0);
      const others = atTarget == maximum ? Exponentials.others() : total - e;
      store<f32>(out + place, <f32>(-factor * (others / total)));
    }
    return Number.isNaN(total) ? NaN : weight * (Math.log1p(Exponentials.excess()) + (maximum - atTarget));
  }

  /** One row against a target for each class: keep · y + spread, and another `keep` for the class `index` unless that is −1. */
  static ofTargets<T>(
    x: usize,
    y: usize,
    yStep: usize,
    classWeights: usize,
    weightStep: usize,
    index: i32,
    keep: f64,
    spread: f64,
    scale: f64,
    wantsGradient: bool,
    out: usize,
    columns: i32,
    scratch: usize,
  ): f64 {
    const place = (<usize>index) << 2;
    const atTarget = index < 0 ? 0 : <f64>load<f32>(x + place);
    const classWeight = index < 0 ? 0 : <f64>load<f32>(weightStep ? classWeights + place : classWeights);
    const maximum = Row.maximum<Plain>(x, columns);
    const kept = Exponentials.place(out, 0, scratch);
    if (wantsGradient) {
      Exponentials.sum<T, Plain, KeptTargeted>(x, kept, y, yStep, classWeights, weightStep, columns, maximum, keep, spread);
    } else {
      Exponentials.sum<T, Plain, Targeted>(x, 0, y, yStep, classWeights, weightStep, columns, maximum, keep, spread);
    }
    const unit = Exponentials.unit();
    const total = Exponentials.total(maximum) / unit;
    if (Number.isNaN(total) && TargetShare.areLeftOut(y, yStep, classWeights, weightStep, index, columns, keep, spread)) {
      if (wantsGradient) memory.fill(out, 0, (<usize>columns) << 2);
      return 0;
    }
    const excess = Exponentials.excess();
    const mass = Exponentials.first() + classWeight * keep;
    if (wantsGradient) {
      const e = index < 0 ? 0 : Exponentials.keptAt<T>(kept, index) / unit;
      const factor = scale / total;
      const massOfUnit = mass / unit;
      TargetGradient.run<T>(kept, y, yStep, classWeights, weightStep, out, columns, keep, spread, massOfUnit, excess, factor);
      if (index >= 0) {
        const share = classWeight * (keep + spread);
        store<f32>(out + place, <f32>(factor * (mass * e - share - share * excess)));
      }
    }
    if (Number.isNaN(total)) return NaN;
    const distance = Exponentials.second() + (index < 0 ? 0 : weigh(classWeight * keep, maximum - atTarget));
    return mass * Math.log1p(excess) + distance;
  }

  static run<T>(
    mode: Mode,
    logits: usize,
    probabilities: usize,
    indices: usize,
    classWeights: usize,
    weights: usize,
    out: usize,
    rows: i32,
    columns: i32,
    scale: f64,
    labelSmoothing: f64,
    ignoreIndex: i32,
    hasIgnoreIndex: i32,
    scratch: usize,
    losses: usize,
  ): f64 {
    const rowBytes = (<usize>columns) << 2;
    const wantsGradient = mode >= Mode.Gradient;
    if (mode == Mode.Losses) losses = out;
    const step = stride<T>();
    const classWeightStep = classWeights ? step : <usize>0;
    const keep = 1 - labelSmoothing;
    const spread = labelSmoothing / <f64>columns;
    let sum: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const weight = weights ? <f64>load<f32>(weights + ((<usize>row) << 2)) : 1;
      const index = indices ? load<i32>(indices + ((<usize>row) << 2)) : -1;
      const isIgnored = indices != 0 && hasIgnoreIndex != 0 && index == ignoreIndex;
      const isHard = indices != 0 && labelSmoothing == 0;
      const classWeight = isHard && classWeights != 0 && !isIgnored ? <f64>load<f32>(classWeights + ((<usize>index) << 2)) : 1;
      let loss: f64 = 0;
      if (isIgnored || weight == 0 || classWeight == 0) {
        if (wantsGradient) memory.fill(out, 0, rowBytes);
      } else if (isHard) {
        loss = weight * CrossEntropy.ofClass<T>(logits, index, classWeight, scale * weight, wantsGradient, out, columns, scratch);
      } else {
        loss =
          weight *
          CrossEntropy.ofTargets<T>(
            logits,
            indices ? ZEROS : probabilities,
            indices ? 0 : step,
            classWeights ? classWeights : ONES,
            classWeightStep,
            index,
            keep,
            spread,
            scale * weight,
            wantsGradient,
            out,
            columns,
            scratch,
          );
      }
      sum += loss;
      if (losses) store<f32>(losses + ((<usize>row) << 2), <f32>loss);
      if (wantsGradient) out += rowBytes;
      logits += rowBytes;
      probabilities += rowBytes;
    }
    return sum;
  }

  /** Σ p (log p − log softmax(x)) is the cross-entropy less the target's entropy. */
  static divergence<T>(
    mode: Mode,
    logits: usize,
    target: usize,
    weights: usize,
    out: usize,
    rows: i32,
    columns: i32,
    scale: f64,
    scratch: usize,
    losses: usize,
  ): f64 {
    const rowBytes = (<usize>columns) << 2;
    const wantsGradient = mode >= Mode.Gradient;
    if (mode == Mode.Losses) losses = out;
    let sum: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const weight = weights ? <f64>load<f32>(weights + ((<usize>row) << 2)) : 1;
      let loss: f64 = 0;
      if (weight == 0) {
        if (wantsGradient) memory.fill(out, 0, rowBytes);
      } else {
        const factor = scale * weight;
        const step = stride<T>();
        loss = CrossEntropy.ofTargets<T>(logits, target, step, ONES, 0, -1, 1, 0, factor, wantsGradient, out, columns, scratch);
        if (mode != Mode.Gradient) loss = weight * (loss + Row.sum<f64, NegativeEntropy>(target, 0, columns));
      }
      sum += loss;
      if (losses) store<f32>(losses + ((<usize>row) << 2), <f32>loss);
      if (wantsGradient) out += rowBytes;
      logits += rowBytes;
      target += rowBytes;
    }
    return sum;
  }
}

/**
 * `probabilities` f32[rows, columns] or `indices` i32[rows], the other is 0; `classWeights` f32[columns] and `weights` f32[rows]
 * may be 0. Losses: out f32[rows]; gradients: out f32[rows, columns], which may be the logits; both: the losses go to `losses`.
 * `scratch`: as for softmax.
 */
export function crossEntropy(
  mode: Mode,
  prediction: usize,
  probabilities: usize,
  indices: usize,
  classWeights: usize,
  weights: usize,
  out: usize,
  rows: i32,
  columns: i32,
  scale: f64,
  labelSmoothing: f64,
  ignoreIndex: i32,
  hasIgnoreIndex: i32,
  scratch: usize,
  losses: usize,
): f64 {
  if (columns == 0) return 0;
  if (HIGH) {
    return CrossEntropy.run<f64>(
      mode,
      prediction,
      probabilities,
      indices,
      classWeights,
      weights,
      out,
      rows,
      columns,
      scale,
      labelSmoothing,
      ignoreIndex,
      hasIgnoreIndex,
      scratch,
      losses,
    );
  } else {
    return CrossEntropy.run<f32>(
      mode,
      prediction,
      probabilities,
      indices,
      classWeights,
      weights,
      out,
      rows,
      columns,
      scale,
      labelSmoothing,
      ignoreIndex,
      hasIgnoreIndex,
      scratch,
      losses,
    );
  }
}

export function klDivergenceWithLogits(
  mode: Mode,
  prediction: usize,
  probabilities: usize,
  indices: usize,
  classWeights: usize,
  weights: usize,
  out: usize,
  rows: i32,
  columns: i32,
  scale: f64,
  unused: f64,
  ignoreIndex: i32,
  hasIgnoreIndex: i32,
  scratch: usize,
  losses: usize,
): f64 {
  if (columns == 0) return 0;
  if (HIGH) {
    return CrossEntropy.divergence<f64>(mode, prediction, probabilities, weights, out, rows, columns, scale, scratch, losses);
  } else {
    return CrossEntropy.divergence<f32>(mode, prediction, probabilities, weights, out, rows, columns, scale, scratch, losses);
  }
}
