// Cross-entropy of logits against class indices or probabilities, and the KL divergence of softmax(logits) from probabilities.
//
// With the effective target a_c = classWeight_c · ((1 − ε) y_c + ε / columns), A = Σ a_c, m = max x, S = Σ e^(x − m):
//   loss = A · log S + Σ a_c (m − x_c), all terms ≥ 0, log S = log1p(S − 1) without cancellation;
//   gradient_c = A e_c / S − a_c = ((A e_c − a_c) − a_c (S − 1)) / S, which keeps 1 − p of a dominant class.
// A term with a_c = 0 is 0, also against x_c = −∞. A row without a finite maximum, or with a NaN, is NaN, as its softmax is.
// For indices without smoothing no target is read: the gradient is softmax, scaled, but for one entry.

import { loadLanes, stride, Term } from "../lanes";
import { Mode, ONES, ZEROS } from "../loops/modes";
import { Magnitude, Row } from "../loops/rows";
import { Log } from "../math/log";
import { CrossEntropyRow } from "./crossEntropyRow";

/** p · log p */
@final
class NegativeEntropy {
  @inline of<T>(p: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const share = loadLanes<T>(p);
    return Term.unlessZero<T>(share, v128.mul<T>(share, Log.of<T>(share)), share);
  }
}

class CrossEntropy {
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
    const largest = classWeights ? Row.maximum<Magnitude>(classWeights, columns) : 1;
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
        loss =
          weight * CrossEntropyRow.ofClass<T>(logits, index, classWeight, scale * weight, wantsGradient, out, columns, scratch);
      } else {
        loss =
          weight *
          CrossEntropyRow.ofTargets<T>(
            logits,
            indices ? ZEROS : probabilities,
            indices ? 0 : step,
            classWeights ? classWeights : ONES,
            classWeightStep,
            index,
            keep,
            spread,
            scale * weight,
            largest,
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
        loss = CrossEntropyRow.ofTargets<T>(
          logits,
          target,
          step,
          ONES,
          0,
          -1,
          1,
          0,
          factor,
          1,
          wantsGradient,
          out,
          columns,
          scratch,
        );
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
