// Seeded numbers, the same in every run (mulberry32).

/**
 * @param {number} seed
 * @returns {() => number} a generator of integers in [0, 2^32)
 */
export function integers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

/**
 * @param {number} seed
 * @returns {() => number} a generator of numbers in [0, 1)
 */
export function fractions(seed) {
  const next = integers(seed);
  return () => next() / 2 ** 32;
}
