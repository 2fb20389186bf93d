// Reads a CSV file into a table.

import { parseTable } from "./table.mjs";
import { readText } from "./text.mjs";

/**
 * @param {string} file
 * @param {import("./table.mjs").Reading} [reading]
 * @returns {import("./table.mjs").Table}
 */
export function readTable(file, reading = {}) {
  const { text, encoding } = readText(file);
  return { ...parseTable(text, file, reading), encoding };
}
