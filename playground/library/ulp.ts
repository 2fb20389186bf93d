// Float32 as a grid: the numbers beside a number, and distances in units in the last place.

const single = new Float32Array(1);
const bits = new Int32Array(single.buffer);

/** The place of a float in the order of all floats; neighbours differ by 1. */
export function ordinalOf(x: number): number {
  single[0] = x;
  const pattern = bits[0] as number;
  return pattern < 0 ? -(pattern & 0x7fffffff) : pattern;
}

export function floatAt(ordinal: number): number {
  bits[0] = ordinal < 0 ? -ordinal | 0x80000000 : ordinal;
  return single[0] as number;
}

/** The size of one unit in the last place of float32 at x; below 2^-126 that of the smallest number. */
export function ulpOf(x: number): number {
  const exponent = x === 0 ? -126 : Math.max(-126, Math.floor(Math.log2(Math.abs(x))));
  return 2 ** (exponent - 23);
}

/** How many ulp of the truth lie between it and what was got. */
export function ulpBetween(got: number, truth: number): number {
  if (got === truth || (Number.isNaN(got) && Number.isNaN(truth))) return 0;
  return Number.isFinite(got) ? Math.abs(got - truth) / ulpOf(truth) : Number.POSITIVE_INFINITY;
}
