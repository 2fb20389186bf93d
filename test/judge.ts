// Judges results by the definition of a right one (src/accuracy), and tells which was furthest off.

import { expect } from "vitest";
import { isRight, type Tolerance } from "../src/accuracy/tolerance.js";
import { ulpBetween } from "../src/accuracy/ulp.js";

/** @param context what went in at an element, for the message */
export function judge(
  label: string,
  got: ArrayLike<number>,
  truth: ArrayLike<number>,
  tolerance: Tolerance,
  context?: (index: number) => string,
): void {
  expect(got.length, `${label}: how many numbers`).toBe(truth.length);
  let worst = 0;
  let where = -1;
  for (let i = 0; i < truth.length; i++) {
    const [g, t] = [got[i] as number, truth[i] as number];
    if (g === t || isRight(g, t, tolerance, i)) continue;
    const ulp = ulpBetween(g, t);
    if (where < 0 || ulp > worst) [worst, where] = [ulp, i];
  }
  if (where < 0) return;
  const at = `${label}[${where}]${context ? ` (${context(where)})` : ""}`;
  throw new Error(`${at} is ${got[where]}, the true value ${truth[where]}: ${worst.toPrecision(4)} ulp off`);
}

/** Index of the first pair that differs in its bits (any NaN equals any NaN); −1 if none. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
