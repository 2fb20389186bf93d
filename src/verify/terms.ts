// What may legitimately differ beyond a bound in ulp of the result: the size of the terms that cancel in it.

import type { Input, RowLayout, RowTargets, Settings } from "../backend/backend.js";
import { ReferenceBackend, valuesOf } from "../backend/reference.js";
import { Mode, Pass } from "../runtime/abi.js";
import type { RowTarget, SpecOf } from "../spec/types.js";
import type { PerElement } from "./compare.js";

type Values = ArrayLike<number> | undefined;

const at = (values: Values, index: number, otherwise = 0) => (values ? (values[index] as number) : otherwise);

/** The index of the first element of the row that holds element `index`, for rows along [outer, length, inner]. */
function rowStart(index: number, { length, inner }: RowLayout): number {
  return Math.floor(index / (length * inner)) * length * inner + (index % inner);
}

/** Half an ulp for each unit below the row's maximum (or above its minimum): the float32 rounding of x − max itself. */
export function rowSlack(x: Values, layout: RowLayout, outputs: number): PerElement {
  const { outer, length, inner } = layout;
  const reduced = outputs !== outer * length * inner;
  return (index) => {
    const start = reduced ? Math.floor(index / inner) * length * inner + (index % inner) : rowStart(index, layout);
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < length; i++) {
      const v = at(x, start + i * inner);
      if (v < low && v > -Infinity) low = v;
      if (v > high && v < Infinity) high = v;
    }
    return high > low ? (high - low) / 2 : 0;
  };
}

/** Sums over a row cancel: Σ|dy| backward, and the sum of the row's extent forward. */
export function rowTerms(spec: SpecOf<"row">, pass: Pass, x: Values, dy: Values, layout: RowLayout): PerElement | undefined {
  const { length, inner } = layout;
  if (pass === Pass.forward) {
    return spec.reduces
      ? (index) => Math.abs(at(x, Math.floor(index / inner) * length * inner + (index % inner))) + Math.log(length)
      : undefined;
  }
  return (index) => {
    if (spec.reduces) return 0;
    const start = rowStart(index, layout);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Math.abs(at(dy, start + i * inner));
    return sum;
  };
}

export interface SumAllowance {
  readonly terms: PerElement;
  readonly factor: PerElement;
  /** Σ of the magnitudes that make the sum. */
  readonly total: number;
}

export function lossTerms(
  spec: SpecOf<"loss"> | SpecOf<"penalty">,
  mode: Mode,
  prediction: Values,
  target: Values,
  weights: Values,
  scale: number,
  { values: options }: Settings,
): SumAllowance {
  const factor: PerElement = (i) => Math.abs(at(weights, i, 1) * (mode >= Mode.gradient ? scale : 1));
  const own: PerElement = (i) => {
    if (spec.kind === "penalty" || !spec.terms) return 0;
    return spec.terms(at(prediction, i), at(target, i), options);
  };
  let total = 0;
  for (let i = 0; i < (prediction?.length ?? 0); i++) {
    const p = at(prediction, i);
    const size = spec.kind === "penalty" ? spec.penalty(p, options) : spec.loss(p, at(target, i), options);
    total += Math.abs(at(weights, i, 1)) * (Math.abs(size) + own(i));
  }
  return { terms: (i) => own(i) * factor(i), factor, total };
}

export function rowLossTerms(
  spec: SpecOf<"rowLoss">,
  mode: Mode,
  prediction: Input,
  targets: RowTargets,
  rows: number,
  columns: number,
  scale: number,
  { values: options }: Settings,
): SumAllowance {
  const p = Float64Array.from(valuesOf(prediction));
  const probabilities = targets.probabilities && Float64Array.from(valuesOf(targets.probabilities));
  const weights = targets.weights && Float32Array.from(valuesOf(targets.weights));
  const classWeights = targets.classWeights ? valuesOf(targets.classWeights) : new Float32Array(columns).fill(1);
  const largest = Math.max(1, ...Array.from(classWeights, Math.abs));
  const magnitude = Float64Array.from({ length: rows }, (_, r) => {
    const row = p.subarray(r * columns, (r + 1) * columns);
    const index = targets.indices?.[r];
    if (index !== undefined && index === targets.ignoreIndex) return 0;
    const target: RowTarget =
      index === undefined && probabilities
        ? { probabilities: probabilities.subarray(r * columns, (r + 1) * columns) }
        : { index: index as number };
    const terms = spec.terms ?? spec.loss;
    const finite = row.filter(Number.isFinite);
    const extent = spec.predictions === "logits" ? Math.max(...finite, 0) - Math.min(...finite, 0) : 0;
    return Math.abs(terms(row, target, options, classWeights)) + extent;
  });
  const factor: PerElement = (i) => Math.abs(at(weights, mode === Mode.losses ? i : Math.floor(i / columns), 1));
  // Gradients of logits are differences of probabilities, at most the largest class weight.
  const gradientTerms: PerElement = (i) => {
    const extent = magnitude[Math.floor(i / columns)] as number;
    return spec.predictions === "logits" ? largest * (1 + extent) * factor(i) * Math.abs(scale) : 0;
  };
  const lossTermsOf: PerElement = (i) => (magnitude[i] as number) * factor(i);
  const total = magnitude.reduce((sum, each, r) => sum + each * Math.abs(at(weights, r, 1)), 0);
  return { terms: mode === Mode.losses ? lossTermsOf : gradientTerms, factor, total };
}

const absolute = (input: Input) => Float32Array.from(valuesOf(input), Math.abs);
const reference = new ReferenceBackend().dense();

/** Σ |x| · |weights| + |bias|, times the growth of rounding errors along a sum of k products. */
export function denseTerms(x: Input, weights: Input, bias: Input | undefined, m: number, k: number, n: number): PerElement {
  const sums = new Float32Array(m * n);
  reference.forward(absolute(x), absolute(weights), bias && absolute(bias), sums, m, k, n);
  return (i) => (sums[i] as number) * growth(k);
}

/** The same for the three gradients. */
export function denseBackwardTerms(dy: Input, x: Input, weights: Input, m: number, k: number, n: number) {
  const sums = { x: new Float32Array(m * k), weights: new Float32Array(k * n), bias: new Float32Array(n) };
  reference.backward(absolute(dy), absolute(x), absolute(weights), sums, m, k, n);
  return {
    x: sums.x.map((each) => each * growth(n)),
    weights: sums.weights.map((each) => each * growth(m)),
    bias: sums.bias,
  };
}

/** Rounding errors of a float32 sum of n products grow like √n. */
function growth(n: number): number {
  return Math.max(1, Math.sqrt(n) / 8);
}
