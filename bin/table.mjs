// Tables, and the bar of what takes a while.

import { stripVTControlCharacters } from "node:util";

/** @typedef {import("./terminal.mjs").Terminal} Terminal */

const isNumber = (/** @type {string} */ text) => /^(-?[\d.]+|exact)$/.test(stripVTControlCharacters(text));

/**
 * @param {Terminal} terminal
 * @param {readonly string[]} head
 * @param {readonly string[][]} rows
 */
export function printTable({ line, paint }, head, rows) {
  const lengthOf = (/** @type {string} */ cell) => stripVTControlCharacters(cell).length;
  const widths = head.map((title, column) => Math.max(lengthOf(title), ...rows.map((row) => lengthOf(String(row[column])))));
  const right = head.map((_, column) => rows.length > 0 && rows.every((row) => isNumber(String(row[column]))));
  const aligned = (/** @type {readonly string[]} */ row) =>
    row
      .map((cell, column) => {
        const space = " ".repeat(Number(widths[column]) - lengthOf(cell));
        return right[column] ? space + cell : cell + space;
      })
      .join("  ")
      .trimEnd();
  line(paint("bold", aligned(head)));
  for (const row of rows) line(aligned(row));
}

/** Characters of a whole bar. */
const BAR = 24;

/**
 * @param {Terminal} terminal
 * @param {string} what
 * @param {number} steps
 * @returns {(name: string) => void} to be called at the beginning of each step
 */
export function makeBar({ progress }, what, steps) {
  let done = 0;
  return (name) => {
    const filled = Math.round((done++ / steps) * BAR);
    progress(`${what} ${"━".repeat(filled)}${"╌".repeat(BAR - filled)} ${name}`);
  };
}
