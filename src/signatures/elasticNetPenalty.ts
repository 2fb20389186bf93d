// Written by `npm run docs` from the table of ops.

import type { Numeric, OutOptions, PenaltyMethods } from "../facade/types.js";

/**
 * Options of `elasticNetPenalty`.
 * @group Options
 */
export interface ElasticNetPenaltyOptions extends OutOptions {
  /**
   * How strongly the sizes count. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   */
  readonly l1?: number;
  /**
   * How strongly the squares count. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   */
  readonly l2?: number;
}

/**
 * l1Penalty and l2Penalty together.
 *
 * `l1 · Σ |w| + l2 · Σ w²`
 * @group Penalties
 */
export interface ElasticNetPenalty extends PenaltyMethods<ElasticNetPenaltyOptions> {
  /**
   * l1Penalty and l2Penalty together.
   *
   * `l1 · Σ |w| + l2 · Σ w²`
   *
   * Options:
   * - `l1`: How strongly the sizes count. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   * - `l2`: How strongly the squares count. 0 or a number from 1.18e-38 to 3.4e38; 0.01 unless given.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * @param weights any shape
   * @param options `l1`, `l2`, `shape`
   * @returns the penalty
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Zou, Hastie: Regularization and Variable Selection via the Elastic Net (2005)
   */
  (
    weights: Numeric,
    options?: Omit<ElasticNetPenaltyOptions, "out">,
  ): number;
}
