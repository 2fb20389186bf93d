// Softmax, its logarithm and log-sum-exp of a row in float64, with compensated sums: right to 1e-15 whatever the width.

import type { SpecOf } from "../../src/spec/types.js";

export interface RowTruth {
  readonly max: number;
  /** e^(x − max) */
  readonly exponentials: Float64Array;
  /** Σ e^(x − max) − 1: all but one maximum. */
  readonly excess: number;
}

/** Neumaier's sum. */
export class CompensatedSum {
  #sum = 0;
  #rest = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#rest += Math.abs(this.#sum) >= Math.abs(value) ? this.#sum - sum + value : value - sum + this.#sum;
    this.#sum = sum;
  }

  get value(): number {
    return this.#sum + this.#rest;
  }

  static of(values: Iterable<number>): number {
    const sum = new CompensatedSum();
    for (const value of values) sum.add(value);
    return sum.value;
  }
}

export function rowTruth(x: ArrayLike<number>): RowTruth {
  let max = -Infinity;
  for (let i = 0; i < x.length; i++) max = Math.max(max, x[i] as number);
  const exponentials = Float64Array.from(x, (each) => Math.exp(each - max));
  const sum = new CompensatedSum();
  let first = true;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === max && first) first = false;
    else sum.add(exponentials[i] as number);
  }
  return { max, exponentials, excess: sum.value };
}

export interface RowOutputs {
  readonly values: Float64Array;
  /** The distance of every output's input from the maximum; 0 where the row becomes one number. */
  readonly distances: Float64Array;
}

/** What an op of the softmax family makes of a row. */
export function outputsOf(spec: SpecOf<"row">, x: Float32Array): RowOutputs {
  const probe = spec.forward(Float64Array.of(0, 1), { emptyRow: "nan" });
  const decreasing = !spec.reduces && (probe[1] as number) < (probe[0] as number);
  const seen = decreasing ? x.map((each) => -each) : x;
  const { max, exponentials, excess } = rowTruth(seen);
  const logSum = Math.log1p(excess);
  if (spec.reduces) {
    return { values: Float64Array.of(max + logSum), distances: Float64Array.of(0) };
  }
  const distances = Float64Array.from(seen, (each) => max - each);
  // The outputs of a logarithm are at most 0.
  if (spec.range()[1] === 0) return { values: distances.map((each) => -each - logSum), distances };
  return { values: exponentials.map((each) => each / (1 + excess)), distances };
}
