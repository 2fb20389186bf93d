// The command line: what may be said, read and checked before anything else happens.

import { parseArgs } from "node:util";
import { activations, defaultsOf, penalties } from "./catalogue.mjs";
import { CommandError } from "./errors.mjs";
import { find } from "./experiment.mjs";

/**
 * @typedef {object} Option
 * @property {string} [value] what stands behind it; without, it is a flag
 * @property {string} text
 * @property {string} [otherwise] the value if it is not given
 * @property {boolean} [multiple]
 * @property {string} [short]
 */

/** @type {Record<string, Option>} */
export const OPTIONS = {
  target: { value: "COLUMN", text: "the column to predict" },
  ignore: { value: "A,B", multiple: true, text: "columns to leave out; may be repeated" },
  missing: {
    value: "mean|drop|error",
    text: "what to do about cells that are empty, NA, N/A, NaN, null or ?: fill in the mean (of text the commonest value), drop the row, or stop",
    otherwise: "error",
  },
  header: { value: "yes|no", text: "whether the first line names the columns; found out if not given" },
  activation: { value: "NAME", text: "of the hidden layer", otherwise: "swish" },
  loss: {
    value: "NAME",
    text: "decides the task; if none is given crossEntropy for text, binaryCrossEntropyWithLogits for two numbers, huber for more",
  },
  penalty: { value: "NAME:λ", text: "on the weights; or none", otherwise: "l2Penalty:0.001" },
  hidden: { value: "N", text: "width of the hidden layer", otherwise: "16" },
  epochs: { value: "N", text: "passes over the training rows; 200 if not given, fewer for more than 20,000 rows" },
  rate: { value: "X", text: "learning rate of Adam", otherwise: "0.01" },
  batch: { value: "N", text: "rows of a step; if not given all, or 1024 of more than 8192" },
  seed: { value: "N", text: "of the split and the initial weights", otherwise: "0" },
  precision: { value: "NAME", text: "fast or high", otherwise: "fast" },
  backend: { value: "NAME", text: "auto, wasm or reference", otherwise: "auto" },
  metrics: { text: "precision, recall and confusion of each class, or the errors of a number, on the held-out rows" },
  save: { value: "FILE", text: "writes the trained model as JSON" },
  predict: { value: "FILE", text: "writes the rows of a CSV file with a prediction behind each; needs --model" },
  model: { value: "FILE", text: "a model that --save has written" },
  help: { short: "h", text: "this" },
  version: { short: "v", text: "the library's version" },
};

/**
 * @typedef {object} Command
 * @property {boolean} help
 * @property {boolean} version
 * @property {string | undefined} file
 * @property {string | undefined} target
 * @property {string[]} ignore
 * @property {import("./data.mjs").Missing} missing
 * @property {boolean | undefined} header
 * @property {boolean} metrics
 * @property {string | undefined} save
 * @property {{ file: string, model: string } | undefined} predict
 * @property {string | undefined} loss
 * @property {string} activation
 * @property {number} hidden
 * @property {number} seed
 * @property {import("./train.mjs").Settings} settings
 * @property {{ precision: "fast" | "high", backend: "auto" | "wasm" | "reference" }} load checked by load()
 */

/**
 * @param {readonly string[]} words
 * @returns {Command}
 */
export function readCommand(words) {
  const { values, positionals } = parse(words);
  const given = /** @type {Record<string, any>} */ (values);
  if (positionals.length > 1) throw new CommandError(`${positionals[1]}: one CSV file at a time, ${positionals[0]} came first`);
  const text = (/** @type {string} */ name) => String(given[name] ?? OPTIONS[name]?.otherwise);
  const number = (/** @type {string} */ name, /** @type {NumberRule} */ rule) => readNumber(name, text(name), rule);
  return {
    help: given.help === true,
    version: given.version === true,
    file: positionals[0],
    target: given.target,
    ignore: given.ignore ?? [],
    missing: oneOf("missing", text("missing"), /** @type {const} */ (["mean", "drop", "error"])),
    header: given.header && oneOf("header", given.header, /** @type {const} */ (["yes", "no"])) === "yes",
    metrics: given.metrics === true,
    save: given.save,
    predict: readPredict(given, positionals),
    loss: given.loss,
    activation: find("activation", text("activation"), activations).name,
    hidden: number("hidden", integer(1, 65536)),
    seed: number("seed", integer(0, 2 ** 32 - 1)),
    settings: {
      epochs: given.epochs === undefined ? undefined : number("epochs", integer(1, 1e6)),
      rate: number("rate", POSITIVE),
      batch: given.batch === undefined ? undefined : number("batch", integer(1, 2 ** 31 - 1)),
      penalty: readPenalty(text("penalty")),
    },
    load: /** @type {Command["load"]} */ ({ precision: text("precision"), backend: text("backend") }),
  };
}

