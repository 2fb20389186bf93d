// Written by `npm run docs` from the table of ops.

import type { DenseMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * The fully connected layer: every output a weighted sum of all inputs, plus a bias.
 *
 * `x[m, k] · weights[k, n] + bias[n]`
 * @group Layers
 */
export interface Dense extends DenseMethods {
  /**
   * The fully connected layer: every output a weighted sum of all inputs, plus a bias.
   *
   * `x[m, k] · weights[k, n] + bias[n]`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * weights are stored by input, then output (as in TensorFlow; PyTorch's Linear stores the transpose).
   *
   * @param x `[m, k]`: a tensor, an array of arrays, or a flat array with `shape`
   * @param weights `[k, n]`
   * @param bias `[n]`; may be left out
   * @param options `out`, `shape`
   * @returns `[m, n]`: a new Float32Array, or a tensor where `x` is one
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Goodfellow, Bengio, Courville: Deep Learning (2016), chapter 6
   */
  <I extends Numeric>(
    x: I,
    weights: Numeric,
    bias?: Numeric | undefined,
    options?: OutOptions,
  ): Like<I>;
}
