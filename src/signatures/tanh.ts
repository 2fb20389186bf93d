// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * The hyperbolic tangent: squashes to −1 … 1, odd.
 *
 * `(e^x − e^−x) / (e^x + e^−x)`
 * @group Activations
 */
export interface Tanh extends ActivationMethods<OutOptions>, OutputMethods<OutOptions> {
  /**
   * The hyperbolic tangent: squashes to −1 … 1, odd.
   *
   * `(e^x − e^−x) / (e^x + e^−x)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The derivative is taken from x: 1 − y² is 100 % off beyond |x| = 9.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see LeCun, Bottou, Orr, Müller: Efficient BackProp (1998)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
