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

export const finite = (defaultValue: number) => numeric(defaultValue, "a finite number", Number.isFinite);

export const positive = (defaultValue: number) =>
  numeric(defaultValue, "a finite number > 0", (value) => value > 0 && Number.isFinite(value));

export const nonNegative = (defaultValue: number) =>
  numeric(defaultValue, "a finite number ≥ 0", (value) => value >= 0 && Number.isFinite(value));

/** A number in [low, high). */
export const fraction = (defaultValue: number, low: number, high: number) =>
  numeric(defaultValue, `a number from ${low} up to, not including, ${high}`, (value) => value >= low && value < high);

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
