// Cross-entropies of probabilities, and the negative log-likelihood of log-probabilities.
//
// Against class indices a row has one term: scalar float64, and a gradient of zeros but for one entry.

import { atLeast, negate, select, Term, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { rowPair } from "../loops/rowPair";
import { divide } from "../math/divide";
import { Log } from "../math/log";
import { Log01 } from "../math/log01";
import { Clip } from "./clip";

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
  const lowest = epsilon > 0 ? Clip.bound(epsilon) : -Infinity;
  const highest = Math.log1p(-epsilon);
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
  @inline loss(x: f64, unused: f64): f64 {
    return -x;
  }

  @inline gradient(x: f64, unused: f64): f64 {
    return Number.isNaN(x) ? NaN : -1;
  }
}

/** −w log p_t, p clipped to [epsilon, 1 − epsilon] if epsilon > 0. */
@final
class Probability {
  @inline loss(p: f64, epsilon: f64): f64 {
    if (epsilon > 0 && 1 - p < epsilon) return -Math.log1p(-epsilon);
    // Math.log would bring a table of 4 kB.
    return -f64x2.extract_lane(Log.of<f64>(f64x2.splat(p < epsilon ? epsilon : p)), 0);
  }

  @inline gradient(p: f64, epsilon: f64): f64 {
    return epsilon > 0 && (p < epsilon || 1 - p < epsilon) ? 0 : -1 / p;
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
    epsilon: f64,
    losses: usize,
  ): f64 {
    const rowBytes = (<usize>columns) << 2;
    if (mode == Mode.Losses) losses = out;
    let sum: f64 = 0;
    for (let row = 0; row < rows; row++) {
      const place = (<usize>row) << 2;
      const index = load<i32>(indices + place);
      const target = (<usize>index) << 2;
      const isIgnored = hasIgnoreIndex != 0 && index == ignoreIndex;
      const classWeight = isIgnored ? 0 : classWeights ? <f64>load<f32>(classWeights + target) : 1;
      const weight = weights ? <f64>load<f32>(weights + place) : 1;
      const isLeftOut = classWeight == 0 || weight == 0;
      const value = isLeftOut ? 0 : <f64>load<f32>(prediction + target);
      if (mode != Mode.Gradient) {
        const loss = isLeftOut ? 0 : weight * (classWeight * changetype<L>(0).loss(value, epsilon));
        if (losses) store<f32>(losses + place, <f32>loss);
        sum += loss;
      }
      if (mode >= Mode.Gradient) {
        memory.fill(out, 0, rowBytes);
        const gradient = classWeight * changetype<L>(0).gradient(value, epsilon);
        if (!isLeftOut) store<f32>(out + target, <f32>(scale * weight * gradient));
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
    epsilon,
    losses,
  );
}
