// What may legitimately differ beyond a bound in ulp of the result: the size of the terms that cancel in it.

import type { Input, RowLayout, RowTargets, Settings } from "../backend/backend.js";
import { ReferenceBackend, valuesOf } from "../backend/reference.js";
import { Mode, Pass } from "../runtime/abi.js";
import type { RowTarget, SpecOf } from "../spec/types.js";
import type { PerElement } from "./compare.js";

type Values = ArrayLike<number> | undefined;

const at = (values: Values, index: number, otherwise = 0) => (values ? (values[index] as number) : otherwise);

/** The row, one of [outer, inner], that an element of [outer, length, inner] belongs to. */
function rowOf(index: number, { length, inner }: RowLayout): number {
  return Math.floor(index / (length * inner)) * inner + (index % inner);
}

/** All rows in float64, in the order of [outer, inner]. */
function rowsOf(values: Values, { outer, length, inner }: RowLayout): Float64Array[] {
  return Array.from({ length: outer * inner }, (_, r) => {
    const start = Math.floor(r / inner) * length * inner + (r % inner);
    return Float64Array.from({ length }, (_, k) => at(values, start + k * inner));
  });
}

/** What cancels in a row's gradient, from the spec; forward, only in log-sum-exp: max and log Σ. */
export function rowTerms(
  spec: SpecOf<"row">,
  pass: Pass,
  x: Values,
  dy: Values,
  layout: RowLayout,
  { values: options }: Settings,
): PerElement | undefined {
  const { outer, length, inner } = layout;
  if (pass === Pass.forward) {
    if (!spec.reduces) return undefined;
    const sizes = rowsOf(x, layout).map(
      (row) => row.reduce((size, each) => (Number.isFinite(each) ? Math.max(size, Math.abs(each)) : size), 0) + Math.log(length),
    );
    return (index) => sizes[index] as number;
  }
  if (!spec.gradientTerms) return undefined;
  const upstream = rowsOf(dy, layout);
  const terms = rowsOf(x, layout).map((row, r) => {
    const y = pass === Pass.backward ? spec.forward(row, options) : row;
    return spec.gradientTerms?.(upstream[r] as Float64Array, y) as Float64Array;
  });
  const place = (index: number) => Math.floor(index / inner) % length;
  return outer * inner > 0 ? (index) => terms[rowOf(index, layout)]?.[place(index)] as number : undefined;
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
    if (spec.kind === "penalty" || mode < Mode.gradient || !spec.gradientTerms) return 0;
    return spec.gradientTerms(at(prediction, i), at(target, i), options);
  };
  let total = 0;
  for (let i = 0; i < (prediction?.length ?? 0); i++) {
    const p = at(prediction, i);
    const size = spec.kind === "penalty" ? spec.penalty(p, options) : spec.loss(p, at(target, i), options);
    total += Math.abs(at(weights, i, 1) * size);
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
  const classWeights = targets.classWeights
    ? Float32Array.from(valuesOf(targets.classWeights))
    : new Float32Array(columns).fill(1);
  const row = (values: Float64Array, r: number) => values.subarray(r * columns, (r + 1) * columns);
  const targetOf = (r: number): RowTarget =>
    probabilities ? { probabilities: row(probabilities, r) } : { index: targets.indices?.[r] as number };
  const ignored = (r: number) => targets.indices !== undefined && targets.indices[r] === targets.ignoreIndex;

  const terms = spec.terms ?? spec.loss;
  const magnitude = Float64Array.from({ length: rows }, (_, r) =>
    ignored(r) ? 0 : Math.abs(terms(row(p, r), targetOf(r), options, classWeights)),
  );
  const perRow = mode === Mode.losses;
  const rowAt = (i: number) => (perRow ? i : Math.floor(i / columns));
  const factor: PerElement = (i) => Math.abs(at(weights, rowAt(i), 1));
  // The gradient of logits is a difference of probabilities where the target is not 0, and cancels only there.
  const subtracted: PerElement = (i) => {
    const [r, c] = [rowAt(i), i % columns];
    const y = probabilities ? (probabilities[i] as number) : targets.indices?.[r] === c ? 1 : 0;
    const smoothing = options.labelSmoothing ?? 0;
    return Math.abs(at(classWeights, c)) * (y * (1 - smoothing) + smoothing / columns) * factor(i) * Math.abs(scale);
  };
  const none: PerElement = () => 0;
  const losses: PerElement = spec.terms ? (i) => (magnitude[i] as number) * factor(i) : none;
  const gradients: PerElement = spec.predictions === "logits" ? subtracted : none;
  const total = magnitude.reduce((sum, each, r) => sum + each * Math.abs(at(weights, r, 1)), 0);
  return { terms: perRow ? losses : gradients, factor, total };
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
  return Math.max(2, Math.sqrt(n) / 4);
}
