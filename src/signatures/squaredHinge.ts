// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `squaredHinge`.
 * @group Options
 */
export interface SquaredHingeOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * Targets are −1 and 1, or 0 and 1. "minusOneOne" or "zeroOne"; "minusOneOne" unless given.
   */
  readonly labels?: "minusOneOne" | "zeroOne";
}

/**
 * The hinge squared: smooth at the margin.
 *
 * `max(0, 1 − target · prediction)²`
 * @group Losses
 */
export interface SquaredHinge extends LossMethods<SquaredHingeOptions> {
  /**
   * The hinge squared: smooth at the margin.
   *
   * `max(0, 1 − target · prediction)²`
   *
   * Options:
   * - `labels`: Targets are −1 and 1, or 0 and 1. "minusOneOne" or "zeroOne"; "minusOneOne" unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Targets are −1 or +1; `labels: "zeroOne"` takes 0 or 1. Any other target is a RangeError.
   *
   * @param prediction any shape
   * @param target −1 or 1 (`labels: "zeroOne"`: 0 or 1), of the prediction's shape
   * @param options `labels`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Lee, Lin: A Study on L2-Loss SVM (2013)
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: SquaredHingeOptions<R>,
  ): Cost<I, R>;
}
