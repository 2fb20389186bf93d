// Written by `npm run docs` from the table of ops.

import type { Numeric, OutOptions, PenaltyMethods } from "../facade/types.js";

/**
 * Options of `l2Penalty`.
 * @group Options
 */
export interface L2PenaltyOptions extends OutOptions {
  /**
   * How strongly the penalty counts. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   */
  readonly lambda?: number;
}

/**
 * Keeps weights small (ridge, weight decay).
 *
 * `lambda · Σ w²`
 * @group Penalties
 */
export interface L2Penalty extends PenaltyMethods<L2PenaltyOptions> {
  /**
   * Keeps weights small (ridge, weight decay).
   *
   * `lambda · Σ w²`
   *
   * Options:
   * - `lambda`: How strongly the penalty counts. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * Without the ½ of some textbooks, as in Keras.
   *
   * @param weights any shape
   * @param options `lambda`, `shape`
   * @returns the penalty
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Hoerl, Kennard: Ridge Regression (1970)
   */
  (
    weights: Numeric,
    options?: Omit<L2PenaltyOptions, "out">,
  ): number;
}
