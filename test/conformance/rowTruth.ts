// The softmax family along any axis in float64, and what the definition of a right result says of it.

import { rowTolerance } from "../../src/accuracy/rows.js";
import type { Tolerance } from "../../src/accuracy/tolerance.js";
import { Pass } from "../../src/runtime/abi.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { SpecOf } from "../../src/spec/types.js";

export type RowMethod = "forward" | "backward" | "backwardFromOutput";
type RowSpec = SpecOf<"row">;

export interface Truth {
  readonly values: Float64Array;
  tolerance(precision: Precision): Tolerance;
}

const product = (lengths: readonly number[]) => lengths.reduce((all, each) => all * each, 1);

/** Rows along `axis` of an array. */
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
  const [outer, length, inner] = [product(shape.slice(0, index)), shape[index] as number, product(shape.slice(index + 1))];
  const narrow = spec.reduces ? 1 : length;
  const outLength = method === "forward" ? narrow : length;
  const values = new Float64Array(outer * outLength * inner);
  const gather = (from: Float32Array, count: number, o: number, i: number) =>
    Float64Array.from({ length: count }, (_, at) => from[(o * count + at) * inner + i] as number);
  const backward = method === "backwardFromOutput" ? (spec.backwardFromOutput ?? spec.backward) : spec.backward;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const row = gather(x, length, o, i);
      const results = method === "forward" ? spec.forward(row, options) : backward(gather(dy, narrow, o, i), row, options);
      results.forEach((each, at) => {
        values[(o * outLength + at) * inner + i] = each;
      });
    }
  }
  const call = { spec, pass: Pass[method], x, dy, layout: { outer, length, inner }, options };
  return { values, tolerance: (precision) => rowTolerance(call, precision, values) };
}
