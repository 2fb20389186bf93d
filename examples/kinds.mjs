// What a column holds: numbers, dates or text. A few odd cells do not make text of a column of numbers: they are mistakes to be told.

import { isAmbiguous, readDate, tellsDayFirst, tellsMonthFirst } from "./dates.mjs";

/** A column of text with more values than this is no category: names, tickets, remarks. */
export const MOST_CATEGORIES = 50;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const YEAR = /^\d{4}$/;
const MISSING = new Set(["", "?", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "Null"]);

export const isMissing = (/** @type {string} */ cell) => MISSING.has(cell);

export const isNumber = (/** @type {string} */ cell) => NUMBER.test(cell) && Number.isFinite(Number(cell));

/** What is written like a number, be it too large for one. */
export const looksNumeric = (/** @type {string} */ cell) => NUMBER.test(cell);

/**
 * @typedef {object} Kind
 * @property {"number" | "date" | "text"} kind
 * @property {boolean} dayFirst of dates: 3/4/2020 is in April
 * @property {boolean} ambiguous of dates: nothing tells whether it is
 */

/**
 * @param {readonly string[]} cells
 * @returns {Kind}
 */
export function kindOf(cells) {
  const counts = { number: 0, year: 0, date: 0, word: 0 };
  /** @type {Map<string, number>} */
  const others = new Map();
  for (const cell of cells) {
    if (isMissing(cell)) continue;
    if (isNumber(cell)) counts[YEAR.test(cell) ? "year" : "number"]++;
    else others.set(cell, (others.get(cell) ?? 0) + 1);
  }
  const different = [...others.keys()];
  const dayFirst = different.some(tellsDayFirst);
  for (const [cell, times] of others) counts[readDate(cell, dayFirst) === undefined ? "word" : "date"] += times;

  const { number, year, date, word } = counts;
  const allowed = Math.max(1, cells.length / 100);
  const kind = (/** @type {Kind["kind"]} */ name) => ({ kind: name, dayFirst, ambiguous: false });
  if (word > allowed || word > number + year + date) return kind("text");
  if (date > 0 && word + number <= allowed) {
    return { ...kind("date"), ambiguous: !dayFirst && different.some(isAmbiguous) && !different.some(tellsMonthFirst) };
  }
  return kind(word + date <= allowed ? "number" : "text");
}

/**
 * @param {string} cell
 * @param {Pick<Kind, "kind" | "dayFirst">} kind of its column, not text
 * @returns {number | undefined} nothing where it is no such thing
 */
export function readMeasure(cell, { kind, dayFirst }) {
  if (kind === "date") return readDate(YEAR.test(cell) ? `${cell}-01-01` : cell, dayFirst);
  return isNumber(cell) ? Number(cell) : undefined;
}
