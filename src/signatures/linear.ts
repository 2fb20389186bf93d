// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `linear`.
 * @group Options
 */
export interface LinearOptions extends OutOptions {
  /**
   * What x is multiplied by. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   */
  readonly slope?: number;
  /**
   * What is added. 0 or a number from ±1.18e-38 to ±3.4e38; 0 unless given.
   */
  readonly intercept?: number;
}

/**
 * The identity, scaled and shifted if wanted.
 *
 * `slope · x + intercept`
 * @group Activations
 */
export interface Linear extends ActivationMethods<LinearOptions>, OutputMethods<LinearOptions> {
  /**
   * The identity, scaled and shifted if wanted.
   *
   * `slope · x + intercept`
   *
   * Options:
   * - `slope`: What x is multiplied by. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   * - `intercept`: What is added. 0 or a number from ±1.18e-38 to ±3.4e38; 0 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The defaults make it the identity; a slope of 0 makes it the intercept.
   *
   * Beside the root, −intercept / slope, the bound does not hold for what float64 rounds off slope · x, 2^-53 of it.
   *
   * @param x any shape
   * @param options `slope`, `intercept`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.1
   */
  <I extends Numeric>(
    x: I,
    options?: LinearOptions,
  ): Like<I>;
}
