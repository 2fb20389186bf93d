// Kullback–Leibler divergences of probabilities. q is the prediction, p the target.
//
// One logarithm of the ratio, which cancels nothing where p is near q. A term whose weight is 0 is 0; a ratio x / 0 gives the
// limit, +∞.

import { abs, madd, negate, one, select, Term, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { rowPairWide } from "../loops/rowPair";
import { divide } from "../math/divide";
import { Log } from "../math/log";

// e as a sum of two numbers: the product of the first with a float is exact.
const E = memory.data<f64>([2.7182817459106445]);
const E_REST = memory.data<f64>([8.254840070411029e-8]);
const NEAR_ROOT = memory.data<f64>([0.0078125]);

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

  /** log(q / p) + 1, beside its root as log(1 + (e q − p) / p); 0 where both are 0. */
  @inline gradient<T>(q: v128, p: v128, logRatio: v128, a: v128, b: v128): v128 {
    let slope = v128.add<T>(logRatio, one<T>());
    const isNear = v128.lt<T>(abs<T>(slope), v128.load64_splat(NEAR_ROOT));
    if (v128.any_true(isNear)) {
      const distance = madd<T>(v128.load64_splat(E_REST), q, v128.sub<T>(v128.mul<T>(v128.load64_splat(E), q), p));
      slope = select(Log.ofOnePlus(divide<T>(distance, p)), slope, isNear);
    }
    return v128.andnot(slope, v128.and(v128.eq<T>(q, zero()), v128.eq<T>(p, zero())));
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
