// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `binaryCrossEntropy`.
 * @group Options
 */
export interface BinaryCrossEntropyOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   */
  readonly epsilon?: number;
  /**
   * Draws targets towards ½ by this share. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   */
  readonly labelSmoothing?: number;
}

/**
 * The negative log-likelihood of a probability.
 *
 * `−target · log p − (1 − target) · log(1 − p)`
 * @group Losses
 */
export interface BinaryCrossEntropy extends LossMethods<BinaryCrossEntropyOptions> {
  /**
   * The negative log-likelihood of a probability.
   *
   * `−target · log p − (1 − target) · log(1 − p)`
   *
   * Options:
   * - `epsilon`: Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   * - `labelSmoothing`: Draws targets towards ½ by this share. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * p or target outside [0, 1] is a RangeError. Limits are exact: a hit is 0, a miss +∞; PyTorch stops at 100, Keras, which clips in float32, at 16.1 for p = 0 and 15.9 for p = 1.
   *
   * `epsilon` clips p to [epsilon, 1 − epsilon], where the gradient is 0.
   *
   * In `fast` a gradient beyond the range of float32 (t / p of a p below 3e-39) counts as infinite, before weights or the mean make it smaller.
   *
   * `labelSmoothing` s replaces the target t by t(1 − s) + s/2.
   *
   * @param prediction numbers from 0 to 1, any shape
   * @param target numbers from 0 to 1, of the prediction's shape
   * @param options `epsilon`, `labelSmoothing`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Good: Rational Decisions (1952); Bishop (2006), section 4.3.2
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: BinaryCrossEntropyOptions<R>,
  ): Cost<I, R>;
}
