// Written by `npm run docs` from the table of ops.

import type { AxisOption, BackwardMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `softmin`.
 * @group Options
 */
export interface SoftminOptions extends OutOptions, AxisOption {
  /**
   * What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   */
  readonly emptyRow?: "nan" | "zero";
}

/**
 * softmax of −x: the smallest gets the most.
 *
 * `e^(min − x_i) / Σ_j e^(min − x_j)`
 * @group Rows
 */
export interface Softmin extends BackwardMethods<SoftminOptions>, OutputMethods<SoftminOptions> {
  /**
   * softmax of −x: the smallest gets the most.
   *
   * `e^(min − x_i) / Σ_j e^(min − x_j)`
   *
   * Options:
   * - `emptyRow`: What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   * - `axis`: The axis that a row runs along; −1 (the default) is the last.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * A row that is all +∞ is the empty row here.
   *
   * @param x any shape; a row runs along `axis`
   * @param options `emptyRow`, `axis`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bridle: Probabilistic Interpretation of Feedforward Classification Network Outputs (1990)
   */
  <I extends Numeric>(
    x: I,
    options?: SoftminOptions,
  ): Like<I>;
}
