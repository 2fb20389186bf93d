// Written by `npm run docs` from the table of ops.

import type { Numeric, OutOptions, PenaltyMethods } from "../facade/types.js";

/**
 * Options of `l1Penalty`.
 * @group Options
 */
export interface L1PenaltyOptions extends OutOptions {
  /**
   * How strongly the penalty counts. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   */
  readonly lambda?: number;
}

/**
 * Drives weights to exactly zero (lasso).
 *
 * `lambda · Σ |w|`
 * @group Penalties
 */
export interface L1Penalty extends PenaltyMethods<L1PenaltyOptions> {
  /**
   * Drives weights to exactly zero (lasso).
   *
   * `lambda · Σ |w|`
   *
   * Options:
   * - `lambda`: How strongly the penalty counts. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * The gradient at 0 is 0.
   *
   * @param weights any shape
   * @param options `lambda`, `shape`
   * @returns the penalty
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Tibshirani: Regression Shrinkage and Selection via the Lasso (1996)
   */
  (
    weights: Numeric,
    options?: Omit<L1PenaltyOptions, "out">,
  ): number;
}
