// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Options of `softplus`.
 * @group Options
 */
export interface SoftplusOptions extends OutOptions {
  /**
   * Sharpness: the larger, the nearer to relu. A number from 1.18e-38 to 3.4e38; 1 unless given.
   */
  readonly beta?: number;
}

/**
 * A smooth relu, always positive.
 *
 * `log(1 + e^(beta · x)) / beta`
 * @group Activations
 */
export interface Softplus extends ActivationMethods<SoftplusOptions> {
  /**
   * A smooth relu, always positive.
   *
   * `log(1 + e^(beta · x)) / beta`
   *
   * Options:
   * - `beta`: Sharpness: the larger, the nearer to relu. A number from 1.18e-38 to 3.4e38; 1 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * No threshold: PyTorch's becomes linear above 20, ours is right everywhere, as max(x, 0) + log1p(e^−|x|).
   *
   * @param x any shape
   * @param options `beta`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Dugas, Bengio, Bélisle, Nadeau, Garcia: Incorporating Second-Order Functional Knowledge (2000)
   */
  <I extends Numeric>(
    x: I,
    options?: SoftplusOptions,
  ): Like<I>;
}
