// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `hardTanh`.
 * @group Options
 */
export interface HardTanhOptions extends OutOptions {
  /**
   * The lower end; may be −∞. A number; -1 unless given.
   */
  readonly min?: number;
  /**
   * The upper end; may be ∞. A number; 1 unless given.
   */
  readonly max?: number;
}

/**
 * x between two limits: tanh in three straight lines.
 *
 * `min(max(x, min), max)`
 * @group Activations
 */
export interface HardTanh extends ActivationMethods<HardTanhOptions>, OutputMethods<HardTanhOptions> {
  /**
   * x between two limits: tanh in three straight lines.
   *
   * `min(max(x, min), max)`
   *
   * Options:
   * - `min`: The lower end; may be −∞. A number; -1 unless given.
   * - `max`: The upper end; may be ∞. A number; 1 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * hardTanh′ is 0 at both limits.
   *
   * The limits are rounded to float32, and may be infinite; with min above max all is max.
   *
   * @param x any shape
   * @param options `min`, `max`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Collobert: Large Scale Machine Learning (2004)
   */
  <I extends Numeric>(
    x: I,
    options?: HardTanhOptions,
  ): Like<I>;
}
