// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * The logistic function: squashes to a probability.
 *
 * `1 / (1 + e^−x)`
 * @group Activations
 */
export interface Sigmoid extends ActivationMethods<OutOptions>, OutputMethods<OutOptions> {
  /**
   * The logistic function: squashes to a probability.
   *
   * `1 / (1 + e^−x)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The derivative is taken from x, so that it keeps its relative accuracy where 1 − y is rounded to 0 (x > 16.6).
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Verhulst (1838); Rumelhart, Hinton, Williams: Learning representations by back-propagating errors (1986)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
