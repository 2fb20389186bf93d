// Reads the options of a call: unknown names and wrong values are errors, defaults are filled in, kernel parameters made.
//
// To read an argument may run code of its owner (a getter, a proxy, valueOf), which may do anything: change another argument,
// dispose a tensor, call the same op. So whatever a call is given it reads once, into values of its own; then it checks these,
// then it works with them, and never looks at the caller's objects again.

import type { Settings } from "../backend/backend.js";
import type { OptionSpec, OptionSpecs } from "../spec/options.js";
import { describe } from "./arguments.js";
import { checkKind, isOfRoot, isOnRoot, isPlain, withoutRoot } from "./plain.js";

interface Configurable {
  readonly name: string;
  readonly options: OptionSpecs;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  parameters?(options: any): readonly number[];
}

/** Reads the options of a call, in two steps. */
export interface SettingsReader {
  /** The options without what somebody put on Object.prototype: of these the facade reads what all ops share. */
  plain<T extends object>(given: T | undefined): T | undefined;
  /** The same of options with one that not all ops share, once it was seen on Object.prototype. */
  withoutRoot<T extends object>(options: T): T;
  /** Checks the names of options, and reads those of the op itself, each once. @param options as `plain` gives them */
  read(options: object | undefined): Settings;
}

/** @param common options that the facade itself reads, each once too: shape, out, reduction, … */
export function settingsReader(spec: Configurable, common: readonly string[]): SettingsReader {
  const own = Object.entries(spec.options);
  const names = own.map(([name]) => name);
  const known = [...names, ...common];
  const mayHoldOwn = namesReader(spec.name, names, common);
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
  const readOwn = (options: Readonly<Record<string, unknown>>): Settings => {
    const values = spare ?? [];
    spare = undefined;
    const before = latest;
    let same = true;
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      let value = options[name];
      if (isOnRoot(name, value, options) && isOfRoot(options, name)) value = undefined;
      values[i] = value;
      if (!Object.is(value, before.given[i])) same = false;
    }
    if (!same) latest = { given: values.slice(), settings: make(values) };
    spare = values;
    return same ? before.settings : latest.settings;
  };
  return {
    plain: (given) => (given === undefined || isPlain(given) ? given : withoutRoot(spec.name, given, known)),
    withoutRoot: (given) => withoutRoot(spec.name, given, known),
    read: (options) =>
      options === undefined || !mayHoldOwn(options) ? defaults : readOwn(options as Readonly<Record<string, unknown>>),
  };
}

type Known = ReadonlyMap<string, boolean>;

/** The names of the latest options, and whether one is the op's own: calls in a row mostly give the same. */
interface Latest {
  names: readonly string[];
  own: boolean;
}

/**
 * Checks that options are an object, and that all of them are known.
 * @returns whether the op's own may be among them: they may be hidden, as accessors of a class are
 */
function namesReader(op: string, own: readonly string[], common: readonly string[]): (given: object) => boolean {
  const known: Known = new Map([...own.map((name) => [name, true] as const), ...common.map((name) => [name, false] as const)]);
  const latest: Latest = { names: [], own: false };
  return (given) => {
    const { names } = latest;
    let count = 0;
    if (typeof given === "object")
      for (const name in given) if (name !== names[count++]) return checkNames(op, given, known, latest);
    if (count === 0 || count !== names.length) return checkNames(op, given, known, latest);
    return latest.own || given.constructor !== Object;
  };
}

function checkNames(op: string, given: object, known: Known, latest: Latest): boolean {
  const names: string[] = [];
  let own = false;
  if (typeof given === "object") {
    for (const name in given) {
      const isOwn = known.get(name);
      if (isOwn) own = true;
      if (isOwn !== undefined) names.push(name);
      else if (!isOfRoot(given, name)) {
        checkKind(op, given);
        throw new TypeError(`${op}: unknown option ${describe(name)}, expected one of ${[...known.keys()].join(", ")}`);
      }
    }
  }
  if (names.length === 0) checkKind(op, given);
  latest.names = names;
  latest.own = own;
  return own || given.constructor !== Object;
}

/** The option's value, or its default. */
export function checkOption(op: string, name: string, option: OptionSpec<unknown>, value: unknown): unknown {
  if (value === undefined) return option.default;
  if (option.accepts(value)) return value;
  const wrongKind = option.default !== undefined && typeof value !== typeof option.default;
  throw new (wrongKind ? TypeError : RangeError)(`${op}: ${name} is ${describe(value)}, expected ${option.expected}`);
}
