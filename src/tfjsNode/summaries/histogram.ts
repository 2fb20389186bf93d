// Counts numbers in buckets of equal width.

export type Bucket = readonly [left: number, right: number, count: number];

/** None for no numbers, and one around the value where all are equal. @throws RangeError where a number is not finite */
export function bucketsOf(values: ArrayLike<number>, count: number): Bucket[] {
  if (values.length === 0) return [];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) throw new RangeError(`histogram: data[${i}] is ${value}, expected finite numbers`);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least === most) return [[least - 0.5, least + 0.5, values.length]];
  const counts = new Float64Array(count);
  const width = (most - least) / count;
  for (let i = 0; i < values.length; i++) {
    const bucket = Math.min(count - 1, Math.floor(((values[i] as number) - least) / width));
    counts[bucket] = (counts[bucket] as number) + 1;
  }
  return Array.from(counts, (each, i) => [least + i * width, i === count - 1 ? most : least + (i + 1) * width, each]);
}
