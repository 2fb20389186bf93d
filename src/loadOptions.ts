// The options of load(), and their checks.

import { describe } from "./facade/arguments.js";
import type { Precision } from "./families.js";
import { tagOf } from "./runtime/objects.js";
import { LEAST_BYTES, type LinearMemoryOptions, MOST_BYTES } from "./runtime/storage.js";
import type { VerifyOptions } from "./verify/verify.js";

/** What load() and loadSync() take; all of it may be left out. */
export interface LoadOptions {
  /** `fast` (the default): float32 lanes, ≤ 4 ulp. `high`: float64 lanes, ≤ 0.51 ulp. */
  readonly precision?: Precision | undefined;
  /** `auto` (the default) takes WebAssembly where it runs, else the plain JavaScript reference. */
  readonly backend?: "auto" | "wasm" | "reference" | undefined;
  /** `auto` (the default) takes relaxed SIMD where the engine has it. */
  readonly simd?: "auto" | "relaxed" | "fixed" | undefined;
  /**
   * How many threads compute, the caller's own included. `auto` (the default): one a processor, started by the first work on
   * tensors that is worth it. A number: load() starts them and waits until they have answered. `lw.info` tells what has come of it.
   */
  readonly threads?: "auto" | number | undefined;
  /** Repeats every call with the reference, and throws a VerificationError where they differ beyond the op's bound. */
  readonly verify?: boolean | VerifyOptions | undefined;
  /** Limits of the linear memory that tensors and work areas share. */
  readonly memory?: LinearMemoryOptions | undefined;
  /** The compiled kernel modules, where they cannot be loaded as usual. Must fit `precision` and `simd`. */
  readonly module?: WebAssembly.Module | readonly WebAssembly.Module[] | undefined;
  /** The bytes of the kernel modules (`lanewise/kernels/*.wasm`), likewise. */
  readonly bytes?: BufferSource | readonly BufferSource[] | undefined;
  /** The address of the folder that holds `lanewise/kernels/*.wasm` (with a slash at its end), or those of the modules. */
  readonly url?: URL | string | readonly (URL | string)[] | undefined;
  /** The address of `lanewise/worker`, where a content security policy refuses workers made from a blob. */
  readonly workerUrl?: URL | string | undefined;
}

/** As load() goes on with them. */
export interface OwnLoadOptions extends Omit<LoadOptions, "module" | "bytes" | "url"> {
  readonly module?: readonly WebAssembly.Module[] | undefined;
  readonly bytes?: readonly BufferSource[] | undefined;
  readonly url?: readonly string[] | undefined;
}

/** Takes an option as it was given, and gives it as it is to be used. */
export type Check<T> = (value: unknown, caller: string, name: string) => T;
export type Checks<T> = { readonly [K in keyof T]-?: Check<T[K]> };

/**
 * Options as the program's own: each is read once, and checked. What somebody put on Object.prototype is none.
 * @param name of the option that holds these; none for a call's own
 * @throws TypeError for what is no object of options, and for unknown ones; whatever the checks throw
 */
export function readOptions<T extends object>(caller: string, given: unknown, checks: Checks<T>, name = ""): T {
  const known = Object.keys(checks) as (keyof T & string)[];
  if (!isObjectOfOptions(given)) {
    return refuse(TypeError, given, caller, name || "options", name ? `{ ${known.join(", ")} }` : "an object");
  }
  const path = name && `${name}.`;
  const unknown = lineOf(given)
    .flatMap(Object.keys)
    .find((key) => !known.includes(key as never));
  if (unknown !== undefined) {
    throw new TypeError(`${caller}: unknown option ${describe(path + unknown)}, expected one of ${known.join(", ")}`);
  }
  const options: Partial<T> = Object.create(null);
  for (const each of known) {
    const isGiven = lineOf(given).some((holder) => Object.hasOwn(holder, each));
    const value = isGiven ? (given as T)[each] : undefined;
    if (value !== undefined) options[each] = checks[each](value, caller, path + each);
  }
  return options as T;
}

