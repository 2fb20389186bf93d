// The dense layer: products of matrices, and sums of columns.

import { ReferenceBackend } from "../backend/reference.js";
import type { Precision } from "../runtime/modules.js";
import type { SpecOf } from "../spec/types.js";
import { sumTolerance, type Tolerance } from "./tolerance.js";

type Values = ArrayLike<number>;

const reference = new ReferenceBackend().dense();
/** Magnitudes; what is infinite or NaN leaves nothing to be off by. */
const absolute = (values: Values) => Float64Array.from(values, (x) => (Number.isFinite(x) ? Math.abs(x) : 0));

/** x[m, k] · weights[k, n] + bias[n]. @param truth the right results, in float64 */
export function denseTolerance(
  { bound }: SpecOf<"layer">,
  precision: Precision,
  { x, weights, bias }: { readonly x: Values; readonly weights: Values; readonly bias: Values | undefined },
  [m, k, n]: readonly [number, number, number],
  truth: Values,
): Tolerance {
  const magnitudes = new Float64Array(m * n);
  reference.forward(absolute(x), absolute(weights), bias && absolute(bias), magnitudes, m, k, n);
  return sumTolerance(bound, precision, magnitudes, k, truth);
}

/** Of the three gradients. */
export function denseGradientTolerances(
  { bound }: SpecOf<"layer">,
  precision: Precision,
  { dy, x, weights }: { readonly dy: Values; readonly x: Values; readonly weights: Values },
  [m, k, n]: readonly [number, number, number],
  truth: { readonly x: Values; readonly weights: Values; readonly bias: Values },
): { readonly x: Tolerance; readonly weights: Tolerance; readonly bias: Tolerance } {
  const magnitudes = { x: new Float64Array(m * k), weights: new Float64Array(k * n), bias: new Float64Array(n) };
  reference.backward(absolute(dy), absolute(x), absolute(weights), magnitudes, m, k, n);
  return {
    x: sumTolerance(bound, precision, magnitudes.x, n, truth.x),
    weights: sumTolerance(bound, precision, magnitudes.weights, m, truth.weights),
    bias: sumTolerance(bound, precision, magnitudes.bias, 1, truth.bias),
  };
}
