// The softmax family along any axis in float64, and how far a float32 result may lie from it: the op's bound, whatever the
// distance from the maximum, and where sums cancel the size of their terms.

import type { Precision } from "../../src/runtime/modules.js";
import type { SpecOf } from "../../src/spec/types.js";
import { type Allowance, termError } from "../judge.js";

export type RowMethod = "forward" | "backward" | "backwardFromOutput";
type RowSpec = SpecOf<"row">;

export interface Truth {
  readonly values: Float64Array;
  /** Magnitudes of terms that cancel, each right to the op's bound. */
  readonly terms: Float64Array;
}

// biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
export function rowTruth(spec: RowSpec, method: RowMethod, x: Float64Array, dy: Float64Array, options: any): Truth {
  // The outputs of a logarithm are at most 0.
  const logarithm = spec.range()[1] === 0;
  if (method === "forward") {
    const values = spec.forward(x, options);
    const all = (size: number) => values.map(() => size);
    if (!spec.reduces) return { values, terms: all(0) };
    // A maximum below 0 and the logarithm of the sum cancel; that of a sum is as far off as the sum, relatively.
    const max = x.reduce((a, b) => (b > a && b < Infinity ? b : a), -Infinity);
    const cancelling = max < 0 && max > -Infinity ? -max + Math.log(x.length) : 0;
    return { values, terms: all(cancelling + 1 / spec.bound.fast) };
  }
  const backward = method === "backward" ? spec.backward : (spec.backwardFromOutput ?? spec.backward);
  const values = backward(dy, x, options);
  if (spec.reduces) return { values, terms: values.map(() => 0) };
  // dx is y · (dy − Σ dy · y), or of the logarithm dy − y · Σ dy: the terms are these without their signs.
  const y = method === "backward" ? spec.forward(x, options) : x;
  const shares = logarithm ? y.map(Math.exp) : y;
  const mass = dy.reduce((sum, each, i) => sum + Math.abs(each) * (logarithm ? 1 : (shares[i] as number)), 0);
  const terms = shares.map((share, i) => {
    const own = Math.abs(dy[i] as number);
    return logarithm ? own / spec.bound.fast + share * mass : share * (own + mass);
  });
  return { values, terms };
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
  const all = { values: new Float64Array(size), terms: new Float64Array(size) };
  const gather = (from: Float32Array, count: number, o: number, i: number) =>
    Float64Array.from({ length: count }, (_, at) => from[(o * count + at) * inner + i] as number);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const row = rowTruth(spec, method, gather(x, length, o, i), gather(dy, narrow, o, i), options);
      for (let at = 0; at < outLength; at++) {
        const to = (o * outLength + at) * inner + i;
        for (const part of ["values", "terms"] as const) all[part][to] = row[part][at] as number;
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
    absolute: cancelling,
    flush: (i) => 2 ** -126 * Math.max(1, truth.terms[i] as number),
  };
}
