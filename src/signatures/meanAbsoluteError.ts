// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `meanAbsoluteError`.
 * @group Options
 */
export interface MeanAbsoluteErrorOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {}

/**
 * The mean distance, robust against outliers (L1).
 *
 * `|prediction − target|`
 * @group Losses
 */
export interface MeanAbsoluteError extends LossMethods<MeanAbsoluteErrorOptions> {
  /**
   * The mean distance, robust against outliers (L1).
   *
   * `|prediction − target|`
   *
   * Options:
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The gradient where prediction = target is 0.
   *
   * In `fast` a difference beyond the range of float32 (3.4e38) counts as infinite, but in costs.
   *
   * @param prediction any shape
   * @param target numbers, of the prediction's shape
   * @param options `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Laplace; Huber: Robust Statistics (1981)
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: MeanAbsoluteErrorOptions<R>,
  ): Cost<I, R>;
}
