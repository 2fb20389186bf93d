// Reads a CSV file into a table.

import { readFileSync } from "node:fs";
import { CommandError } from "./errors.mjs";
import { parseTable } from "./table.mjs";

/** Why a file cannot be read, in words; others are told as the system tells them. */
const READ_ERRORS = new Map([
  ["ENOENT", "no such file"],
  ["EISDIR", "is a directory, expected a CSV file"],
  ["EACCES", "permission denied"],
]);

/**
 * @param {string} file
 * @returns {import("./table.mjs").Table}
 */
export function readTable(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new CommandError(`${file}: ${READ_ERRORS.get(code ?? "") ?? message}`);
  }
  return parseTable(text, file);
}
