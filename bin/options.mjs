// The command line: read and checked before anything is loaded.

import { parseArgs } from "node:util";
import { ops } from "lanewise";

export const HELP = `lanewise COMMAND [options]

  info                 what runs in this engine, and why
  check                every op beside its float64 reference: the largest error in ulp, against the bound it promises
  bench                every op beside the same in plain JavaScript

  --op A,B             check, bench: only these ops
  --size N             check, bench: elements of a call (check 4096, bench 65536)
  --seed N             check: of the random inputs (0)
  --precision NAME     fast or high; check takes both unless one is given
  --simd NAME          auto, relaxed or fixed
  --backend NAME       auto, wasm or reference
  --threads N          threads of a call (1); info: auto
  --json               results as JSON
  --version
  --help

Exit code 0: all is well; 1: check found a result beyond its bound; 2: a wrong command line.`;

/** What the user can mend: one line, exit code 2. */
export class UsageError extends Error {
  /** @override */
  name = "UsageError";
}

const NAMES = /** @type {const} */ (["info", "check", "bench"]);
const TEXT = /** @type {const} */ ({ type: "string" });
const FLAG = /** @type {const} */ ({ type: "boolean", default: false });
const OPTIONS = {
  op: TEXT,
  size: TEXT,
  seed: TEXT,
  precision: TEXT,
  simd: TEXT,
  backend: TEXT,
  threads: TEXT,
  json: FLAG,
  version: { ...FLAG, short: "v" },
  help: { ...FLAG, short: "h" },
};
/** Options that are for some commands alone. */
const ONLY = { op: ["check", "bench"], size: ["check", "bench"], seed: ["check"] };

/**
 * @typedef {object} Command
 * @property {"info" | "check" | "bench"} name
 * @property {boolean} help
 * @property {boolean} version
 * @property {boolean} json
 * @property {readonly string[]} ops
 * @property {number | undefined} size
 * @property {number} seed
 * @property {import("lanewise").LoadOptions} load
 */

/**
 * @param {readonly string[]} words
 * @returns {Command}
 */
export function readCommand(words) {
  const { values, positionals } = parse(words);
  const [name, surplus] = positionals;
  const help = values.help || (name === undefined && !values.version);
  const known = NAMES.find((each) => each === name);
  if (name !== undefined && !known) throw new UsageError(`no command "${name}", expected ${NAMES.join(", ")}; --help explains`);
  if (surplus !== undefined) throw new UsageError(`"${surplus}": one command at a time`);
  for (const [option, commands] of Object.entries(ONLY)) {
    if (option in values && known && !commands.includes(known)) throw new UsageError(`--${option} is for ${commands.join(", ")}`);
  }
  return {
    name: known ?? "info",
    help,
    version: values.version,
    json: values.json,
    ops: readOps(values.op),
    size: readInteger("size", values.size, 1, 2 ** 24),
    seed: readInteger("seed", values.seed, 0, 2 ** 32 - 1) ?? 0,
    load: readLoad(values, known),
  };
}

/** @param {readonly string[]} words */
function parse(words) {
  // parseArgs takes the −1 of "--threads -1" for an option; it is a number, to be refused as such.
  const args = words.flatMap((word, i) => {
    if (/^--[^=]+$/.test(word) && /^-[.\d]/.test(words[i + 1] ?? "")) return [`${word}=${words[i + 1]}`];
    return /^-[.\d]/.test(word) && /^--[^=]+$/.test(words[i - 1] ?? "") ? [] : [word];
  });
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    throw new UsageError(`${message.split(/\.\s|\n/)[0]?.replace("is ambiguous", "missing")}; --help lists the options`);
  }
}

/** @param {string | undefined} text */
function readOps(text) {
  const all = Object.keys(ops);
  const names = text?.split(",").map((each) => each.trim()) ?? all;
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new UsageError(`--op: no op "${unknown}", expected some of ${all.join(", ")}`);
  return names;
}

/**
 * @param {string} option
 * @param {string | undefined} text
 * @param {number} low
 * @param {number} high
 */
function readInteger(option, text, low, high) {
  if (text === undefined) return undefined;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new UsageError(`--${option}: "${text}" is not an integer from ${low} to ${high}`);
}

/**
 * @param {{ precision?: string, simd?: string, backend?: string, threads?: string }} given
 * @param {Command["name"] | undefined} name
 * @returns {Command["load"]}
 */
function readLoad({ precision, simd, backend, threads }, name) {
  const usual = name === "info" ? "auto" : 1;
  const count = threads === "auto" ? threads : (readInteger("threads", threads, 1, 1024) ?? usual);
  return /** @type {Command["load"]} */ ({
    ...(precision !== undefined && { precision }),
    ...(simd !== undefined && { simd }),
    ...(backend !== undefined && { backend }),
    threads: count,
  });
}
