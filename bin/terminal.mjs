// What the place of output can do: colour and a live line on a terminal, plain lines everywhere else.

import { stripVTControlCharacters } from "node:util";

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [94, 39] };
/** Milliseconds between two states of the live line; more often is not seen. */
const LIVE_INTERVAL = 40;
/** Where the text of a field begins. */
const INDENT = 12;

/** @typedef {keyof typeof STYLES} Style */

/**
 * @typedef {object} Terminal
 * @property {boolean} live
 * @property {number} width
 * @property {(style: Style, text: string) => string} paint
 * @property {(text?: string) => void} line
 * @property {(text: string) => void} progress the live line, rewritten in place; nothing where there is none
 * @property {() => void} clear ends it
 */

/**
 * @param {NodeJS.WriteStream} stream
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Terminal}
 */
export function makeTerminal(stream, environment) {
  const live = stream.isTTY === true && environment.TERM !== "dumb";
  const coloured = live && !environment.NO_COLOR;
  const columns = (live && stream.columns) || 80;
  const width = Math.min(Math.max(columns, 48), 100);
  let due = 0;
  let shown = false;
  const clear = () => {
    if (shown) stream.write("\r\x1b[K");
    shown = false;
  };
  return {
    live,
    width,
    paint: (style, text) => (coloured ? `\x1b[${STYLES[style][0]}m${text}\x1b[${STYLES[style][1]}m` : text),
    line: (text = "") => {
      clear();
      stream.write(`${text}\n`);
    },
    progress: (text) => {
      if (!live || performance.now() < due) return;
      due = performance.now() + LIVE_INTERVAL;
      // A line that wraps could not be rewritten.
      stream.write(`\r${text.slice(0, columns - 1)}\x1b[K`);
      shown = true;
    },
    clear,
  };
}

/**
 * A name, what is to be said, and a remark that takes a line of its own where it does not fit behind.
 * @param {Terminal} terminal
 * @param {string} name
 * @param {string} text
 * @param {string} remark
 */
export function printField({ line, paint, width }, name, text, remark = "") {
  const long = INDENT + stripVTControlCharacters(text).length + 1 + remark.length > width;
  line(`${paint("dim", name.padEnd(INDENT))}${remark && !long ? `${text} ${paint("dim", remark)}` : text.trimEnd()}`);
  if (remark && long) line(`${" ".repeat(INDENT)}${paint("dim", wrap(remark, width, INDENT))}`);
}

/**
 * Text in a column from `indent` to `width`; what comes before its first line is the caller's.
 * @param {string} text
 * @param {number} width
 * @param {number} [indent]
 */
export function wrap(text, width, indent = INDENT) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = String(lines.at(-1));
    if (last !== "" && last.length + 1 + word.length > width - indent) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}
