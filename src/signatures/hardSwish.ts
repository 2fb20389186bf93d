// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * x times hardSigmoid: silu without an exponential.
 *
 * `x · min(max(x / 6 + ½, 0), 1)`
 * @group Activations
 */
export interface HardSwish extends ActivationMethods<OutOptions> {
  /**
   * x times hardSigmoid: silu without an exponential.
   *
   * `x · min(max(x / 6 + ½, 0), 1)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * hardSwish′(−3) = 0 and hardSwish′(3) = 1, as in PyTorch since 2025 and JAX (PyTorch 1.13 had −½ and 3/2).
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Howard et al.: Searching for MobileNetV3 (2019)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
