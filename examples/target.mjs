// What is to be predicted, as the loss reads it: numbers, or classes. And which loss, where none is named.

import { fail, missingCell } from "./data.mjs";
import { CommandError } from "./errors.mjs";
import { isMissing, isNumber, looksNumeric, readMeasure } from "./kinds.mjs";

/** More different numbers than this are measurements, not names of classes. */
const MOST_NUMERIC_CLASSES = 50;

/** @typedef {import("./data.mjs").Dataset} Dataset */

/**
 * @typedef {object} Target
 * @property {Float64Array} values numbers, or the index of each row's class
 * @property {string[] | undefined} classes their names
 */

/**
 * The loss of a column that nothing is said of, and the reason where it might as well be another.
 * @param {Dataset} data
 * @returns {{ loss: string, why?: string }}
 */
export function chooseLoss({ target, targetKind, y }) {
  if (targetKind.kind === "text") return { loss: "crossEntropy" };
  const some = new Set(y);
  if (targetKind.kind === "number" && some.size === 2 && y.every(isNumber)) {
    const [a, b] = [...some].sort((one, other) => Number(one) - Number(other));
    return {
      loss: "binaryCrossEntropyWithLogits",
      why: `"${target}" holds only ${a} and ${b}, so it is learned as two classes; --loss huber learns it as a number`,
    };
  }
  if (targetKind.kind === "number" && some.size <= 10 && y.every((cell) => Number.isInteger(Number(cell)))) {
    return {
      loss: "huber",
      why: `"${target}" holds ${some.size} whole numbers, and is learned as a number; --loss crossEntropy learns them as classes`,
    };
  }
  return { loss: "huber" };
}

/**
 * @param {Dataset} data
 * @param {string} loss that needs them
 * @param {readonly [number, number] | undefined} domain where the loss is defined
 * @returns {Target}
 */
export function readNumbers(data, loss, domain) {
  const kind = data.targetKind.kind === "date" ? data.targetKind : { kind: /** @type {const} */ ("number"), dayFirst: false };
  const values = Float64Array.from(data.y, (cell, row) => {
    const value = readMeasure(cell, kind);
    if (value !== undefined) return value;
    const what = kind.kind === "date" ? "date" : looksNumeric(cell) ? "finite number" : "number";
    const problem = isMissing(cell) ? missingCell(cell, kind.kind) : `"${cell}" is not a ${what}`;
    return fail(data, row, data.target, `${problem}, as ${loss} needs`);
  });
  const outside = values.findIndex((value) => domain !== undefined && (value < domain[0] || value > domain[1]));
  if (domain && outside >= 0) {
    const allowed = domain[1] === Infinity ? `≥ ${domain[0]}` : `from ${domain[0]} to ${domain[1]}`;
    fail(data, outside, data.target, `${values[outside]} is outside the domain of ${loss}, expected a number ${allowed}`);
  }
  if (values.every((value) => value === values[0])) {
    throw new CommandError(`${data.file}: column "${data.target}" is ${values[0]} in every row: there is nothing to learn`);
  }
  return { values, classes: undefined };
}

/**
 * @param {Dataset} data
 * @param {string} loss
 * @param {boolean} binary
 * @param {readonly string[]} alternatives losses for a number, to be named where the target is one
 * @returns {Target}
 */
export function readClasses(data, loss, binary, alternatives) {
  const numeric = data.y.every(isNumber);
  // 1 and 1.0 are one class.
  const names = numeric ? data.y.map((cell) => String(Number(cell))) : data.y;
  const classes = [...new Set(names)].sort(numeric ? (a, b) => Number(a) - Number(b) : undefined);
  const column = `${data.file}: column "${data.target}"`;
  if (classes.length === 1) throw new CommandError(`${column} holds one class only, "${classes[0]}": there is nothing to learn`);
  if (numeric && classes.length > MOST_NUMERIC_CLASSES) {
    throw new CommandError(
      `${column} has ${classes.length} different numbers, too many to be the classes of ${loss}; losses for a number are ${alternatives.join(", ")}`,
    );
  }
  if (binary && classes.length !== 2) {
    const some = classes.length > 5 ? [...classes.slice(0, 5), "…"] : classes;
    throw new CommandError(`${column} has ${classes.length} classes (${some.join(", ")}), ${loss} needs two`);
  }
  if (classes.length === names.length)
    throw new CommandError(`${column} has another class in every row: nothing can be held out`);
  const indices = new Map(classes.map((name, index) => [name, index]));
  return { values: Float64Array.from(names, (name) => Number(indices.get(name))), classes };
}
