// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `klDivergenceWithLogits`.
 * @group Options
 */
export interface KlDivergenceWithLogitsOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {}

/**
 * The forward divergence of softmax(logits) from the target's distribution.
 *
 * `Σ_c p_c · (log p_c − logSoftmax(x)_c)`
 * @group Losses
 */
export interface KlDivergenceWithLogits extends LossMethods<KlDivergenceWithLogitsOptions> {
  /**
   * The forward divergence of softmax(logits) from the target's distribution.
   *
   * `Σ_c p_c · (log p_c − logSoftmax(x)_c)`
   *
   * Options:
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * crossEntropy with probabilities, less the target's entropy: 0 at a perfect fit.
   *
   * The mean is over rows.
   *
   * @param prediction logits, `[… , classes]`
   * @param target probabilities, one for each class: the prediction's shape
   * @param options `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Kullback, Leibler: On Information and Sufficiency (1951)
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: KlDivergenceWithLogitsOptions<R>,
  ): Cost<I, R>;
}