const isObjectOfOptions = (value: unknown): value is object =>
  typeof value === "object" && value !== null && ["Object", "Module"].includes(tagOf(value));

/** An object and what it inherits from, without the Object.prototype of whatever realm. */
function lineOf(options: object): object[] {
  const parent: object | null = Object.getPrototypeOf(options);
  return parent && Object.getPrototypeOf(parent) ? [options, ...lineOf(parent)] : [options];
}

function refuse(kind: new (message: string) => Error, value: unknown, caller: string, name: string, expected: string): never {
  throw new kind(`${caller}: ${name} is ${describe(value)}, expected ${expected}`);
}

/** One of some words. */
export function oneOf<const T extends string>(...words: T[]): Check<T> {
  const expected = words.map((each) => `"${each}"`).join(" or ");
  return (value, caller, name) =>
    words.find((each) => each === value) ??
    refuse(typeof value === "string" ? RangeError : TypeError, value, caller, name, expected);
}

function numberThat(expected: string, accepts: (value: number) => boolean): Check<number> {
  return (value, caller, name) =>
    typeof value === "number" && accepts(value)
      ? value
      : refuse(typeof value === "number" ? RangeError : TypeError, value, caller, name, expected);
}

/** What is told by its kind alone. */
function ofKind<T>(expected: string, accepts: (value: unknown) => boolean): Check<T> {
  return (value, caller, name) => (accepts(value) ? (value as T) : refuse(TypeError, value, caller, name, expected));
}

/** One or several (an empty list is neither), as a list of its own. */
function listOf<T>(check: Check<T>): Check<readonly T[]> {
  return (value, caller, name) =>
    Array.isArray(value) && value.length > 0
      ? Array.from(value, (each, i) => check(each, caller, `${name}[${i}]`))
      : [check(value, caller, name)];
}

const isUrl = ofKind("a URL or a string", (value) => typeof value === "string" || tagOf(value) === "URL");

/** As it is now: a URL can be written. */
const address: Check<string> = (...given) => String(isUrl(...given));

const threadCount = numberThat('"auto" or an integer ≥ 1', (value) => Number.isInteger(value) && value >= 1);

const isCallback = ofKind<() => void>("a function", (value) => typeof value === "function");

const verifyChecks: Checks<VerifyOptions> = {
  sample: numberThat("a number from 0 to 1", (value) => value >= 0 && value <= 1),
  onMismatch: isCallback,
  onChecked: isCallback,
};

const isVerify = ofKind(
  "true, false or { sample, onMismatch, onChecked }",
  (value) => typeof value === "boolean" || isObjectOfOptions(value),
);

const memoryChecks: Checks<LinearMemoryOptions> = {
  maximumBytes: numberThat(
    `a number of bytes from ${LEAST_BYTES} to ${MOST_BYTES}`,
    (value) => value >= LEAST_BYTES && value <= MOST_BYTES,
  ),
};

/** Of each option of load(). */
export const loadChecks: Checks<OwnLoadOptions> = {
  precision: oneOf("fast", "high"),
  backend: oneOf("auto", "wasm", "reference"),
  simd: oneOf("auto", "relaxed", "fixed"),
  threads: (value, ...names) => (value === "auto" ? value : threadCount(value, ...names)),
  verify: (value, caller, name) => {
    isVerify(value, caller, name);
    return typeof value === "boolean" ? value : readOptions(caller, value, verifyChecks, name);
  },
  memory: (value, caller, name) => readOptions(caller, value, memoryChecks, name),
  module: listOf(ofKind("a WebAssembly.Module", (value) => tagOf(value) === "WebAssembly.Module")),
  bytes: listOf(
    ofKind<BufferSource>(
      "an ArrayBuffer or a view of one",
      (value) => ArrayBuffer.isView(value) || tagOf(value) === "ArrayBuffer",
    ),
  ),
  url: listOf(address),
  workerUrl: address,
};

/** The options of load() and loadSync(). @throws TypeError or RangeError that names the option */
export const readLoadOptions = (given: unknown): OwnLoadOptions => readOptions("load", given, loadChecks);
