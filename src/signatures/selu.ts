// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * elu scaled so that means and variances settle at 0 and 1 through the layers.
 *
 * `λ · (x > 0 ? x : α · (e^x − 1)), λ = 1.0507009873554805, α = 1.6732632423543772`
 * @group Activations
 */
export interface Selu extends ActivationMethods<OutOptions>, OutputMethods<OutOptions> {
  /**
   * elu scaled so that means and variances settle at 0 and 1 through the layers.
   *
   * `λ · (x > 0 ? x : α · (e^x − 1)), λ = 1.0507009873554805, α = 1.6732632423543772`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * selu′(0) = λ α.
   *
   * By expm1: TensorFlow.js's is 1.3 % off at −1e-6.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Klambauer, Unterthiner, Mayr, Hochreiter: Self-Normalizing Neural Networks (2017)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
