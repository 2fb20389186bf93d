// Distances in units in the last place of float32.

/** The first number that float32 rounds to infinity, but for half a unit. */
const BEYOND_LARGEST = 2 ** 128;
const LAST_BINADE = 2 ** 127;
const LARGEST_UNIT = 2 ** 104;

const double = new Float64Array(1);
const halves = new Int32Array(double.buffer);

/**
 * The size of one unit in the last place of float32 at x; that of the smallest subnormal below 2^-126. Costs are float64: above
 * float32's range they have the unit that float32 would have with a longer exponent.
 */
export function ulpOf(x: number): number {
  double[0] = x;
  const exponent = (((halves[1] as number) >>> 20) & 2047) - 1023;
  if (exponent === 1024) return Math.abs(x);
  halves[0] = 0;
  halves[1] = (Math.max(-126, exponent) - 23 + 1023) << 20;
  return double[0] as number;
}

/**
 * How many ulp of the true value lie between it and what was got; ∞ where only one of them is NaN or infinite. Beside the end of
 * float32's range an infinity counts as 2^128, and so does a true value beyond it.
 */
export function ulpBetween(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0;
  if (!Number.isFinite(truth) || Number.isNaN(got)) return Number.POSITIVE_INFINITY;
  const size = Math.abs(truth);
  if (!Number.isFinite(got) && size < LAST_BINADE) return Number.POSITIVE_INFINITY;
  // A float64 above float32's range is a cost, and compared as it is.
  if (size < BEYOND_LARGEST ? Number.isFinite(got) : Number.isFinite(got) && Math.abs(got) >= BEYOND_LARGEST) {
    return Math.abs(got - truth) / ulpOf(truth);
  }
  return Math.abs(limited(got) - limited(truth)) / LARGEST_UNIT;
}

const limited = (x: number) => Math.max(-BEYOND_LARGEST, Math.min(BEYOND_LARGEST, x));
