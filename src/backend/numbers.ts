// Reading arrays of numbers, which may hold anything: each element once, since reading it may run code of the array's owner.
//
// Once engines have seen arrays of several kinds (of small integers or doubles, with holes or without), what they ask at each
// turn takes longer than the number itself: eight at a time take half of the time of one at a time, and less than set() does.

/** What was found in the place of a number. */
export class NotNumber {
  constructor(
    readonly index: number,
    readonly value: unknown,
  ) {}
}

/** Copies the first `count` elements to a place in memory, up to what is no number. */
export function copyNumbers(
  values: readonly unknown[],
  count: number,
  memory: Float32Array,
  place: number,
): NotNumber | undefined {
  // As 32-bit integers, so that no turn asks whether an index has a fraction.
  const end = count | 0;
  let to = place | 0;
  let i = 0;
  for (; i + 7 < end; i += 8, to += 8) {
    const a = values[i];
    const b = values[i + 1];
    const c = values[i + 2];
    const d = values[i + 3];
    if (typeof a !== "number" || typeof b !== "number" || typeof c !== "number" || typeof d !== "number") {
      return notNumberIn([a, b, c, d], i);
    }
    const e = values[i + 4];
    const f = values[i + 5];
    const g = values[i + 6];
    const h = values[i + 7];
    if (typeof e !== "number" || typeof f !== "number" || typeof g !== "number" || typeof h !== "number") {
      return notNumberIn([e, f, g, h], i + 4);
    }
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
    if (typeof value !== "number") return new NotNumber(i, value);
    memory[to] = value;
  }
  return undefined;
}

function notNumberIn(values: readonly unknown[], start: number): NotNumber {
  const place = values.findIndex((value) => typeof value !== "number");
  return new NotNumber(start + place, values[place]);
}

/** The numbers in an array of the call's own, as they are: class indices may be more than float32 can count. */
export function readExactly(values: readonly unknown[]): Float64Array | NotNumber {
  const own = new Float64Array(values.length);
  for (let i = 0; i < own.length; i++) {
    const value = values[i];
    if (typeof value !== "number") return new NotNumber(i, value);
    own[i] = value;
  }
  return own;
}

/** The numbers in an array of the call's own. */
export function readNumbers(values: readonly unknown[]): Float32Array | NotNumber {
  const { length } = values;
  const own = new Float32Array(length);
  return copyNumbers(values, length, own, 0) ?? own;
}
