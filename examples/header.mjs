// Whether the first line of a table names its columns, or is a row like the others.

import { readDate } from "./dates.mjs";
import { isMissing, isNumber, MOST_CATEGORIES } from "./kinds.mjs";

/** Rows that are looked at. */
const SAMPLE = 1000;

const isMeasure = (/** @type {string} */ cell) => isNumber(cell) || readDate(cell) !== undefined;

/**
 * What a column says for (positive) or against its first cell being a name. Above numbers a word is a name and a number is none;
 * a word that comes again below is none.
 * @param {readonly string[]} column
 */
function vote(column) {
  const [first = "", ...body] = column.slice(0, SAMPLE + 1);
  const given = body.filter((cell) => !isMissing(cell));
  if (given.length === 0) return isMeasure(first) ? -1 : 0;
  const measures = given.filter(isMeasure).length;
  if (measures > given.length / 2) return isMeasure(first) ? -1 : isMissing(first) ? 0 : 1;
  if (given.includes(first)) return -1;
  return new Set(given).size <= Math.min(MOST_CATEGORIES, given.length / 2) ? 1 : 0;
}

/** @param {readonly string[][]} cells of each column, the first line included */
export function hasHeader(cells) {
  return cells.reduce((sum, column) => sum + vote(column), 0) >= 0;
}
