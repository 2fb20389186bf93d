// Reads the options of a call: unknown names and wrong values are errors, defaults are filled in, kernel parameters made.
//
// To read an argument may run code of its owner (a getter, a proxy, valueOf), which may do anything: change another argument,
// dispose a tensor, call the same op. So whatever a call is given it reads once, into values of its own; then it checks these,
// then it works with them, and never looks at the caller's objects again.

import type { Settings } from "../backend/backend.js";
import type { OptionSpec, OptionSpecs } from "../spec/options.js";
import { describe } from "./arguments.js";

interface Configurable {
  readonly name: string;
  readonly options: OptionSpecs;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  parameters?(options: any): readonly number[];
}

/**
 * Checks the names of options, and reads those of the op itself, each once.
 * @param common options that the facade itself reads, once too: shape, out, reduction, …
 */
export function settingsReader(spec: Configurable, common: readonly string[]): (given: object | undefined) => Settings {
  const own = Object.entries(spec.options);
  const names = own.map(([name]) => name);
  /** Of each name, whether it is an option of the op itself. */
  const known: Known = new Map([...names.map((name) => [name, true] as const), ...common.map((name) => [name, false] as const)]);
  const make = (given: readonly unknown[]): Settings => {
    const values: Record<string, unknown> = {};
    own.forEach(([name, option], i) => {
      values[name] = checkOption(spec.name, name, option, given[i]);
    });
    const [a = 0, b = 0] = spec.parameters?.(values) ?? [];
    return { values, a, b };
  };
  const defaults = make([]);
  // Calls in a row mostly give the same options: their settings are kept.
  let latest = { given: names.map((): unknown => undefined), settings: defaults };
  // Taken while it is in use, since a getter may call the same op.
  let spare: unknown[] | undefined;
  return (given) => {
    if (given === undefined || !mayHoldOwn(spec.name, given, known)) return defaults;
    const options = given as Readonly<Record<string, unknown>>;
    const values = spare ?? [];
    spare = undefined;
    const before = latest;
    let same = true;
    for (let i = 0; i < names.length; i++) {
      const value = options[names[i] as string];
      values[i] = value;
      if (!Object.is(value, before.given[i])) same = false;
    }
    if (!same) latest = { given: values.slice(), settings: make(values) };
    spare = values;
    return same ? before.settings : latest.settings;
  };
}

type Known = ReadonlyMap<string, boolean>;

/**
 * Checks that it is an object of options, all of them known.
 * @returns whether the op's own may be among them: they may be hidden, as accessors of a class are
 */
function mayHoldOwn(op: string, given: object, known: Known): boolean {
  let found = false;
  let own = false;
  if (typeof given === "object") {
    for (const name in given) {
      const isOwn = known.get(name);
      if (isOwn) own = true;
      if (isOwn !== undefined) found = true;
      else if (!isOfEveryObject(given, name)) {
        checkKind(op, given);
        throw new TypeError(`${op}: unknown option ${describe(name)}, expected one of ${[...known.keys()].join(", ")}`);
      }
    }
  }
  if (!found) checkKind(op, given);
  return own || given.constructor !== Object;
}

/** Objects that hold no options may be of another kind: a Map, a tensor, an array. */
function checkKind(op: string, given: unknown): void {
  if (["[object Object]", "[object Module]"].includes(Object.prototype.toString.call(given))) return;
  throw new TypeError(`${op}: options is ${describe(given)}, expected an object`);
}

/** Whether a property was put on Object.prototype, as some old libraries do: then it is no option. */
function isOfEveryObject(given: object, name: string): boolean {
  let owner: object | null = given;
  while (owner && !Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner);
  return owner !== null && owner !== given && Object.getPrototypeOf(owner) === null;
}

/** The option's value, or its default. */
export function checkOption(op: string, name: string, option: OptionSpec<unknown>, value: unknown): unknown {
  if (value === undefined) return option.default;
  if (option.accepts(value)) return value;
  const wrongKind = option.default !== undefined && typeof value !== typeof option.default;
  throw new (wrongKind ? TypeError : RangeError)(`${op}: ${name} is ${describe(value)}, expected ${option.expected}`);
}
