// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `leakyRelu`.
 * @group Options
 */
export interface LeakyReluOptions extends OutOptions {
  /**
   * The slope below 0. 0 or a number from ±1.18e-38 to ±3.4e38; 0.01 unless given.
   */
  readonly negativeSlope?: number;
}

/**
 * The rectified linear unit with a small slope below zero.
 *
 * `x > 0 ? x : negativeSlope · x`
 * @group Activations
 */
export interface LeakyRelu extends ActivationMethods<LeakyReluOptions>, OutputMethods<LeakyReluOptions> {
  /**
   * The rectified linear unit with a small slope below zero.
   *
   * `x > 0 ? x : negativeSlope · x`
   *
   * Options:
   * - `negativeSlope`: The slope below 0. 0 or a number from ±1.18e-38 to ±3.4e38; 0.01 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * negativeSlope is 0.01 as in PyTorch, ONNX and JAX; Keras and TensorFlow.js use 0.2 or 0.3.
   *
   * leakyRelu′(0) = negativeSlope.
   *
   * backwardFromOutput needs negativeSlope ≥ 0 (else a RangeError): below 0 the output does not tell the side.
   *
   * @param x any shape
   * @param options `negativeSlope`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)
   */
  <I extends Numeric>(
    x: I,
    options?: LeakyReluOptions,
  ): Like<I>;
}
