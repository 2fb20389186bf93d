// Reads the text of a CSV file into named columns. Every complaint names the row, and the line where an editor finds it. Knows no
// file system: the playground reads with it too.

import Papa from "papaparse";
import { CommandError } from "./errors.mjs";
import { hasHeader } from "./header.mjs";

/**
 * @typedef {object} Table
 * @property {string} file as the user wrote it
 * @property {string[]} columns their names
 * @property {string[][]} cells of each column, from top to bottom
 * @property {number} rows
 * @property {(row: number) => string} place of a row (from 0), for messages: "row 7 (line 8)"
 * @property {boolean} header whether the first line names the columns
 * @property {string} delimiter
 * @property {boolean} decimalComma
 * @property {string} [encoding] of the file, where it came from one
 */

/**
 * How the file is to be read.
 * @typedef {object} Reading
 * @property {boolean | undefined} [header] found out unless given
 * @property {readonly string[]} [names] of columns that a header would have
 * @property {(share: number) => void} [onProgress] told now and then how much of the file has been read
 */

/** A number with a decimal comma, as spreadsheets write it in most of Europe, with semicolons between the cells. */
const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

/**
 * @param {string} text
 * @param {string} file its name, for messages
 * @param {Reading} [reading]
 * @returns {Table}
 */
export function parseTable(text, file, reading = {}) {
  const { cells, lines, delimiter, problem } = readRecords(text.replace(/^\uFEFF/, ""), reading.onProgress);
  const first = cells.map((column) => String(column[0]));
  const header = reading.header ?? (reading.names?.every((name) => first.includes(name)) || hasHeader(cells));
  if (problem) {
    const row = lines.length + (header ? 0 : 1);
    throw new CommandError(`${file}: ${row > 0 ? `row ${row}` : "header"} (line ${problem.line})${problem.words(header)}`);
  }
  if (cells.length === 0) throw new CommandError(`${file}: is empty, expected a header line and rows`);
  const columns = nameColumns(first, header, file);
  if (header) {
    lines.shift();
    for (const column of cells) column.shift();
  }
  const decimalComma = delimiter === ";" && cells.map(readDecimalCommas).includes(true);
  const place = (/** @type {number} */ row) => `row ${row + 1} (line ${lines[row]})`;
  return { file, columns, cells, rows: lines.length, place, header, delimiter, decimalComma };
}

/**
 * @param {string[]} first the cells of the first line
 * @param {boolean} header
 * @param {string} file
 */
function nameColumns(first, header, file) {
  // An index without a name, as pandas writes it, or what a delimiter at the end of each line makes.
  const columns = first.map((name, i) => (header && name !== "" ? name : `column ${i + 1}`));
  columns.forEach((name, i) => {
    const before = columns.indexOf(name);
    if (before < i) throw new CommandError(`${file}: columns ${before + 1} and ${i + 1} are both named "${name}"`);
  });
  return columns;
}

/**
 * Puts points for commas in a column of numbers; tells whether it has.
 * @param {string[]} cells
 */
function readDecimalCommas(cells) {
  if (!cells.some((cell) => DECIMAL_COMMA.test(cell)) || cells.some((cell) => /^[+-]?\d*\.\d+$/.test(cell))) return false;
  cells.forEach((cell, row) => {
    if (DECIMAL_COMMA.test(cell)) cells[row] = cell.replace(",", ".");
  });
  return true;
}

const newlines = (/** @type {string} */ text) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/**
 * Why the record on this line cannot be read.
 * @typedef {{ line: number, words: (header: boolean) => string }} Problem
 */

/**
 * The records that are not blank, by column, each with the line it starts on: a quoted field may span several.
 * @param {string} text
 * @param {(share: number) => void} [onProgress]
 */
function readRecords(text, onProgress = () => {}) {
  /** @type {string[][]} */
  const cells = [];
  /** @type {number[]} */
  const lines = [];
  let line = 1;
  let position = 0;
  let delimiter = "";
  /** @type {Problem | undefined} */
  let problem;
  Papa.parse(text, {
    // Blank lines would mislead the detection of the delimiter.
    skipEmptyLines: true,
    step: ({ data, errors, meta }, parser) => {
      const fields = /** @type {string[]} */ (data);
      delimiter = meta.delimiter;
      // Blank lines that were skipped come before the record itself.
      const passed = text.slice(position, meta.cursor);
      const blank = /^[\r\n]*/.exec(passed)?.[0] ?? "";
      line += newlines(blank);
      // A single column has no delimiter to detect; that is no fault of the file.
      const quotes = errors.find(({ type }) => type === "Quotes");
      const there = fields.length > 1 || fields[0]?.trim();
      const words = quotes ? () => `: ${quotes.message.toLowerCase()}` : there ? addRecord(fields, cells) : undefined;
      if (words) {
        problem = { line, words };
        parser.abort();
        return;
      }
      if (there) lines.push(line);
      line += newlines(passed.slice(blank.length));
      position = meta.cursor;
      if ((lines.length & 0xffff) === 0) onProgress(position / text.length);
    },
  });
  return { cells, lines, delimiter, problem };
}

/**
 * @param {string[]} fields
 * @param {string[][]} cells
 * @returns {Problem["words"] | undefined} what is wrong with it
 */
function addRecord(fields, cells) {
  if (cells.length === 0) cells.push(...fields.map(() => []));
  // Spreadsheets leave delimiters behind where cells were once.
  while (fields.length > cells.length && fields.at(-1)?.trim() === "") fields.pop();
  if (fields.length !== cells.length) {
    const found = fields.length === 1 ? "1 field" : `${fields.length} fields`;
    return (header) => ` has ${found}, expected ${cells.length} as in the ${header ? "header" : "first line"}`;
  }
  fields.forEach((field, column) => {
    cells[column]?.push(field.trim());
  });
  return undefined;
}
