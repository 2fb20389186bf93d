// Distances in units in the last place of float32.

/** The size of one unit in the last place of float32 at x; that of the smallest subnormal below 2^-126. */
export function ulpOf(x: number): number {
  const magnitude = Math.min(Math.abs(x), 3.4028234663852886e38);
  return 2 ** (Math.max(-126, exponentOf(magnitude)) - 23);
}

function exponentOf(magnitude: number): number {
  if (magnitude === 0) return -126;
  const exponent = Math.floor(Math.log2(magnitude));
  // log2 may round up to the next power.
  return 2 ** exponent > magnitude ? exponent - 1 : exponent;
}

/** How many ulp of `expected` lie between it and the float32 `got`; ∞ where one is NaN or an infinity and the other is not. */
export function ulpBetween(got: number, expected: number): number {
  if (Object.is(got, expected) || got === expected || (Number.isNaN(got) && Number.isNaN(expected))) return 0;
  if (Number.isNaN(got) || Number.isNaN(expected)) return Number.POSITIVE_INFINITY;
  const rounded = Math.fround(expected);
  if (!Number.isFinite(got) || !Number.isFinite(rounded)) return got === rounded ? 0 : Number.POSITIVE_INFINITY;
  return Math.abs(got - expected) / ulpOf(expected);
}
