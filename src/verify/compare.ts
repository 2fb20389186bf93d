// Compares results with the reference's.

import { isRight, type Tolerance } from "../accuracy/tolerance.js";
import { ulpBetween, ulpOf } from "../accuracy/ulp.js";

/** An element that is not right. */
export interface Difference {
  readonly index: number;
  readonly got: number;
  readonly expected: number;
  readonly ulp: number;
}

export interface Comparison {
  /** The first element that is not right, if any. */
  readonly difference?: Difference;
  /** The largest distance, in ulp of the result, or of the terms that cancel in it where they are larger. */
  readonly largestUlp: number;
}

export function compare(got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): Comparison {
  let largestUlp = 0;
  for (let index = 0; index < expected.length; index++) {
    const g = got[index] as number;
    const e = expected[index] as number;
    if (g === e) continue;
    if (!isRight(g, e, tolerance, index))
      return { difference: { index, got: g, expected: e, ulp: ulpBetween(g, e) }, largestUlp };
    const slack = tolerance.ulp > 0 ? (tolerance.slack?.(index) ?? 0) / tolerance.ulp : 0;
    const ulp = Math.abs(g - e) / Math.max(ulpOf(e), slack);
    if (ulp > largestUlp && Math.abs(e) >= (tolerance.flush?.(index) ?? 0)) largestUlp = ulp;
  }
  return { largestUlp };
}
