// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `meanSquaredLogarithmicError`.
 * @group Options
 */
export interface MeanSquaredLogarithmicErrorOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {}

/**
 * The squared distance of the logarithms: for targets that span orders of magnitude.
 *
 * `(log(1 + prediction) − log(1 + target))²`
 * @group Losses
 */
export interface MeanSquaredLogarithmicError extends LossMethods<MeanSquaredLogarithmicErrorOptions> {
  /**
   * The squared distance of the logarithms: for targets that span orders of magnitude.
   *
   * `(log(1 + prediction) − log(1 + target))²`
   *
   * Options:
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Predictions and targets ≤ −1 are a RangeError; Keras and TensorFlow.js clip negative ones.
   *
   * @param prediction numbers from -0.9999999403953552 to ∞, any shape
   * @param target numbers from -0.9999999403953552 to ∞, of the prediction's shape
   * @param options `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Kaggle practice; Keras documentation
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: MeanSquaredLogarithmicErrorOptions<R>,
  ): Cost<I, R>;
}
