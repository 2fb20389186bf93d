// From the text of a table to features (numbers, dates, categories) and a target; what is left out, and what is missing.

import { CommandError } from "./errors.mjs";
import { count } from "./format.mjs";
import { isMissing, kindOf, looksNumeric, MOST_CATEGORIES, readMeasure } from "./kinds.mjs";

/** @typedef {import("./table.mjs").Table} Table */
/** @typedef {import("./kinds.mjs").Kind} Kind */
/** @typedef {"error" | "mean" | "drop"} Missing what is done about missing cells */

/**
 * @typedef {object} Feature
 * @property {string} name
 * @property {Kind} kind
 * @property {string[]} categories of text, sorted; else none
 * @property {Float64Array} values of each row: a number, a day, or the index of a category; NaN where it is missing
 */

/**
 * @typedef {object} Dataset
 * @property {string} file
 * @property {Feature[]} features
 * @property {string} target name of the target column
 * @property {Kind} targetKind
 * @property {string[]} y the target of each row as it stands in the file
 * @property {(row: number) => string} place
 * @property {[string, string][]} remarks on the columns, a heading before each
 */

/**
 * @param {Table} table
 * @param {string} target
 * @param {{ ignored?: readonly string[], missing?: Missing }} [choices] columns that are neither feature nor target
 * @returns {Dataset}
 */
export function makeDataset(table, target, { ignored = [], missing = "error" } = {}) {
  const { file, columns } = table;
  const targetColumn = indexOf(table, target);
  const ignoredColumns = namesOf(table, ignored).map((name) => indexOf(table, name));
  const y = /** @type {string[]} */ (table.cells[targetColumn]);
  needRows(file, table.rows);
  /** @type {Feature[]} */
  const features = [];
  /** @type {string[]} */
  const leftOut = [];
  columns.forEach((name, column) => {
    if (column === targetColumn || ignoredColumns.includes(column)) return;
    const cells = /** @type {string[]} */ (table.cells[column]);
    const kind = kindOf(cells);
    const categories = kind.kind === "text" ? [...new Set(cells)].filter((cell) => !isMissing(cell)).sort() : [];
    const why = uselessness(cells, categories);
    if (why) leftOut.push(`"${name}" (${why})`);
    else features.push({ name, kind, categories, values: readValues(table, column, kind, categories) });
  });
  if (features.length === 0) {
    const why = leftOut.length > 0 ? `; left out: ${leftOut.join(", ")}` : "";
    throw new CommandError(`${file}: no column is left to predict "${target}" from${why}`);
  }
  const data = {
    file,
    features,
    target: String(columns[targetColumn]),
    targetKind: kindOf(y),
    y,
    place: table.place,
    remarks: remarksOf(
      table,
      features,
      leftOut,
      ignoredColumns.map((column) => String(columns[column])),
    ),
  };
  const complete = withoutMissing(data, missing);
  needRows(file, complete.y.length);
  return complete;
}

/**
 * Why nothing can be learned from a column.
 * @param {readonly string[]} cells
 * @param {readonly string[]} categories
 */
function uselessness(cells, categories) {
  if (cells.every(isMissing)) return "no cell holds anything";
  if (categories.length > MOST_CATEGORIES) return `text of ${categories.length} values, over ${MOST_CATEGORIES}`;
  return categories.length === cells.length ? "another text in every row" : undefined;
}

/**
 * @param {Table} table
 * @param {string} name
 */
export function indexOf({ file, columns, header }, name) {
  const index = columns.indexOf(name);
  if (index >= 0) return index;
  if (!header && columns.includes(`column ${name}`)) return Number(name) - 1;
  throw new CommandError(`${file}: no column "${name}", expected one of ${columns.join(", ")}`);
}

/**
 * "A,B" is two columns, but where one is named so.
 * @param {Table} table
 * @param {readonly string[]} given
 */
function namesOf({ columns }, given) {
  return given.flatMap((each) => (columns.includes(each) ? [each] : each.split(",").map((name) => name.trim())));
}

/**
 * @param {Table} table
 * @param {number} column
 * @param {Pick<Kind, "kind" | "dayFirst">} kind
 * @param {readonly string[]} categories
 * @returns {Float64Array} NaN where a cell is missing; of text −1 where it is none of the categories
 */
export function readValues(table, column, kind, categories) {
  const cells = /** @type {string[]} */ (table.cells[column]);
  const indices = new Map(categories.map((category, index) => [category, index]));
  return Float64Array.from(cells, (cell, row) => {
    if (isMissing(cell)) return Number.NaN;
    if (kind.kind === "text") return indices.get(cell) ?? -1;
    return readMeasure(cell, kind) ?? fail(table, row, String(table.columns[column]), oddCell(cell, kind));
  });
}

/**
 * @param {string} cell
 * @param {Pick<Kind, "kind">} kind
 */
function oddCell(cell, { kind }) {
  if (kind === "date") return `"${cell}" is not a date`;
  return `"${cell}" is not a ${looksNumeric(cell) ? "finite number" : "number"}`;
}

/**
 * @param {Pick<Table, "file" | "place">} table
 * @param {number} row
 * @param {string} column
 * @param {string} problem
 * @returns {never}
 */
