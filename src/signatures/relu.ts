// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * The rectified linear unit.
 *
 * `max(x, 0)`
 * @group Activations
 */
export interface Relu extends ActivationMethods<OutOptions>, OutputMethods<OutOptions> {
  /**
   * The rectified linear unit.
   *
   * `max(x, 0)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * relu′(0) = 0.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Nair, Hinton: Rectified Linear Units Improve Restricted Boltzmann Machines (2010)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
