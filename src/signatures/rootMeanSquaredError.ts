// Written by `npm run docs` from the table of ops.

import type { Numeric, OutOptions, ReductionOptions, RootLossMethods } from "../facade/types.js";

/**
 * Options of `rootMeanSquaredError`.
 * @group Options
 */
export interface RootMeanSquaredErrorOptions extends OutOptions, Omit<ReductionOptions, "reduction"> {}

/**
 * The root of the mean squared distance, in the units of the target.
 *
 * `√(mean (prediction − target)²)`
 * @group Losses
 */
export interface RootMeanSquaredError extends RootLossMethods<RootMeanSquaredErrorOptions> {
  /**
   * The root of the mean squared distance, in the units of the target.
   *
   * `√(mean (prediction − target)²)`
   *
   * Options:
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * It has no reduction but the mean. At a perfect fit the gradient is 0, where others give NaN.
   *
   * In `fast` a difference beyond the range of float32 (3.4e38) counts as infinite, but in costs.
   *
   * @param prediction any shape
   * @param target numbers, of the prediction's shape
   * @param options `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see As meanSquaredError
   */
  (
    prediction: Numeric,
    target: Numeric,
    options?: RootMeanSquaredErrorOptions,
  ): number;
}
