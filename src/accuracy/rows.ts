// The softmax family, along any axis.

import type { RowLayout } from "../backend/backend.js";
import { Pass } from "../runtime/abi.js";
import type { Precision } from "../runtime/modules.js";
import type { SpecOf } from "../spec/types.js";
import { END, ownTolerance, productTolerance, SMALLEST_NORMAL, type Tolerance } from "./tolerance.js";

type Values = ArrayLike<number>;

/** What a call of a row op was given. */
export interface RowCall {
  readonly spec: SpecOf<"row">;
  readonly pass: Pass;
  /** The output, in the pass that starts from it. */
  readonly x: Values;
  readonly dy: Values | undefined;
  readonly layout: RowLayout;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  readonly options: any;
}

/** @param truth the right results, in float64 */
export function rowTolerance(call: RowCall, precision: Precision, truth: Values): Tolerance {
  if (call.pass !== Pass.forward && call.dy) return gradientTolerance(call, call.dy, precision, truth);
  const { spec, x, layout, options } = call;
  const sizes = spec.terms && rowsOf(x, layout).map((row) => spec.terms?.(row, options) ?? 0);
  return ownTolerance(spec.bound, precision, { terms: sizes && ((i) => sizes[i] as number) }, truth);
}

function gradientTolerance(call: RowCall, dy: Values, precision: Precision, truth: Values): Tolerance {
  const { spec, pass, x, layout } = call;
  const { length, inner } = layout;
  const upstream = rowsOf(dy, spec.reduces ? { ...layout, length: 1 } : layout);
  const rows = rowsOf(x, layout).map((row, r) => {
    const dyRow = upstream[r] as Float64Array;
    const shares = (pass === Pass.backwardFromOutput && spec.sharesFromOutput ? spec.sharesFromOutput : spec.shares)(row);
    // What `fast` flushed has no answer to an infinity, and all of the row has its part in that.
    const sizes = shares.map((_, i) => Math.abs(dyRow[i] ?? (dyRow[0] as number)));
    const flushed = shares.some((share, i) => share < SMALLEST_NORMAL && sizes[i] === Infinity);
    // So has a sum that became infinite before it met an infinity.
    const finite = sizes.reduce((sum, each) => (each < Infinity ? sum + each : sum), 0);
    const isUndecided = flushed || (finite >= END && sizes.includes(Infinity));
    return {
      factors: spec.gradientFactors(dyRow, shares),
      terms: spec.gradientTerms?.(dyRow, shares),
      largest: isUndecided ? new Float64Array(length) : shares,
    };
  });
  const at = (part: "factors" | "terms" | "largest") => (i: number) =>
    rows[Math.floor(i / (length * inner)) * inner + (i % inner)]?.[part]?.[Math.floor(i / inner) % length] ?? 0;
  const terms = spec.gradientTerms && at("terms");
  return productTolerance(spec.bound, precision, { factor: at("factors"), largest: at("largest"), terms }, truth);
}

/** All rows in float64, in the order of [outer, inner]. */
function rowsOf(values: Values, { outer, length, inner }: RowLayout): Float64Array[] {
  return Array.from({ length: outer * inner }, (_, r) => {
    const start = Math.floor(r / inner) * length * inner + (r % inner);
    return Float64Array.from({ length }, (_, k) => values[start + k * inner] as number);
  });
}
