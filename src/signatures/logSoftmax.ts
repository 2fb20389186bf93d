// Written by `npm run docs` from the table of ops.

import type { AxisOption, BackwardMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `logSoftmax`.
 * @group Options
 */
export interface LogSoftmaxOptions extends OutOptions, AxisOption {
  /**
   * What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   */
  readonly emptyRow?: "nan" | "zero";
}

/**
 * The logarithm of softmax, without the detour.
 *
 * `x_i − max − log Σ_j e^(x_j − max)`
 * @group Rows
 */
export interface LogSoftmax extends BackwardMethods<LogSoftmaxOptions>, OutputMethods<LogSoftmaxOptions> {
  /**
   * The logarithm of softmax, without the detour.
   *
   * `x_i − max − log Σ_j e^(x_j − max)`
   *
   * Options:
   * - `emptyRow`: What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   * - `axis`: The axis that a row runs along; −1 (the default) is the last.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * A row that is all −∞, or holds +∞ or NaN, gives NaN (as in PyTorch, ONNX and TensorFlow.js); `emptyRow: "zero"` gives zeros, value and gradient, for a row of −∞ (fully masked).
   *
   * @param x any shape; a row runs along `axis`
   * @param options `emptyRow`, `axis`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bridle: Probabilistic Interpretation of Feedforward Classification Network Outputs (1990)
   */
  <I extends Numeric>(
    x: I,
    options?: LogSoftmaxOptions,
  ): Like<I>;
}
