// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * The sigmoid in three straight lines.
 *
 * `min(max(x / 6 + ½, 0), 1)`
 * @group Activations
 */
export interface HardSigmoid extends ActivationMethods<OutOptions> {
  /**
   * The sigmoid in three straight lines.
   *
   * `min(max(x / 6 + ½, 0), 1)`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The slope is 1/6 as in PyTorch and Keras 3 (0.2 in ONNX and Keras 2).
   *
   * hardSigmoid′ is 0 at ±3.
   *
   * @param x any shape
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Courbariaux, Bengio, David: BinaryConnect (2015); Howard et al.: Searching for MobileNetV3 (2019)
   */
  <I extends Numeric>(
    x: I,
    options?: OutOptions,
  ): Like<I>;
}
