// Counts and extremes of the errors of one module on one function.

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

const SMALLEST_NORMAL = 2 ** -126;
const LARGEST = 3.4028234663852886e38;
const double = new Float64Array(1);
const halves = new Uint32Array(double.buffer);

/** One unit in the last place of float32 at x: 2^(max(exponent, −126) − 23), built from the exponent bits. */
function ulpOf(x) {
  double[0] = x;
  const exponent = Math.min(127, Math.max(-126, ((halves[1] >>> 20) & 2047) - 1023));
  halves[0] = 0;
  halves[1] = (exponent - 23 + 1023) << 20;
  return double[0];
}

function errorOf(got, expected) {
  if (Number.isNaN(got) || Number.isNaN(expected)) return Number.isNaN(got) && Number.isNaN(expected) ? 0 : Infinity;
  const rounded = Math.fround(expected);
  if (Math.abs(got) === Infinity || Math.abs(rounded) === Infinity) {
    if (got === rounded) return 0;
    // Just below the overflow threshold either neighbour may be right: the largest float counts as one ulp from infinity.
    return Math.abs(got) === LARGEST || Math.abs(rounded) === LARGEST ? 1 : Infinity;
  }
  return Math.abs(got - expected) / ulpOf(expected);
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
    const error = errorOf(g, e);
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
