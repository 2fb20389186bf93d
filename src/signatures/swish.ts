// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Options of `swish`.
 * @group Options
 */
export interface SwishOptions extends OutOptions {
  /**
   * Sharpness: 1 is silu, 0 is x / 2, and large values come near relu. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   */
  readonly beta?: number;
}

/**
 * silu with a slope inside: between x / 2 (beta 0) and relu (large beta).
 *
 * `x · σ(beta · x)`
 * @group Activations
 */
export interface Swish extends ActivationMethods<SwishOptions> {
  /**
   * silu with a slope inside: between x / 2 (beta 0) and relu (large beta).
   *
   * `x · σ(beta · x)`
   *
   * Options:
   * - `beta`: Sharpness: 1 is silu, 0 is x / 2, and large values come near relu. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * swish with beta = 1 is silu.
   *
   * For other beta both precisions compute in float64 lanes: rounding beta · x alone would cost |beta · x| / 2 ulp.
   *
   * @param x any shape
   * @param options `beta`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Ramachandran, Zoph, Le: Searching for Activation Functions (2017); Elfwing, Uchibe, Doya (2017)
   */
  <I extends Numeric>(
    x: I,
    options?: SwishOptions,
  ): Like<I>;
}
