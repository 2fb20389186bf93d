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
   * Predictions and targets ≤ −1 are a RangeError; Keras and TensorFlow.js clip negative ones.
   *
   * @param prediction numbers from -0.9999999403953552 to ∞, any shape
   * @param target numbers from -0.9999999403953552 to ∞, of the prediction's shape
   * @param options `reduction`, `weights`, `normalize`, `emptyMean`, `shape`, `out`
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
