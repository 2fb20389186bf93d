// What the held-out rows say of the model in more than one number: a confusion matrix with precision and recall, or errors and R².

import { percent, significant } from "./format.mjs";

/** More classes than this do not fit beside each other. */
const MOST_COLUMNS = 10;

/**
 * @param {readonly string[]} classes
 * @param {readonly number[]} predictions
 * @param {readonly number[]} values
 * @returns {number[][]} rows that are (first index) and were taken for (second) each class
 */
function confusion(classes, predictions, values) {
  const counts = classes.map(() => classes.map(() => 0));
  values.forEach((value, row) => {
    const line = /** @type {number[]} */ (counts[value]);
    const guess = Number(predictions[row]);
    line[guess] = Number(line[guess]) + 1;
  });
  return counts;
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0);

/**
 * @param {readonly string[]} classes
 * @param {readonly number[]} predictions
 * @param {readonly number[]} values
 * @returns {string[][]} a table, its head first
 */
function classTable(classes, predictions, values) {
  const counts = confusion(classes, predictions, values);
  const wide = classes.length <= MOST_COLUMNS;
  const head = ["", "precision", "recall", "F1", "rows", ...(wide ? classes.map((name) => `as ${name}`) : [])];
  const lines = classes.map((name, c) => {
    const line = /** @type {number[]} */ (counts[c]);
    const [right, rows, taken] = [Number(line[c]), sum(line), sum(counts.map((each) => Number(each[c])))];
    const shares = [right / taken, right / rows, (2 * right) / (taken + rows)];
    return [
      name,
      ...shares.map((share) => (Number.isNaN(share) ? "–" : percent(share))),
      String(rows),
      ...(wide ? line.map(String) : []),
    ];
  });
  return [head, ...lines];
}

/**
 * @param {readonly number[]} predictions
 * @param {readonly number[]} values
 * @returns {string[][]}
 */
function numberTable(predictions, values) {
  const errors = values.map((value, row) => Number(predictions[row]) - value);
  const mean = sum(values) / values.length;
  const squares = sum(errors.map((error) => error ** 2));
  const spread = sum(values.map((value) => (value - mean) ** 2));
  const sorted = errors.map(Math.abs).sort((a, b) => a - b);
  return [
    ["mean absolute error", significant(sum(sorted) / errors.length)],
    ["median absolute error", significant(Number(sorted[sorted.length >> 1]))],
    ["root mean squared error", significant(Math.sqrt(squares / errors.length))],
    ["mean error", significant(sum(errors) / errors.length)],
    ["R²", spread > 0 ? significant(1 - squares / spread) : "–"],
  ];
}

/**
 * @param {readonly string[] | undefined} classes
 * @param {readonly number[]} predictions of the held-out rows
 * @param {readonly number[]} values
 * @returns {string[]} lines
 */
export function metricLines(classes, predictions, values) {
  const table = classes ? classTable(classes, predictions, values) : numberTable(predictions, values);
  const widths = table[0]?.map((_, column) => Math.max(...table.map((line) => String(line[column]).length))) ?? [];
  return table.map((line) =>
    line
      .map((cell, column) => (column === 0 ? cell.padEnd(Number(widths[column])) : cell.padStart(Number(widths[column]))))
      .join("  ")
      .trimEnd(),
  );
}
