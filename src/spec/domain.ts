// The numbers that an operand of an op may hold.

/** A closed interval. A value outside is a RangeError; NaN passes. */
export type Domain = readonly [low: number, high: number];

/** The domain of all ops that take probabilities: 1 is also what rounding has lifted above it, by 2^-20 at most. */
export const probability: Domain = [0, 1];
