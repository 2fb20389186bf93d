// Compares results with the reference's, within a bound in ulp and an allowance for terms that cancel.

import type { Precision } from "../runtime/modules.js";
import type { Bound } from "../spec/types.js";
import type { Mismatch } from "./error.js";
import { ulpBetween, ulpOf } from "./ulp.js";

/** For the rounding of a scale, a weight and the product with them, on top of the op's own bound. */
const FACTOR_ULP = { fast: 1.5, high: 0.01 };
/** Cancelling terms are each right to this many units of 2^-24. */
const TERM_ULP = { fast: 8, high: 1 };
/** Smallest normal float32; `fast` may flush what is smaller. */
const SMALLEST_NORMAL = 2 ** -126;

export type PerElement = (index: number) => number;

export interface Judgement {
  readonly op: string;
  readonly pass: string;
  readonly precision: Precision;
  readonly bound: Bound;
  /** The size of the terms that cancel in an element. */
  readonly terms?: PerElement | undefined;
  /** What the op's own result was multiplied by: a flushed result may be as large as this times 2^-126. */
  readonly factor?: PerElement | undefined;
}

/** Finds differences beyond a bound, and remembers the largest within. */
export class Comparison {
  /** Largest distance seen, in ulp of the result, or of the terms that cancel in it where they are larger. */
  largestUlp = 0;

  /** The first element beyond its bound, if any. */
  find(judgement: Judgement, got: ArrayLike<number>, expected: ArrayLike<number>): Mismatch | undefined {
    const { op, pass, precision, bound } = judgement;
    for (let index = 0; index < expected.length; index++) {
      const g = got[index] as number;
      const e = expected[index] as number;
      const ulp = ulpBetween(g, e);
      if (ulp === 0) continue;
      const allowed = bound[precision] + (judgement.factor ? FACTOR_ULP[precision] : 0);
      const terms = judgement.terms?.(index) ?? 0;
      const flushed = precision === "fast" ? SMALLEST_NORMAL * Math.max(1, judgement.factor?.(index) ?? 1) : 0;
      const cancelled = terms * TERM_ULP[precision] * 2 ** -24;
      const explained = Number.isFinite(ulp) && Math.abs(g - e) <= cancelled + flushed + allowed * ulpOf(e);
      if (ulp > allowed && !explained) {
        return { op, pass, index, got: g, expected: e, ulp };
      }
      const relative = Math.abs(g - e) / ulpOf(Math.max(Math.abs(e), terms));
      if (relative > this.largestUlp && Math.abs(g - e) > flushed) this.largestUlp = relative;
    }
    return undefined;
  }
}
