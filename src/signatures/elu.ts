// Written by `npm run docs` from the table of ops.

import type { ActivationMethods, Like, Numeric, OutOptions, OutputMethods } from "../facade/types.js";

/**
 * Options of `elu`.
 * @group Options
 */
export interface EluOptions extends OutOptions {
  /**
   * The limit towards −∞ is −alpha. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   */
  readonly alpha?: number;
}

/**
 * Linear above zero, an exponential saturating at −alpha below.
 *
 * `x > 0 ? x : alpha · (e^x − 1)`
 * @group Activations
 */
export interface Elu extends ActivationMethods<EluOptions>, OutputMethods<EluOptions> {
  /**
   * Linear above zero, an exponential saturating at −alpha below.
   *
   * `x > 0 ? x : alpha · (e^x − 1)`
   *
   * Options:
   * - `alpha`: The limit towards −∞ is −alpha. 0 or a number from ±1.18e-38 to ±3.4e38; 1 unless given.
   * - `out`: Receives the result instead of a new array or tensor; may be the input itself.
   * - `shape`: Shape of a flat array; a tensor knows its own.
   *
   * elu′(0) = alpha. In `fast` what is below alpha · 2^-150 may be 0.
   *
   * By expm1: e^x − 1 loses everything near zero (elu(−1e-8) = 0 in ONNX Runtime Web).
   *
   * backwardFromOutput needs alpha ≥ 0 (else a RangeError): below 0 the output does not tell the side.
   *
   * @param x any shape
   * @param options `alpha`, `out`, `shape`
   * @returns a new Float32Array, or a tensor where `x` is one; of the shape of `x`
   * @throws TypeError for the wrong kind of thing, RangeError for a wrong value or shape; nothing is written before the checks pass
   * @see Clevert, Unterthiner, Hochreiter: Fast and Accurate Deep Network Learning by ELUs (2015)
   */
  <I extends Numeric>(
    x: I,
    options?: EluOptions,
  ): Like<I>;
}
