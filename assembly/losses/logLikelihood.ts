// Cross-entropies of probabilities, and the negative log-likelihood of log-probabilities.
//
// Against class indices a row has one term: scalar float64, and a gradient of zeros but for one entry.

import { atLeast, negate, select, Term, zero } from "../lanes";
import { Mode } from "../loops/pair";
import { rowPair } from "../loops/rowPair";
import { divide } from "../math/divide";
import { Log } from "../math/log";
import { Log01 } from "../math/log01";
import { Clip } from "./clip";
import { weigh } from "./weigh";

/** −y log p, p clipped to [epsilon, 1 − epsilon]. The shared value is p clipped from below; above, the logarithm itself is. */
@final
export class CategoricalCrossEntropy {
  @inline shared<T>(p: v128, y: v128, epsilon: v128, highest: v128): v128 {
    return atLeast<T>(p, epsilon);
  }

  @inline loss<T>(p: v128, y: v128, clipped: v128, epsilon: v128, highest: v128): v128 {
    const log = sizeof<T>() == 4 ? Log01.ofAny(clipped) : Log.of<T>(clipped);
    const limited = select(highest, log, Clip.isAbove<T>(p, epsilon));
    return v128.sub<T>(zero(), Term.unlessZero<T>(y, v128.mul<T>(y, limited), p));
  }

  /** −y / p; 0 where p is clipped. */
  @inline gradient<T>(p: v128, y: v128, clipped: v128, epsilon: v128, highest: v128): v128 {
    const outside = v128.or(v128.lt<T>(p, clipped), Clip.isAbove<T>(p, epsilon));
    return v128.andnot(Term.unlessZero<T>(y, negate<T>(divide<T>(y, p)), p), outside);
  }
}

/** `epsilon` > 0 clips p to [epsilon, 1 − epsilon]. */
export function categoricalCrossEntropy(
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
  epsilon: f64,
  ignoreIndex: i32,
  hasIgnoreIndex: i32,
  scratch: usize,
  losses: usize,
): f64 {
  const lowest = epsilon > 0 ? epsilon : -Infinity;
  const highest = Math.log(1 - epsilon);
  return rowPair<CategoricalCrossEntropy>(
    mode,
    prediction,
    probabilities,
    weights,
    out,
    rows,
    columns,
    scale,
    lowest,
    highest,
    losses,
  );
}

/** −w x_t */
@final
class LogProbability {
  @inline loss(x: f64, low: f64, high: f64): f64 {
    return -x;
  }

  @inline gradient(x: f64, low: f64, high: f64): f64 {
    return Number.isNaN(x) ? NaN : -1;
  }
}

/** −w log p_t, p clipped to [low, high] */
@final
class Probability {
  @inline loss(p: f64, low: f64, high: f64): f64 {
    return -Math.log(p < low ? low : p > high ? high : p);
  }

  @inline gradient(p: f64, low: f64, high: f64): f64 {
    return p < low || p > high ? 0 : -1 / p;
  }
}

class IndexLoss {
  static run<L extends ClassLoss>(
    mode: Mode,
    prediction: usize,
    indices: usize,
    classWeights: usize,
    weights: usize,
    out: usize,
    rows: i32,
    columns: i32,
    scale: f64,
    ignoreIndex: i32,
    hasIgnoreIndex: i32,
    low: f64,
    high: f64,
    losses: usize,
  ): f64 {
    const rowBytes = (<usize>columns) << 2;
    if (mode == Mode.Losses) losses = out;
    let sum: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const place = (<usize>row) << 2;
      const index = load<i32>(indices + place);
      const isIgnored = hasIgnoreIndex != 0 && index == ignoreIndex;
      const target = (<usize>index) << 2;
      const value = isIgnored ? 0 : <f64>load<f32>(prediction + target);
      const classWeight = isIgnored ? 0 : classWeights ? <f64>load<f32>(classWeights + target) : 1;
      const weight = weights ? <f64>load<f32>(weights + place) : 1;
      if (mode != Mode.Gradient) {
        const loss = isIgnored ? 0 : weight * weigh(classWeight, changetype<L>(0).loss(value, low, high));
        if (losses) store<f32>(losses + place, <f32>loss);
        sum += loss;
      }
      if (mode >= Mode.Gradient) {
        memory.fill(out, 0, rowBytes);
        const gradient = weigh(classWeight, changetype<L>(0).gradient(value, low, high));
        if (!isIgnored) store<f32>(out + target, <f32>(scale * weight * gradient));
        out += rowBytes;
      }
      prediction += rowBytes;
    }
    return sum;
  }
}

export function negativeLogLikelihood(
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
  return IndexLoss.run<LogProbability>(
    mode,
    prediction,
    indices,
    classWeights,
    weights,
    out,
    rows,
    columns,
    scale,
    ignoreIndex,
    hasIgnoreIndex,
    0,
    0,
    losses,
  );
}

/** `epsilon` > 0 clips p to [epsilon, 1 − epsilon]. */
export function sparseCategoricalCrossEntropy(
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
  epsilon: f64,
  ignoreIndex: i32,
  hasIgnoreIndex: i32,
  scratch: usize,
  losses: usize,
): f64 {
  const low = epsilon > 0 ? epsilon : -Infinity;
  const high = epsilon > 0 ? 1 - epsilon : Infinity;
  return IndexLoss.run<Probability>(
    mode,
    prediction,
    indices,
    classWeights,
    weights,
    out,
    rows,
    columns,
    scale,
    ignoreIndex,
    hasIgnoreIndex,
    low,
    high,
    losses,
  );
}
