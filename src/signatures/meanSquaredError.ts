// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `meanSquaredError`.
 * @group Options
 */
export interface MeanSquaredErrorOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * Halves the loss, so that its gradient is the difference itself. True or false; false unless given.
   */
  readonly half?: boolean;
}

/**
 * The mean squared distance (L2).
 *
 * `(prediction − target)²`
 * @group Losses
 */
export interface MeanSquaredError extends LossMethods<MeanSquaredErrorOptions> {
  /**
   * The mean squared distance (L2).
   *
   * `(prediction − target)²`
   *
   * Options:
   * - `half`: Halves the loss, so that its gradient is the difference itself. True or false; false unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * `half: true` is the ½(prediction − target)² of many textbooks, whose gradient is the difference itself.
   *
   * In `fast` a difference beyond the range of float32 (3.4e38) counts as infinite, but in costs.
   *
   * @param prediction any shape
   * @param target numbers, of the prediction's shape
   * @param options `half`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Gauss, Legendre; Bishop: Pattern Recognition and Machine Learning (2006), section 1.1
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: MeanSquaredErrorOptions<R>,
  ): Cost<I, R>;
}
