// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Options of `gelu`.
 * @group Options
 */
export interface GeluOptions extends OutOptions {
  /**
   * The exact function, or its approximation by tanh. "none" or "tanh"; "none" unless given.
   */
  readonly approximate?: "none" | "tanh";
}

/**
 * The Gaussian error linear unit: x weighted by the share of a normal distribution below it.
 *
 * `x · Φ(x), Φ(x) = ½ (1 + erf(x / √2))`
 * @group Activations
 */
export interface Gelu extends ActivationMethods<GeluOptions> {
  /**
   * The Gaussian error linear unit: x weighted by the share of a normal distribution below it.
   *
   * `x · Φ(x), Φ(x) = ½ (1 + erf(x / √2))`
   *
   * Options:
   * - `approximate`: The exact function, or its approximation by tanh. "none" or "tanh"; "none" unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Exact by default, as in PyTorch and Keras; approximate "tanh" is x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))), JAX's default.
   *
   * Its tail keeps its relative accuracy: PyTorch's is 57 % off near −5 and 0 below −5.5.
   *
   * The tanh form is computed in float64 lanes in both precisions: rounding the cubic alone would cost tens of ulp.
   *
   * The bound of fast is 4: e^(−x²/2), the polynomial beside it, their product with x and its correction each round once.
   *
   * @param x any shape
   * @param options `approximate`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Hendrycks, Gimpel: Gaussian Error Linear Units (2016)
   */
  <I extends Numeric>(
    x: I,
    options?: GeluOptions,
  ): Like<I>;
}
