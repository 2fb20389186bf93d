// The softmax family along any axis in float64, and how far a float32 result may lie from it.
//
// In `fast` the rounding of x − max alone costs e^(x − max) half of 2^-23 for each unit below the maximum (NUMERICS). What such
// an exponential enters, it takes along: that is the slack here, computed for every element, and never more.

import type { Precision } from "../../src/runtime/modules.js";
import type { SpecOf } from "../../src/spec/types.js";
import { type Allowance, termError } from "../judge.js";

export type RowMethod = "forward" | "backward" | "backwardFromOutput";
type RowSpec = SpecOf<"row">;

export interface Truth {
  readonly values: Float64Array;
  /** Further relative error in `fast`, in units of 2^-23. */
  readonly slack: Float64Array;
  /** Magnitudes of terms that cancel, each right to the op's bound. */
  readonly terms: Float64Array;
}

interface Slack {
  /** Of each exponential's share of the sum. */
  readonly shares: Float64Array;
  /** Of the sum of all exponentials. */
  readonly sum: number;
  /** Of the sum of all but the largest: what log1p of their sum sees. */
  readonly rest: number;
}

/** Half a unit for each unit below the maximum; of a sum, the mean by the size of its terms. */
function slackOf(x: Float64Array): Slack {
  const max = x.reduce((a, b) => (b > a && b < Infinity ? b : a), -Infinity);
  const depth = x.map((each) => (Number.isFinite(each) ? max - each : 0));
  const weight = x.map((each) => (Number.isFinite(each) ? Math.exp(each - max) : 0));
  const mean = (weights: Float64Array) => {
    const total = weights.reduce((a, b) => a + b, 0);
    return total > 0 ? weights.reduce((sum, w, i) => sum + w * (depth[i] as number), 0) / total / 2 : 0;
  };
  const sum = mean(weight);
  return { shares: depth.map((each) => each / 2 + sum), sum, rest: mean(weight.map((w, i) => (depth[i] === 0 ? 0 : w))) };
}

// biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
export function rowTruth(spec: RowSpec, method: RowMethod, x: Float64Array, dy: Float64Array, options: any): Truth {
  // What decreases with its inputs has its exponentials of −x.
  const mirrored = spec.forward(Float64Array.of(0, 1), options)[0] as number;
  const falls = !spec.reduces && mirrored > (spec.forward(Float64Array.of(0, 0), options)[0] as number);
  const known = method === "backwardFromOutput" ? x.map(() => 0) : falls ? x.map((each) => -each) : x;
  const { shares: slack, sum, rest } = slackOf(known);
  // The outputs of a logarithm are at most 0.
  const logarithm = spec.range()[1] === 0;
  if (method === "forward") {
    const values = spec.forward(x, options);
    const all = (size: number) => values.map(() => size);
    // Distance and logarithm of the sum have one sign: neither they nor their errors cancel.
    if (logarithm) return { values, slack: all(rest), terms: all(0) };
    if (!spec.reduces) return { values, slack, terms: all(0) };
    // A maximum below 0 and the logarithm of the sum cancel; that of a sum is as far off as the sum, relatively.
    const max = x.reduce((a, b) => (b > a && b < Infinity ? b : a), -Infinity);
    const cancelling = max < 0 && max > -Infinity ? -max + Math.log(x.length) : 0;
    return { values, slack: all(0), terms: all(cancelling + (1 + sum) / spec.bound.fast) };
  }
  const backward = method === "backward" ? spec.backward : (spec.backwardFromOutput ?? spec.backward);
  const values = backward(dy, x, options);
  if (spec.reduces) return { values, slack, terms: values.map(() => 0) };
  // dx is y · (dy − Σ dy · y), or of the logarithm dy − y · Σ dy: the terms are these without their signs, each as far off as
  // the exponentials in it (in units of the bound).
  const y = method === "backward" ? spec.forward(x, options) : x;
  const shares = logarithm ? y.map(Math.exp) : y;
  const error = (i: number) => 1 + (slack[i] as number) / spec.bound.fast;
  const mass = dy.reduce((sum, each, i) => sum + Math.abs(each) * (logarithm ? 1 : (shares[i] as number) * error(i)), 0);
  const terms = shares.map((share, i) => {
    const own = Math.abs(dy[i] as number);
    return logarithm ? own / spec.bound.fast + share * mass * error(i) : share * (own + mass) * error(i);
  });
  return { values, slack, terms };
}

/** The same for rows along `axis` of an array. */
export function truthAlong(
  spec: RowSpec,
  method: RowMethod,
  x: Float32Array,
  dy: Float32Array,
  shape: readonly number[],
  axis: number,
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  options: any,
): Truth {
  const index = axis < 0 ? axis + shape.length : axis;
  const product = (lengths: readonly number[]) => lengths.reduce((all, each) => all * each, 1);
  const [outer, length, inner] = [product(shape.slice(0, index)), shape[index] as number, product(shape.slice(index + 1))];
  const narrow = spec.reduces ? 1 : length;
  const outLength = method === "forward" ? narrow : length;
  const size = outer * outLength * inner;
  const all = { values: new Float64Array(size), slack: new Float64Array(size), terms: new Float64Array(size) };
  const gather = (from: Float32Array, count: number, o: number, i: number) =>
    Float64Array.from({ length: count }, (_, at) => from[(o * count + at) * inner + i] as number);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const row = rowTruth(spec, method, gather(x, length, o, i), gather(dy, narrow, o, i), options);
      for (let at = 0; at < outLength; at++) {
        const to = (o * outLength + at) * inner + i;
        for (const part of ["values", "slack", "terms"] as const) all[part][to] = row[part][at] as number;
      }
    }
  }
  return all;
}

export function rowAllowance(spec: RowSpec, method: RowMethod, precision: Precision, truth: Truth): Allowance {
  const cancelling = (i: number) => (truth.terms[i] as number) * termError(spec.bound, precision);
  if (precision === "high") return { ulp: 0.51, absolute: cancelling };
  return {
    ulp: spec.bound.fast + (method === "forward" ? 0 : 1.5),
    absolute: (i) => cancelling(i) + (truth.slack[i] as number) * 2 ** -23 * Math.abs(truth.values[i] as number),
    flush: (i) => 2 ** -126 * Math.max(1, truth.terms[i] as number),
  };
}
