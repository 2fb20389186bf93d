// Written by `npm run docs` from the table of ops.

import type { AxisOption, BackwardMethods, Like, Numeric, OutOptions } from "../facade/types.js";

/**
 * Options of `logSumExp`.
 * @group Options
 */
export interface LogSumExpOptions extends OutOptions, AxisOption {
  /**
   * What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   */
  readonly emptyRow?: "nan" | "zero";
}

/**
 * The smooth maximum of a row; one number for each row.
 *
 * `max + log Σ_j e^(x_j − max)`
 * @group Rows
 */
export interface LogSumExp extends BackwardMethods<LogSumExpOptions> {
  /**
   * The smooth maximum of a row; one number for each row.
   *
   * `max + log Σ_j e^(x_j − max)`
   *
   * Options:
   * - `emptyRow`: What a row of which nothing is left gives: NaN, or zeros. "nan" or "zero"; "nan" unless given.
   * - `axis`: The axis that a row runs along; −1 (the default) is the last.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Of a row of −∞ it is −∞, of a row with +∞ it is +∞; `emptyRow: "zero"` concerns the gradient alone.
   *
   * @param x any shape; a row runs along `axis`
   * @param options `emptyRow`, `axis`, `out`, `shape`
   * @returns one number for each row: the shape of `x` without `axis`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Bridle: Probabilistic Interpretation of Feedforward Classification Network Outputs (1990)
   */
  <I extends Numeric>(
    x: I,
    options?: LogSumExpOptions,
  ): Like<I>;
}
