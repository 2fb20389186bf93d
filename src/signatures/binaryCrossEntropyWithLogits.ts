// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `binaryCrossEntropyWithLogits`.
 * @group Options
 */
export interface BinaryCrossEntropyWithLogitsOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * What the loss of the positive class is multiplied by. A number from 1.18e-38 to 3.4e38; 1 unless given.
   */
  readonly posWeight?: number;
  /**
   * Draws targets towards ½ by this share. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   */
  readonly labelSmoothing?: number;
}

/**
 * binaryCrossEntropy of σ(logit), never leaving the logits: right in both tails.
 *
 * `(1 − target) · softplus(x) + posWeight · target · softplus(−x)`
 * @group Losses
 */
export interface BinaryCrossEntropyWithLogits extends LossMethods<BinaryCrossEntropyWithLogitsOptions> {
  /**
   * binaryCrossEntropy of σ(logit), never leaving the logits: right in both tails.
   *
   * `(1 − target) · softplus(x) + posWeight · target · softplus(−x)`
   *
   * Options:
   * - `posWeight`: What the loss of the positive class is multiplied by. A number from 1.18e-38 to 3.4e38; 1 unless given.
   * - `labelSmoothing`: Draws targets towards ½ by this share. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * At x = ±∞ it is 0 or +∞, never NaN. A target outside [0, 1] is a RangeError.
   *
   * `posWeight` multiplies the loss of the positive class (as in PyTorch). In `fast` what is below posWeight · 2^-126 may be 0, and posWeight · target below 2^-126.
   *
   * `labelSmoothing` s replaces the target t by t(1 − s) + s/2.
   *
   * @param prediction any shape
   * @param target numbers from 0 to 1, of the prediction's shape
   * @param options `posWeight`, `labelSmoothing`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bishop (2006), section 4.3.2; PyTorch BCEWithLogitsLoss
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: BinaryCrossEntropyWithLogitsOptions<R>,
  ): Cost<I, R>;
}