/**
 * @param {Record<string, string | undefined>} given
 * @param {readonly string[]} files
 */
function readPredict({ predict, model, save, target }, files) {
  if (predict === undefined && model === undefined) return undefined;
  if (predict === undefined) throw new CommandError("--model is for --predict, which names the rows to predict");
  if (model === undefined) throw new CommandError("--predict needs --model, a file that --save has written");
  const surplus = files[0] ?? (save === undefined ? undefined : "--save") ?? (target === undefined ? undefined : "--target");
  if (surplus !== undefined) throw new CommandError(`${surplus}: nothing is trained with --predict`);
  return { file: predict, model };
}

/**
 * @template {string} T
 * @param {string} name
 * @param {string} text
 * @param {readonly T[]} choices
 * @returns {T}
 */
function oneOf(name, text, choices) {
  const found = choices.find((choice) => choice === text);
  if (found) return found;
  throw new CommandError(`--${name}: "${text}" is not ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`);
}

/** @param {readonly string[]} words */
function parse(words) {
  // parseArgs takes the −1 of "--rate −1" for an option; it is a number, to be refused as such.
  const args = words.flatMap((word, i) => {
    const next = words[i + 1] ?? "";
    if (/^--[^=]+$/.test(word) && /^-[.\d]/.test(next)) return [`${word}=${next}`];
    return /^-[.\d]/.test(word) && /^--[^=]+$/.test(words[i - 1] ?? "") ? [] : [word];
  });
  const options = Object.fromEntries(
    Object.entries(OPTIONS).map(([name, { value, multiple, short }]) => [
      name,
      {
        type: /** @type {"string" | "boolean"} */ (value ? "string" : "boolean"),
        ...(multiple && { multiple }),
        ...(short && { short }),
      },
    ]),
  );
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (!code?.startsWith("ERR_PARSE_ARGS")) throw error;
    const sentence = String(message.split(/\.\s|\n/)[0]).replace("is ambiguous", "missing");
    throw new CommandError(`${sentence}; --help lists the options`);
  }
}

/** @typedef {{ expected: string, accepts: (value: number) => boolean }} NumberRule */

/**
 * @param {number} low
 * @param {number} high
 * @returns {NumberRule}
 */
function integer(low, high) {
  return {
    expected: `an integer from ${low} to ${high}`,
    accepts: (value) => Number.isInteger(value) && value >= low && value <= high,
  };
}

/** @type {NumberRule} */
const POSITIVE = { expected: "a number > 0", accepts: (value) => value > 0 && Number.isFinite(value) };

/**
 * @param {string} name
 * @param {string} text
 * @param {NumberRule} rule
 */
function readNumber(name, text, { expected, accepts }) {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!accepts(value)) throw new CommandError(`--${name}: "${text}" is not ${expected}`);
  return value;
}

/**
 * "l2Penalty:0.001"; several numbers fill the penalty's options in the table's order.
 * @param {string} text
 * @returns {import("./trainer.mjs").Penalty | undefined}
 */
function readPenalty(text) {
  if (text === "none") return undefined;
  const [name = "", numbers] = text.split(":");
  const spec = find("penalty", name, penalties);
  const options = defaultsOf(spec);
  const names = Object.keys(options);
  const given = numbers?.split(",") ?? [];
  if (given.length > names.length)
    throw new CommandError(`--penalty: ${name} takes ${names.join(",")}, not ${given.length} numbers`);
  given.forEach((each, i) => {
    options[String(names[i])] = readNumber("penalty", each, {
      expected: "a number ≥ 0",
      accepts: (value) => value >= 0 && value < Infinity,
    });
  });
  return { name, options };
}
