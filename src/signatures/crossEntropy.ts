// Written by `npm run docs` from the table of ops.

import type { ClassOptions, ClassTarget, Cost, LossMethods, Numeric, OutOptions, Reduction, ReductionOptions } from "../facade/types.js";

/**
 * Options of `crossEntropy`.
 * @group Options
 */
export interface CrossEntropyOptions<R extends Reduction = Reduction> extends OutOptions, ReductionOptions<R>, ClassOptions {
  /**
   * Spreads this share of the target evenly over all classes. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   */
  readonly labelSmoothing?: number;
}

/**
 * The multi-class loss of logits: softmax and negative log-likelihood in one.
 *
 * `−Σ_c target_c · logSoftmax(x)_c`
 * @group Losses
 */
export interface CrossEntropy extends LossMethods<CrossEntropyOptions, ClassTarget> {
  /**
   * The multi-class loss of logits: softmax and negative log-likelihood in one.
   *
   * `−Σ_c target_c · logSoftmax(x)_c`
   *
   * Options:
   * - `labelSmoothing`: Spreads this share of the target evenly over all classes. 0 or a number from 1.18e-38 up to, not including, 1; 0 unless given.
   * - `classWeights`: A weight for each class.
   * - `ignoreIndex`: Rows with this target are left out of sum and divisor.
   * - `reduction`: `mean` (the default) and `sum` give a number, the cost; `none` gives the losses themselves.
   * - `weights`: Sample weights: one for each loss.
   * - `normalize`: What `mean` divides by: the number of losses (the default), or the sum of the weights.
   * - `emptyMean`: What the mean of nothing is: NaN (the default), or 0.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Targets are class indices, one for each row, or probabilities of the logits' shape, one-hot integers too; with a single class they are indices.
   *
   * With `classWeights` and indices the mean is Σ w[t] · loss / Σ w[t] (PyTorch); with probabilities it is divided by the rows.
   *
   * `ignoreIndex` has no default; ignored rows leave both sum and divisor.
   *
   * `labelSmoothing` s replaces the target y by y(1 − s) + s / classes.
   *
   * A class with target 0 contributes exactly 0, also against a logit of −∞.
   *
   * @param prediction logits, `[… , classes]`
   * @param target class indices, one for each row (the prediction's shape without its last axis), or probabilities (the prediction's shape)
   * @param options `labelSmoothing`, `classWeights`, `ignoreIndex`, `reduction`, `weights`, `normalize`, `emptyMean`, `out`, `shape`
   * @returns the cost: the mean of the losses, or their sum; with `reduction: "none"` the losses themselves
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bridle (1990); Szegedy et al.: Rethinking the Inception Architecture (2016) for label smoothing
   */
  <I extends Numeric, R extends Reduction = "mean">(
    prediction: I,
    target: ClassTarget,
    options?: CrossEntropyOptions<R>,
  ): Cost<I, R>;
}
