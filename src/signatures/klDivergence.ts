// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `klDivergence`.
 * @group Options
 */
export interface KlDivergenceOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * D(target‖prediction), or D(prediction‖target). "forward" or "reverse"; "forward" unless given.
   */
  readonly direction?: "forward" | "reverse";
}

/**
 * How far a predicted distribution is from the target's.
 *
 * `forward: Σ_c p_c · log(p_c / q_c); reverse: Σ_c q_c · log(q_c / p_c)`
 * @group Losses
 */
export interface KlDivergence extends LossMethods<KlDivergenceOptions> {
  /**
   * How far a predicted distribution is from the target's.
   *
   * `forward: Σ_c p_c · log(p_c / q_c); reverse: Σ_c q_c · log(q_c / p_c)`
   *
   * Options:
   * - `direction`: D(target‖prediction), or D(prediction‖target). "forward" or "reverse"; "forward" unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Arguments are probabilities, outside [0, 1] a RangeError: prediction q, target p. `forward` is D(target‖prediction), `reverse` D(prediction‖target).
   *
   * The mean is over rows, the true divergence (PyTorch calls it batchmean).
   *
   * A term whose weight is 0 is exactly 0 in value and gradient; p > 0 against q = 0 is +∞.
   *
   * @param prediction probabilities, `[… , classes]`
   * @param target probabilities, one for each class: the prediction's shape
   * @param options `direction`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Kullback, Leibler: On Information and Sufficiency (1951)
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: KlDivergenceOptions<R>,
  ): Cost<I, R>;
}
