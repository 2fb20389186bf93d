// Written by `npm run docs` from the table of ops.

import type { ClassOptions, ClassTarget, Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `negativeLogLikelihood`.
 * @group Options
 */
export interface NegativeLogLikelihoodOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R>, ClassOptions {}

/**
 * The loss of log-probabilities (of logSoftmax) against class indices.
 *
 * `−logP_target`
 * @group Losses
 */
export interface NegativeLogLikelihood extends LossMethods<NegativeLogLikelihoodOptions, ClassTarget> {
  /**
   * The loss of log-probabilities (of logSoftmax) against class indices.
   *
   * `−logP_target`
   *
   * Options:
   * - `classWeights`: A weight for each class.
   * - `ignoreIndex`: Rows with this target are left out of sum and divisor.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * logSoftmax followed by it is crossEntropy.
   *
   * @param prediction log-probabilities, `[… , classes]`
   * @param target class indices, one for each row: the prediction's shape without its last axis
   * @param options `classWeights`, `ignoreIndex`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Fisher (1922); PyTorch NLLLoss
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: ClassTarget,
    options?: NegativeLogLikelihoodOptions<R>,
  ): Cost<I, R>;
}
