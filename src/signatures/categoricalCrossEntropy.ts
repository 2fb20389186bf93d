// Written by `npm run docs` from the table of ops.

import type { Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `categoricalCrossEntropy`.
 * @group Options
 */
export interface CategoricalCrossEntropyOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R> {
  /**
   * Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   */
  readonly epsilon?: number;
}

/**
 * The multi-class loss of probabilities against a distribution or one-hot rows.
 *
 * `−Σ_c target_c · log p_c`
 * @group Losses
 */
export interface CategoricalCrossEntropy extends LossMethods<CategoricalCrossEntropyOptions> {
  /**
   * The multi-class loss of probabilities against a distribution or one-hot rows.
   *
   * `−Σ_c target_c · log p_c`
   *
   * Options:
   * - `epsilon`: Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Probabilities are taken as given: not renormalised, not clipped (Keras does both), but outside [0, 1] they are a RangeError; `epsilon` clips to [epsilon, 1 − epsilon], where the gradient is 0.
   *
   * A class with target 0 contributes exactly 0, also where p = 0.
   *
   * In `fast` a gradient beyond the range of float32 (y / p of a p below 3e-39) counts as infinite, before weights or the mean make it smaller.
   *
   * @param prediction probabilities, `[… , classes]`
   * @param target probabilities, one for each class: the prediction's shape
   * @param options `epsilon`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Good (1952); Goodfellow, Bengio, Courville (2016), section 6.2.2.3
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: Numeric,
    options?: CategoricalCrossEntropyOptions<R>,
  ): Cost<I, R>;
}
