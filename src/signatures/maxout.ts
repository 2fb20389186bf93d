// Written by `npm run docs` from the table of ops.

import type { BackwardMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Options of `maxout`.
 * @group Options
 */
export interface MaxoutOptions extends OutOptions {
  /**
   * Adjacent elements of which the largest is taken. An integer ≥ 1; 2 unless given.
   */
  readonly pieces?: number;
}

/**
 * The largest of a group of linear pieces: a learnable convex activation behind a dense layer.
 *
 * `max of each `pieces` adjacent elements of the last axis`
 * @group Activations
 */
export interface Maxout extends BackwardMethods<MaxoutOptions> {
  /**
   * The largest of a group of linear pieces: a learnable convex activation behind a dense layer.
   *
   * `max of each `pieces` adjacent elements of the last axis`
   *
   * Options:
   * - `pieces`: Adjacent elements of which the largest is taken. An integer ≥ 1; 2 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The first maximum takes the whole gradient.
   *
   * @param x `[… , n · group]`
   * @param options `pieces`, `out`, `shape`
   * @returns `[… , n]`: a new Float32Array, or a tensor where `x` is one
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Goodfellow, Warde-Farley, Mirza, Courville, Bengio: Maxout Networks (2013)
   */
  <I extends Numeric>(
    x: I,
    options?: MaxoutOptions,
  ): Like<I>;
}
