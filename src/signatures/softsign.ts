// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Squashes to −1 … 1 like tanh, with tails that fall off slowly.
 *
 * `x / (1 + |x|)`
 * @group Activations
 */
export interface Softsign extends ActivationMethods<OutOptions> {
  /**
   * Squashes to −1 … 1 like tanh, with tails that fall off slowly.
   *
   * `x / (1 + |x|)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * softsign(±∞) = ±1, where x / (1 + |x|) evaluated as written gives NaN.
   *
   * The bound of fast is 4: the derivative's square doubles what rounding 1 + |x| costs. The value keeps 1.5.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bergstra, Desjardins, Lamblin, Bengio: Quadratic Polynomials Learn Better Image Features (2009)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
