// Written by `npm run docs` from the table of ops.

import type { ClassOptions, ClassTarget, Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `sparseCategoricalCrossEntropy`.
 * @group Options
 */
export interface SparseCategoricalCrossEntropyOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R>, ClassOptions {
  /**
   * Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   */
  readonly epsilon?: number;
}

/**
 * The multi-class loss of probabilities against class indices.
 *
 * `−log p_target`
 * @group Losses
 */
export interface SparseCategoricalCrossEntropy extends LossMethods<SparseCategoricalCrossEntropyOptions, ClassTarget> {
  /**
   * The multi-class loss of probabilities against class indices.
   *
   * `−log p_target`
   *
   * Options:
   * - `epsilon`: Clips probabilities to [epsilon, 1 − epsilon]. 0 or a number from 1.18e-38 up to, not including, 0.5; 0 unless given.
   * - `classWeights`: A weight for each class.
   * - `ignoreIndex`: Rows with this target are left out of sum and divisor.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Probabilities are taken as given: not renormalised, not clipped (Keras does both), but outside [0, 1] they are a RangeError; `epsilon` clips to [epsilon, 1 − epsilon], where the gradient is 0.
   *
   * @param prediction probabilities, `[… , classes]`
   * @param target class indices, one for each row: the prediction's shape without its last axis
   * @param options `epsilon`, `classWeights`, `ignoreIndex`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see As categoricalCrossEntropy
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: ClassTarget,
    options?: SparseCategoricalCrossEntropyOptions<R>,
  ): Cost<I, R>;
}
