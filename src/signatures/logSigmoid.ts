// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * The logarithm of the sigmoid, always negative: a log-probability of one class out of two.
 *
 * `log(1 / (1 + e^−x)) = −softplus(−x)`
 * @group Activations
 */
export interface LogSigmoid extends ActivationMethods<OutOptions> {
  /**
   * The logarithm of the sigmoid, always negative: a log-probability of one class out of two.
   *
   * `log(1 / (1 + e^−x)) = −softplus(−x)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * As min(x, 0) − log1p(e^−|x|): log(sigmoid(x)) is −∞ below −88 and 0 above 17 in float32.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Good: Rational Decisions (1952)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
