// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * 1 from zero upwards, 0 below: the perceptron's threshold.
 *
 * `x ≥ 0 ? 1 : 0`
 * @group Activations
 */
export interface BinaryStep extends ActivationMethods<OutOptions> {
  /**
   * 1 from zero upwards, 0 below: the perceptron's threshold.
   *
   * `x ≥ 0 ? 1 : 0`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The derivative is 0 everywhere, so nothing is learned through it.
   *
   * binaryStep(0) = 1.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Rosenblatt: The Perceptron (1958)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
