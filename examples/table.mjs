// Reads the text of a CSV file into named columns. Every complaint names the row, and the line where an editor finds it. Knows no
// file system: the playground reads with it too.

import Papa from "papaparse";
import { CommandError } from "./errors.mjs";

/**
 * @typedef {object} Table
 * @property {string} file as the user wrote it
 * @property {string[]} columns
 * @property {string[][]} rows without the header
 * @property {(row: number) => string} place of a row (from 0), for messages: "row 7 (line 8)"
 */

/**
 * @param {string} text
 * @param {string} file
 * @returns {Table}
 */
export function parseTable(text, file) {
  const records = readRecords(text.replace(/^\uFEFF/, ""), file);
  const [header, ...body] = records;
  if (!header) throw new CommandError(`${file}: is empty, expected a header line and rows`);
  const columns = header.fields.map((name) => name.trim());
  columns.forEach((name, i) => {
    if (name === "") throw new CommandError(`${file}: column ${i + 1} of the header (line ${header.line}) has no name`);
    const first = columns.indexOf(name);
    if (first < i) throw new CommandError(`${file}: columns ${first + 1} and ${i + 1} are both named "${name}"`);
  });
  const place = (/** @type {number} */ row) => `row ${row + 1} (line ${body[row]?.line})`;
  body.forEach(({ fields }, row) => {
    if (fields.length === columns.length) return;
    const found = fields.length === 1 ? "1 field" : `${fields.length} fields`;
    throw new CommandError(`${file}: ${place(row)} has ${found}, expected ${columns.length} as in the header`);
  });
  return { file, columns, rows: body.map(({ fields }) => fields.map((field) => field.trim())), place };
}

const newlines = (/** @type {string} */ text) => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/**
 * The records that are not blank, each with the line it starts on: a quoted field may span several.
 * @param {string} text
 * @param {string} file
 */
function readRecords(text, file) {
  /** @type {{ fields: string[], line: number }[]} */
  const records = [];
  let line = 1;
  let position = 0;
  /** @type {Papa.ParseError | undefined} */
  let broken;
  Papa.parse(text, {
    // Blank lines would mislead the detection of the delimiter.
    skipEmptyLines: true,
    step: ({ data, errors, meta }, parser) => {
      const fields = /** @type {string[]} */ (data);
      // A single column has no delimiter to detect; that is no fault of the file.
      broken = errors.find(({ type }) => type === "Quotes");
      // Blank lines that were skipped come before the record itself.
      const passed = text.slice(position, meta.cursor);
      const blank = /^[\r\n]*/.exec(passed)?.[0] ?? "";
      line += newlines(blank);
      if (fields.length > 1 || fields[0]?.trim()) records.push({ fields, line });
      if (broken) parser.abort();
      else line += newlines(passed.slice(blank.length));
      position = meta.cursor;
    },
  });
  if (broken) {
    const place = records.length > 1 ? `row ${records.length - 1} (line ${line})` : `header (line ${line})`;
    throw new CommandError(`${file}: ${place}: ${broken.message.toLowerCase()}`);
  }
  return records;
}
