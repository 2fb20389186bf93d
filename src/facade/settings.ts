// Reads the options of a call: unknown names and wrong values are errors, defaults are filled in, kernel parameters made.

import type { Settings } from "../backend/backend.js";
import type { OptionSpec, OptionSpecs } from "../spec/options.js";
import { describe } from "./arguments.js";

interface Configurable {
  readonly name: string;
  readonly options: OptionSpecs;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  parameters?(options: any): readonly number[];
}

/** @param common options that the facade itself reads: shape, out, reduction, … */
export function settingsReader(spec: Configurable, common: readonly string[]): (given: object | undefined) => Settings {
  const make = (given: Readonly<Record<string, unknown>>): Settings => {
    const values: Record<string, unknown> = {};
    for (const [name, option] of Object.entries(spec.options)) values[name] = readOption(spec.name, name, option, given[name]);
    const [a = 0, b = 0] = spec.parameters?.(values) ?? [];
    return { values, a, b };
  };
  const defaults = make({});
  const names = Object.keys(spec.options);
  /** Of each name, whether it is an option of the op itself. */
  const known = new Map([...names.map((name) => [name, true] as const), ...common.map((name) => [name, false] as const)]);
  // Calls in a row mostly give the same options: their settings are kept.
  let latest = defaults;
  const isLatest = (given: Readonly<Record<string, unknown>>) => {
    for (const name of names) if (given[name] !== latest.values[name]) return false;
    return true;
  };
  return (given) => {
    if (given === undefined) return defaults;
    if (given === null || typeof given !== "object") {
      throw new TypeError(`${spec.name}: options is ${describe(given)}, expected an object`);
    }
    let own = false;
    for (const name in given) {
      const isOwn = known.get(name);
      if (isOwn) own = true;
      else if (isOwn === undefined) {
        throw new TypeError(`${spec.name}: unknown option "${name}", expected one of ${[...known.keys()].join(", ")}`);
      }
    }
    if (!own) return defaults;
    const options = given as Record<string, unknown>;
    if (!isLatest(options)) latest = make(options);
    return latest;
  };
}

function readOption(op: string, name: string, option: OptionSpec<unknown>, value: unknown): unknown {
  if (value === undefined) return option.default;
  if (option.accepts(value)) return value;
  const wrongKind = option.default !== undefined && typeof value !== typeof option.default;
  throw new (wrongKind ? TypeError : RangeError)(`${op}: ${name} is ${describe(value)}, expected ${option.expected}`);
}
