// Counts and extremes of the errors of one module on one function, by the definition of a right result that tests and verify
// mode have.

import { fromSource } from "../../scripts/source.mjs";

const { SMALLEST_NORMAL } = await fromSource("accuracy/tolerance.ts");
const { ulpBetween } = await fromSource("accuracy/ulp.ts");

/** Inputs a block. */
export const BLOCK = 65536;

/**
 * @typedef {object} Tally
 * @property {number} worst largest error, ulp of the true value
 * @property {number} x where
 * @property {number} got
 * @property {number} expected
 * @property {number} rounded inputs whose result is the correctly rounded one
 * @property {number} flushed results below 2^-126 that became 0
 */

/** @returns {Tally} */
export function emptyTally() {
  return { worst: 0, x: 0, got: 0, expected: 0, rounded: 0, flushed: 0 };
}

/** Adds a block of results. @param flush whether results below 2^-126 may be 0 */
export function compareBlock(tally, x, got, expected, flush) {
  for (let i = 0; i < got.length; i++) {
    const g = got[i];
    const e = expected[i];
    if (g === e || (Number.isNaN(g) && Number.isNaN(e))) {
      tally.rounded++;
      continue;
    }
    if (g === Math.fround(e)) {
      tally.rounded++;
      // Within half an ulp: of interest only while nothing worse has been seen.
      if (tally.worst >= 0.5) continue;
    } else if (flush && g === 0 && e !== 0 && Math.abs(e) < SMALLEST_NORMAL) {
      tally.flushed++;
      continue;
    }
    const error = ulpBetween(g, e);
    if (error > tally.worst) {
      tally.worst = error;
      tally.x = x[i];
      tally.got = g;
      tally.expected = e;
    }
  }
}

/** Adds what another worker has found. */
export function mergeTally(into, from) {
  into.rounded += from.rounded;
  into.flushed += from.flushed;
  if (from.worst > into.worst) {
    const { worst, x, got, expected } = from;
    Object.assign(into, { worst, x, got, expected });
  }
}
