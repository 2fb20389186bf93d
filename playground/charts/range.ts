// Ranges of axes, and the points between their ends.

/** Evenly spaced numbers, both ends included. */
export function between(low: number, high: number, points: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: points }, (_, i) => low + ((high - low) * i) / (points - 1));
}

/** A range that holds all finite values, with some air. */
export function around(values: Iterable<number>, least: readonly [number, number] = [Infinity, -Infinity]): [number, number] {
  let [low, high] = least;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low - air, high + air];
}

/** Every so many-th of a long list, and its last: no chart shows more. */
export function thinned(values: readonly number[], most: number): { x: number[]; values: number[] } {
  const every = Math.ceil(values.length / most);
  const x = values.flatMap((_, i) => (i % every === 0 || i === values.length - 1 ? [i] : []));
  return { x, values: x.map((i) => values[i] as number) };
}

/** Stretches of x where a condition holds. */
export function stretches(x: ArrayLike<number>, holds: (index: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  let start = -1;
  for (let i = 0; i <= x.length; i++) {
    const inside = i < x.length && holds(i);
    if (inside && start < 0) start = i;
    if (!inside && start >= 0) {
      found.push([x[start] as number, x[i - 1] as number]);
      start = -1;
    }
  }
  return found;
}
