// Options of ops: a default, a check and the words that say what is allowed. Types of the public API are derived from them.

/** One option of an op. */
export interface OptionSpec<T> {
  readonly default: T;
  /** What is allowed, as it stands in error messages and docs: "a finite number". */
  readonly expected: string;
  readonly accepts: (value: unknown) => boolean;
  /** The values of a choice, in the order of the docs. */
  readonly choices?: readonly T[];
}

export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;

/** Options with every default filled in. */
export type Resolved<S extends OptionSpecs> = { readonly [K in keyof S]: S[K] extends OptionSpec<infer T> ? T : never };

function numeric(defaultValue: number, expected: string, accepts: (value: number) => boolean): OptionSpec<number> {
  return { default: defaultValue, expected, accepts: (value) => typeof value === "number" && accepts(value) };
}

/**
 * Whether it is 0 or, in float32, neither infinite nor subnormal: float32 lanes would take others for ∞ or 0, or round off
 * much of them.
 */
function isKept(value: number): boolean {
  const size = Math.abs(Math.fround(value));
  return value === 0 || (size >= 2 ** -126 && size < Number.POSITIVE_INFINITY);
}

export const finite = (defaultValue: number) => numeric(defaultValue, "0 or a number from ±1.18e-38 to ±3.4e38", isKept);

export const positive = (defaultValue: number) =>
  numeric(defaultValue, "a number from 1.18e-38 to 3.4e38", (value) => value > 0 && isKept(value));

export const nonNegative = (defaultValue: number) =>
  numeric(defaultValue, "0 or a number from 1.18e-38 to 3.4e38", (value) => value >= 0 && isKept(value));

/** A number in [0, end). */
export const fraction = (defaultValue: number, end: number) =>
  numeric(
    defaultValue,
    `0 or a number from 1.18e-38 up to, not including, ${end}`,
    (value) => value >= 0 && value < end && isKept(value),
  );

/** What data is limited to; in float32 it may become infinite, or 0. */
export const limit = (defaultValue: number) => numeric(defaultValue, "a number", (value) => !Number.isNaN(value));

export const integerAtLeast = (defaultValue: number, low: number) =>
  numeric(defaultValue, `an integer ≥ ${low}`, (value) => Number.isInteger(value) && value >= low);

export const flag = (defaultValue: boolean): OptionSpec<boolean> => ({
  default: defaultValue,
  expected: "true or false",
  accepts: (value) => typeof value === "boolean",
});

export function choice<const T extends string>(first: T, ...others: T[]): OptionSpec<T> {
  const choices = [first, ...others];
  return {
    default: first,
    expected: choices.map((each) => `"${each}"`).join(" or "),
    accepts: (value) => choices.includes(value as T),
    choices,
  };
}
