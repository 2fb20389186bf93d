// Kullback–Leibler divergences of probabilities. q is the prediction, p the target.
//
// One logarithm of the ratio, which cancels nothing where p is near q. A term whose weight is 0 is 0; a ratio x / 0 gives the
// limit, +∞.

import { negate, one, Term, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { rowPairWide } from "../loops/rowPair";
import { divide } from "../math/divide";
import { Log } from "../math/log";

/** p log(p / q). The shared value is the ratio. */
@final
export class ForwardDivergence {
  @inline shared<T>(q: v128, p: v128, a: v128, b: v128): v128 {
    return divide<T>(p, q);
  }

  @inline loss<T>(q: v128, p: v128, ratio: v128, a: v128, b: v128): v128 {
    return Term.unlessZero<T>(p, v128.mul<T>(p, Log.of<T>(ratio)), q);
  }

  @inline gradient<T>(q: v128, p: v128, ratio: v128, a: v128, b: v128): v128 {
    return Term.unlessZero<T>(p, negate<T>(ratio), q);
  }
}

/** q log(q / p). The shared value is the logarithm. */
@final
export class ReverseDivergence {
  @inline shared<T>(q: v128, p: v128, a: v128, b: v128): v128 {
    return Log.of<T>(divide<T>(q, p));
  }

  @inline loss<T>(q: v128, p: v128, logRatio: v128, a: v128, b: v128): v128 {
    return Term.unlessZero<T>(q, v128.mul<T>(q, logRatio), p);
  }

  /** log(q / p) + 1; 0 where both are 0. */
  @inline gradient<T>(q: v128, p: v128, logRatio: v128, a: v128, b: v128): v128 {
    const bothZero = v128.and(v128.eq<T>(q, zero()), v128.eq<T>(p, zero()));
    return v128.andnot(v128.add<T>(logRatio, one<T>()), bothZero);
  }
}

/** D(target‖prediction), or with `reverse` D(prediction‖target). */
export function klDivergence(
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
  reverse: f64,
  ignoreIndex: i32,
  hasIgnoreIndex: i32,
  scratch: usize,
  losses: usize,
): f64 {
  if (reverse) {
    return rowPairWide<ReverseDivergence>(mode, prediction, probabilities, weights, out, rows, columns, scale, 0, 0, losses);
  }
  return rowPairWide<ForwardDivergence>(mode, prediction, probabilities, weights, out, rows, columns, scale, 0, 0, losses);
}