export function fail({ file, place }, row, column, problem) {
  throw new CommandError(`${file}: ${place(row)}, column "${column}": ${problem}`);
}

/**
 * @param {string} cell
 * @param {Kind["kind"]} kind
 */
export function missingCell(cell, kind) {
  const what = cell === "" ? "empty cell" : `"${cell}" counts as missing`;
  return `${what}, expected ${kind === "text" ? "text" : `a ${kind}`}`;
}

/**
 * Leaves rows out where `missing` says so; a row without target teaches nothing, so it goes also where the mean fills in the others.
 * @param {Dataset} data
 * @param {Missing} missing
 * @returns {Dataset}
 */
function withoutMissing(data, missing) {
  const lacking = data.features.filter(({ values }) => values.some(Number.isNaN));
  const untold = data.y.filter(isMissing).length;
  if (untold === 0 && lacking.length === 0) return data;
  if (missing === "error") complain(data, lacking);
  const cells = lacking.reduce((sum, { values }) => sum + values.filter(Number.isNaN).length, 0);
  const kept = rowsWhere(
    data,
    (y, row) => !isMissing(y) && (missing === "mean" || lacking.every(({ values }) => !Number.isNaN(values[row]))),
  );
  const left = data.y.length - kept.y.length;
  const where = lacking.map(({ name }) => `"${name}"`).join(", ");
  const filled = missing === "mean" ? " filled in with the mean, or the commonest value, of the training rows" : "";
  const words = [
    ...(cells > 0 ? [`${count(cells, "cell")} of ${where}${filled}`] : []),
    ...(untold > 0 ? [`${count(untold, "row")} without "${data.target}"`] : []),
    ...(left > 0 ? [`${left} of ${count(data.y.length, "row")} left out`] : []),
  ];
  return { ...kept, remarks: [...data.remarks, ["missing", words.join("; ")]] };
}

/**
 * @param {Dataset} data
 * @param {readonly Feature[]} lacking features with missing values
 */
function complain(data, lacking) {
  const advice = "; --missing mean fills such cells in, --missing drop leaves their rows out";
  for (let row = 0; row < data.y.length; row++) {
    const feature = lacking.find(({ values }) => Number.isNaN(values[row]));
    if (feature) fail(data, row, feature.name, `${missingCell("", feature.kind.kind)}${advice}`);
    const y = String(data.y[row]);
    if (isMissing(y)) fail(data, row, data.target, `${missingCell(y, data.targetKind.kind)}${advice}`);
  }
}

/**
 * @param {string} file
 * @param {number} rows
 */
function needRows(file, rows) {
  if (rows < 5) throw new CommandError(`${file}: has ${count(rows, "row")}, expected at least 5: a fifth is held out`);
}

/**
 * @param {Dataset} data
 * @param {(y: string, row: number) => boolean} keep
 * @returns {Dataset}
 */
export function rowsWhere(data, keep) {
  /** @type {number[]} */
  const kept = [];
  data.y.forEach((y, row) => {
    if (keep(y, row)) kept.push(row);
  });
  return {
    ...data,
    features: data.features.map((feature) => ({
      ...feature,
      values: Float64Array.from(kept, (row) => Number(feature.values[row])),
    })),
    y: kept.map((row) => String(data.y[row])),
    place: (row) => data.place(Number(kept[row])),
  };
}

const DELIMITERS = new Map([
  [",", "commas"],
  [";", "semicolons"],
  ["\t", "tabs"],
  ["|", "bars"],
]);

/**
 * @param {Table} table
 * @param {readonly Feature[]} features
 * @param {readonly string[]} leftOut
 * @param {readonly string[]} ignored
 * @returns {[string, string][]}
 */
function remarksOf({ file, columns, rows, header, delimiter, decimalComma, encoding }, features, leftOut, ignored) {
  const named = (/** @type {Kind["kind"]} */ kind) => features.filter((feature) => feature.kind.kind === kind);
  const size = `${count(rows, "row")} of ${count(columns.length, "column")}`;
  const between = columns.length > 1 ? `, separated by ${DELIMITERS.get(delimiter) ?? JSON.stringify(delimiter)}` : "";
  const commas = decimalComma ? ", decimal commas" : "";
  const coding = !encoding || encoding === "utf-8" ? "" : `, ${encoding}`;
  const head = header ? "the first line is a header" : 'no header: the columns are "column 1", "column 2", …';
  const day = (/** @type {Feature} */ { name, kind }) =>
    kind.dayFirst ? `${name} (day/month/year)` : kind.ambiguous ? `${name} (read as month/day/year)` : name;
  return /** @type {[string, string][]} */ ([
    ["file", `${file}: ${size}${between}${commas}${coding}; ${head}`],
    [
      "numbers",
      named("number")
        .map(({ name }) => name)
        .join(", "),
    ],
    ["dates", named("date").map(day).join(", ") + (named("date").length > 0 ? ", as days since 1970-01-01" : "")],
    [
      "text",
      named("text")
        .map(({ name, categories }) => `${name} (${count(categories.length, "value")})`)
        .join(", ") + (named("text").length > 0 ? ", a column of 0 and 1 for each value" : ""),
    ],
    ["left out", leftOut.join(", ")],
    ["ignored", ignored.join(", ")],
  ]).filter(([, text]) => text !== "");
}
