// What the table says of an op's options, as controls need it: defaults, and the interval of a slider.

import type { OptionSpec, Spec } from "lanewise";
import type { Options } from "./calls.js";

export function defaultsOf(spec: Spec): Options {
  return Object.fromEntries(entriesOf(spec).map(([name, option]) => [name, option.default]));
}

export function entriesOf(spec: Spec): [string, OptionSpec<unknown>][] {
  return Object.entries(spec.options as Readonly<Record<string, OptionSpec<unknown>>>);
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

const STEPS = 200;

/** A slider's interval around a default: as much of ±3 (or three times the default) as the option accepts. */
export function intervalOf(option: OptionSpec<unknown>): Interval {
  const middle = option.default as number;
  if (!option.accepts(middle + 0.5) && option.accepts(middle + 1))
    return { low: option.accepts(1) ? 1 : middle, high: middle + 6, step: 1 };
  const reach = Math.max(3, 3 * Math.abs(middle));
  // Small defaults (a slope of 0.01) and fractions want a finer slider.
  const narrow = !option.accepts(1.5)
    ? 1
    : middle !== 0 && Math.abs(middle) < 0.1 && !option.accepts(-1)
      ? 10 * Math.abs(middle)
      : reach;
  const step = niceStep((2 * narrow) / STEPS);
  const end = (sign: 1 | -1) => {
    let value = middle;
    for (let i = 1; i * step <= narrow + step / 2 && option.accepts(rounded(middle + sign * i * step)); i++) {
      value = rounded(middle + sign * i * step);
    }
    return value;
  };
  return { low: end(-1), high: end(1), step };
}

/** 1, 2 or 5 times a power of ten. */
function niceStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  return ([1, 2, 5].find((each) => each * power >= step * 0.999) ?? 10) * power;
}

export const rounded = (value: number): number => Number(value.toPrecision(12));

/** An option's value as an address holds it. */
export function readOption(option: OptionSpec<unknown>, text: string | undefined): unknown {
  if (text === undefined) return option.default;
  const value = typeof option.default === "number" ? Number(text) : typeof option.default === "boolean" ? text === "true" : text;
  return option.accepts(value) ? value : option.default;
}
