// From the text of a table to numbers: feature columns, and a target that the loss reads as numbers or as classes.

import { CommandError } from "./errors.mjs";
import { count } from "./format.mjs";

/** More different numbers than this are measurements, not names of classes. */
const MOST_NUMERIC_CLASSES = 50;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * @typedef {object} Dataset
 * @property {string} file
 * @property {string[]} features names of the feature columns
 * @property {string} target name of the target column
 * @property {Float64Array[]} x the features of each row
 * @property {string[]} y the target of each row as it stands in the file
 * @property {(row: number) => string} place
 */

/**
 * @typedef {object} Target
 * @property {Float64Array} values numbers, or the index of each row's class
 * @property {string[] | undefined} classes their names
 */

const isNumber = (/** @type {string} */ text) => NUMBER.test(text) && Number.isFinite(Number(text));

/**
 * @param {import("./table.mjs").Table} table
 * @param {string} target
 * @param {readonly string[]} ignored columns that are neither feature nor target
 * @returns {Dataset}
 */
export function makeDataset(table, target, ignored = []) {
  const { file, columns, rows, place } = table;
  const indexOf = (/** @type {string} */ name) => {
    const index = columns.indexOf(name);
    if (index < 0) throw new CommandError(`${file}: no column "${name}", expected one of ${columns.join(", ")}`);
    return index;
  };
  const targetColumn = indexOf(target);
  const leftOut = [targetColumn, ...ignored.map(indexOf)];
  const featureColumns = columns.map((_, column) => column).filter((column) => !leftOut.includes(column));
  if (featureColumns.length === 0) throw new CommandError(`${file}: no column is left to predict "${target}" from`);
  if (rows.length < 5) {
    throw new CommandError(`${file}: has ${count(rows.length, "row")}, expected at least 5: a fifth is held out`);
  }
  /** @type {Dataset} */
  const data = { file, features: featureColumns.map((column) => String(columns[column])), target, x: [], y: [], place };
  rows.forEach((cells, row) => {
    const read = (/** @type {number} */ column) => readNumber(data, row, String(columns[column]), String(cells[column]));
    data.x.push(Float64Array.from(featureColumns, read));
    const cell = String(cells[targetColumn]);
    if (cell === "") fail(data, row, target, "empty cell");
    data.y.push(cell);
  });
  return data;
}

/**
 * @param {Dataset} data
 * @param {(y: string) => boolean} keep
 * @returns {Dataset}
 */
export function rowsWhere(data, keep) {
  const kept = data.y.flatMap((y, row) => (keep(y) ? [row] : []));
  return {
    ...data,
    x: kept.map((row) => /** @type {Float64Array} */ (data.x[row])),
    y: kept.map((row) => String(data.y[row])),
    place: (row) => data.place(Number(kept[row])),
  };
}

/**
 * @param {Dataset} data
 * @param {number} row
 * @param {string} column
 * @param {string} problem
 * @returns {never}
 */
function fail(data, row, column, problem) {
  throw new CommandError(`${data.file}: ${data.place(row)}, column "${column}": ${problem}`);
}

/**
 * @param {Dataset} data
 * @param {number} row
 * @param {string} column
 * @param {string} cell
 * @param {string} why said after the complaint
 */
function readNumber(data, row, column, cell, why = "") {
  if (cell === "") fail(data, row, column, `empty cell, expected a number${why}`);
  if (!isNumber(cell)) fail(data, row, column, `"${cell}" is not a ${NUMBER.test(cell) ? "finite number" : "number"}${why}`);
  return Number(cell);
}

export const isNumericTarget = (/** @type {Dataset} */ data) => data.y.every(isNumber);

/**
 * @param {Dataset} data
 * @param {string} loss that needs them
 * @param {readonly [number, number] | undefined} domain where the loss is defined
 * @returns {Target}
 */
export function readNumbers(data, loss, domain) {
  const values = Float64Array.from(data.y, (cell, row) => readNumber(data, row, data.target, cell, `, as ${loss} needs`));
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
  const numeric = isNumericTarget(data);
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
