// What is put in: seeded, drawn evenly over the integers behind the floats, never from pretty numbers alone.

import type { OptionSpec, OptionSpecs } from "../src/spec/options.js";
import type { SpecOf } from "../src/spec/types.js";
import type { Options } from "./subjects.js";

const word = new Int32Array(1);
const float = new Float32Array(word.buffer);

function floatOf(bits: number): number {
  word[0] = bits;
  return float[0] as number;
}

/** A generator of numbers in [0, 1), the same in every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Floats whose bit patterns are drawn evenly from all 2^32: NaNs, infinities and subnormals among them. */
export function bitPatterns(count: number, seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: count }, () => floatOf(random() * 2 ** 32));
}

export function uniform(count: number, seed: number, low: number, high: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: count }, () => low + (high - low) * random());
}

/** The floats around x: itself and `reach` on either side. */
export function neighbours(x: number, reach = 4): number[] {
  float[0] = x;
  const bits = word[0] as number;
  const near = Array.from({ length: 2 * reach + 1 }, (_, i) => floatOf(bits + i - reach));
  return x === 0 ? [...near.filter((each) => each >= 0), ...near.filter((each) => each >= 0).map((each) => -each)] : near;
}

const MAGNITUDES = [
  0,
  2 ** -149,
  2 ** -127,
  2 ** -126,
  2 ** -64,
  2 ** -24,
  2 ** -12,
  0.5,
  1,
  1.5,
  3,
  6,
  9,
  16.7,
  20,
  87.3,
  88.7,
  104,
];
const EXTREMES = [2 ** 24, 2 ** 64, 3.4028234663852886e38, Infinity];

/** Zeros of both signs, limits of the format, points where exponentials saturate, infinities and NaN. */
export const SPECIALS: readonly number[] = [...[...MAGNITUDES, ...EXTREMES].flatMap((magnitude) => [magnitude, -magnitude]), NaN];

/** Specials, points of interest with their neighbours, even bit patterns, and ranges where the functions bend. */
export function floats(count: number, seed: number, interest: readonly number[] = []): Float32Array {
  const around = [...interest, ...MAGNITUDES, ...MAGNITUDES.map((each) => -each)].flatMap((each) => neighbours(each));
  return Float32Array.from([
    ...SPECIALS,
    ...around,
    ...bitPatterns(count, seed),
    ...uniform(count >> 1, seed + 1, -12, 12),
    ...uniform(count >> 2, seed + 2, -110, 110),
  ]);
}

/** Sums of three even numbers: a bell of about this width. */
export function bell(count: number, seed: number, width = 1): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: count }, () => 2 * width * (random() + random() + random() - 1.5));
}

/** Rows of probabilities that sum to 1; where `sparse`, some of them are exactly 0. */
export function distributions(rows: number, columns: number, seed: number, sparse = false): Float32Array {
  const random = seeded(seed);
  const all = new Float32Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    const raw = Float64Array.from({ length: columns }, (_, c) =>
      sparse && c > 0 && random() < 0.3 ? 0 : Math.exp(6 * random() - 3),
    );
    const sum = raw.reduce((a, b) => a + b, 0);
    all.set(
      raw.map((each) => each / sum),
      r * columns,
    );
  }
  return all;
}

export function classes(rows: number, columns: number, seed: number): Int32Array {
  const random = seeded(seed);
  return Int32Array.from({ length: rows }, () => Math.floor(random() * columns));
}

/** Values that some options accept; which of them fit an option, its own check says. */
const CANDIDATES: readonly unknown[] = [2.5, 0.3, -1.7, 0.05, 0, 3];

function alternatives(option: OptionSpec<unknown>): unknown[] {
  const candidates = option.choices ?? (typeof option.default === "boolean" ? [!option.default] : CANDIDATES);
  if (option.default === undefined) return [];
  return candidates.filter((each) => each !== option.default && option.accepts(each)).slice(0, 3);
}

/** The defaults, each option changed alone (up to three ways), and all changed together. */
export function optionSets(spec: { readonly options: OptionSpecs }): Options[] {
  const changes = Object.entries(spec.options).map(([name, option]) => ({ name, values: alternatives(option) }));
  const alone = changes.flatMap(({ name, values }) => values.map((value) => ({ [name]: value })));
  const together = Object.fromEntries(
    changes.filter(({ values }) => values.length > 0).map(({ name, values }) => [name, values[0]]),
  );
  return [{}, ...alone, ...(Object.keys(together).length > 1 ? [together] : [])];
}

/** Whether the output alone tells the gradient with these options: else to ask it is an error. */
export function outputTells(spec: SpecOf<"activation">, options: Options): boolean {
  const name = spec.nonNegativeFromOutput;
  return name === undefined || resolved(spec, options)[name] >= 0;
}

/** Options as the spec's functions take them: defaults filled in. */
// biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
export function resolved(spec: { readonly options: OptionSpecs }, given: Options): any {
  const defaults = Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default]));
  return { ...defaults, ...given };
}

/** Lengths around vectors, unrolled loops, primes and the edges of blocks. */
export const LENGTHS: readonly number[] = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 97, 1009, 16383, 16384, 16385, 32769];

/** Widths of rows around vectors, and one wider than a block. */
export const COLUMNS: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 33, 130, 1000, 16385];

const kept = new Map<string, unknown>();

/** What `make` gives, computed once for all subjects. */
export function memo<T>(key: string, make: () => T): T {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key) as T;
}
