// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * x weighted by tanh(softplus(x)): a smooth relu that dips below zero.
 *
 * `x · tanh(log(1 + e^x))`
 * @group Activations
 */
export interface Mish extends ActivationMethods<OutOptions> {
  /**
   * x weighted by tanh(softplus(x)): a smooth relu that dips below zero.
   *
   * `x · tanh(log(1 + e^x))`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * As x · n / (n + 2), n = e^x (e^x + 2): neither tail is lost, and one exponential is enough.
   *
   * The bound of fast is 4: n carries the exponential's error twice, and six roundings follow. mish′ is computed in float64 lanes.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Misra: Mish, A Self Regularized Non-Monotonic Activation Function (2019)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
