// Loops over arrays of numbers, which may hold anything.
//
// Once engines have seen arrays of several kinds (of small integers or doubles, with holes or without), what they ask at each
// turn takes longer than the number itself: eight at a time take half of the time of one at a time, and less than set() does.

/**
 * Copies numbers from `start` to a place in memory, up to what is no number.
 * @returns the index of that, −1 where all are numbers
 */
export function copyNumbers(
  values: readonly unknown[],
  start: number,
  count: number,
  memory: Float32Array,
  place: number,
): number {
  const end = (start + count) | 0;
  // As 32-bit integers, so that no turn asks whether an index has a fraction.
  let to = place | 0;
  let i = start | 0;
  for (; i + 7 < end; i += 8, to += 8) {
    const a = values[i];
    const b = values[i + 1];
    const c = values[i + 2];
    const d = values[i + 3];
    if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number") break;
    const e = values[i + 4];
    const f = values[i + 5];
    const g = values[i + 6];
    const h = values[i + 7];
    if (typeof e !== "number" || typeof f !== "number" || typeof g !== "number" || typeof h !== "number") break;
    memory[to] = a;
    memory[to + 1] = b;
    memory[to + 2] = c;
    memory[to + 3] = d;
    memory[to + 4] = e;
    memory[to + 5] = f;
    memory[to + 6] = g;
    memory[to + 7] = h;
  }
  for (; i < end; i++, to++) {
    const value = values[i];
    if (typeof value !== "number") return i;
    memory[to] = value;
  }
  return -1;
}

/** The index of the first element that is no number, −1 if there is none. */
export function firstNotNumber(values: readonly unknown[]): number {
  const { length } = values;
  let i = 0;
  for (; i + 7 < length; i += 8) {
    if (typeof values[i] !== "number" || typeof values[i + 1] !== "number") break;
    if (typeof values[i + 2] !== "number" || typeof values[i + 3] !== "number") break;
    if (typeof values[i + 4] !== "number" || typeof values[i + 5] !== "number") break;
    if (typeof values[i + 6] !== "number" || typeof values[i + 7] !== "number") break;
  }
  for (; i < length; i++) if (typeof values[i] !== "number") return i;
  return -1;
}
