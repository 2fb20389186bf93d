// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `huber`.
 * @group Options
 */
export interface HuberOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * The distance beyond which the loss is linear. A number from 1.18e-38 to 3.4e38; 1 unless given.
   */
  readonly delta?: number;
}

/**
 * Squared near the target, linear far from it.
 *
 * `|d| ≤ delta ? ½d² : delta · (|d| − ½delta), d = prediction − target`
 * @group Losses
 */
export interface Huber extends LossMethods<HuberOptions> {
  /**
   * Squared near the target, linear far from it.
   *
   * `|d| ≤ delta ? ½d² : delta · (|d| − ½delta), d = prediction − target`
   *
   * Options:
   * - `delta`: The distance beyond which the loss is linear. A number from 1.18e-38 to 3.4e38; 1 unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * In `fast` a difference beyond the range of float32 (3.4e38) counts as infinite, but in costs.
   *
   * @param prediction any shape
   * @param target numbers, of the prediction's shape
   * @param options `delta`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Huber: Robust Estimation of a Location Parameter (1964)
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: HuberOptions<R>,
  ): Cost<I, R>;
}
