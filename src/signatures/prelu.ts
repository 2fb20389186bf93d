// Written by `npm run docs` from the table of ops.

import type { ChannelActivationMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * The rectified linear unit whose slope below zero is learned.
 *
 * `x > 0 ? x : alpha · x`
 * @group Activations
 */
export interface Prelu extends ChannelActivationMethods {
  /**
   * The rectified linear unit whose slope below zero is learned.
   *
   * `x > 0 ? x : alpha · x`
   *
   * Options:
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * alpha holds one slope, or one for each channel of the last axis.
   *
   * backward gives { x, alpha }: ∂/∂alpha is the sum of dy · min(x, 0) over all elements that share the slope.
   *
   * @param x any shape
   * @param alpha one slope, or one for each channel of the last axis
   * @param options `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see He, Zhang, Ren, Sun: Delving Deep into Rectifiers (2015)
   */
  <I extends Numeric>(
    x: I,
    alpha: Numeric,
    options?: OutOptions,
  ): Like<I>;
}
