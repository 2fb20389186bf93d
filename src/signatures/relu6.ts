// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * relu with a ceiling at 6, for arithmetic of few bits.
 *
 * `min(max(x, 0), 6)`
 * @group Activations
 */
export interface Relu6 extends ActivationMethods<OutOptions>, OutputMethods<OutOptions> {
  /**
   * relu with a ceiling at 6, for arithmetic of few bits.
   *
   * `min(max(x, 0), 6)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * relu6′ is 0 at 0 and at 6.
   *
   * relu6(NaN) is NaN (0 in TensorFlow.js).
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Krizhevsky: Convolutional Deep Belief Networks on CIFAR-10 (2010)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
