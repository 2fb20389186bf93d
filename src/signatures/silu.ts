// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * The sigmoid linear unit: x weighted by its own probability.
 *
 * `x · σ(x)`
 * @group Activations
 */
export interface Silu extends ActivationMethods<OutOptions> {
  /**
   * The sigmoid linear unit: x weighted by its own probability.
   *
   * `x · σ(x)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * silu(−∞) = −0, where x · σ(x) evaluated as written gives NaN.
   *
   * The bound of fast is 4 for silu′, whose seven roundings follow each other; silu itself is within 2.5.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Ramachandran, Zoph, Le: Searching for Activation Functions (2017); Elfwing, Uchibe, Doya (2017)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
