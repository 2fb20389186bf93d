// Curves in braille: each character holds two by four dots, so a small chart still shows the shape.

import { significant } from "./format.mjs";

/** Bits of a braille character, by row and column of its dots. */
const DOTS = /** @type {const} */ ([
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
]);
/** Beyond this ratio the end of a curve would lie flat on a linear axis. */
const LOGARITHMIC_FROM = 100;

/**
 * @typedef {object} Curve
 * @property {string} name
 * @property {readonly number[]} values
 * @property {boolean} dashed for readers without colour
 * @property {import("../bin/terminal.mjs").Style} style
 */

/**
 * For each column of dots the range of the values that share it, or a point on the line between two.
 * @param {readonly number[]} values
 * @param {number} columns
 * @returns {{ low: number, high: number }[]}
 */
function sample(values, columns) {
  const last = values.length - 1;
  return Array.from({ length: columns }, (_, column) => {
    if (values.length > columns) {
      const start = Math.floor((column * values.length) / columns);
      const shared = values.slice(start, Math.floor(((column + 1) * values.length) / columns));
      return { low: shared.reduce((a, b) => Math.min(a, b)), high: shared.reduce((a, b) => Math.max(a, b)) };
    }
    const position = (column * last) / (columns - 1);
    const before = Number(values[Math.floor(position)]);
    const point = before + (position % 1) * (Number(values[Math.ceil(position)]) - before);
    return { low: point, high: point };
  });
}

/**
 * @param {readonly Curve[]} curves
 * @param {{ width: number, height: number, label: string, from: number, to: number }} frame in characters; ends of the x axis
 * @param {import("../bin/terminal.mjs").Terminal["paint"]} paint
 * @returns {string[]} lines
 */
export function drawChart(curves, { width, height, label, from, to }, paint) {
  const finite = curves.flatMap(({ values }) => values.filter(Number.isFinite));
  const smallest = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const largest = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const logarithmic = smallest > 0 && largest / smallest > LOGARITHMIC_FROM;
  const low = logarithmic ? smallest : Math.min(0, smallest);
  const high = largest > low ? largest : low + 1;
  const scale = logarithmic ? Math.log : (/** @type {number} */ value) => value;
  const levelOf = (/** @type {number} */ value) => (scale(value) - scale(low)) / (scale(high) - scale(low));
  const unscale = (/** @type {number} */ level) => (logarithmic ? low * (high / low) ** level : low + level * (high - low));

  const [axisLabels, gutter] = labels([high, unscale(0.5), low], height);
  const columns = width - gutter - 2;
  const cells = Array.from({ length: height }, () => Array.from({ length: columns }, () => ({ dots: 0, style: "" })));
  for (const { values, dashed, style } of curves) {
    const rowOf = (/** @type {number} */ value) => Math.round((1 - levelOf(value)) * (height * 4 - 1));
    /** @type {{ top: number, bottom: number } | undefined} */
    let previous;
    sample(values, columns * 2).forEach((range, x) => {
      const [top, bottom] = [rowOf(range.high), rowOf(range.low)];
      // Up or down to where the last column ended, so that steep parts have no gaps.
      const from = previous && previous.bottom < top ? previous.bottom + 1 : top;
      const to = previous && previous.top > bottom ? previous.top - 1 : bottom;
      previous = Number.isFinite(top + bottom) ? { top, bottom } : undefined;
      if (!previous || (dashed && x % 6 > 2)) return;
      for (let dot = from; dot <= to; dot++) {
        const cell = cells[dot >> 2]?.[x >> 1];
        if (!cell) continue;
        cell.dots |= Number(DOTS[dot & 3]?.[x & 1]);
        cell.style = style;
      }
    });
  }
  const legend = curves.map(({ name, dashed, style }) => paint(style, `${dashed ? "╌╌" : "──"} ${name}`)).join("   ");
  const ends = [String(from), String(to)];
  const middle = `${" ".repeat(Math.max(columns - ends.join("").length, 1))}`;
  return [
    `${paint("dim", logarithmic ? `${label}, on a logarithmic scale` : label)}   ${legend}`,
    ...cells.map((row, y) => `${paint("dim", `${axisLabels[y]} ┤`)}${paintRow(row, paint)}`),
    paint("dim", `${" ".repeat(gutter)} └${"─".repeat(columns)}`),
    paint("dim", `${" ".repeat(gutter + 2)}${ends[0]}${middle}${ends[1]}`),
  ];
}

/**
 * The numbers beside the axis: at the top, in the middle, at the bottom.
 * @param {[number, number, number]} values
 * @param {number} height
 * @returns {[string[], number]}
 */
function labels([high, middle, low], height) {
  const texts = [high, middle, low].map(significant);
  const gutter = Math.max(...texts.map((text) => text.length));
  const rows = [0, Math.floor((height - 1) / 2), height - 1];
  return [Array.from({ length: height }, (_, y) => String(texts[rows.indexOf(y)] ?? "").padStart(gutter)), gutter];
}

/**
 * @param {{ dots: number, style: string }[]} row
 * @param {import("../bin/terminal.mjs").Terminal["paint"]} paint
 */
function paintRow(row, paint) {
  let line = "";
  for (let x = 0; x < row.length; ) {
    const style = /** @type {import("../bin/terminal.mjs").Style} */ (row[x]?.style);
    let text = "";
    for (; x < row.length && row[x]?.style === style; x++) {
      const dots = Number(row[x]?.dots);
      text += dots === 0 ? " " : String.fromCharCode(0x2800 + dots);
    }
    line += style ? paint(style, text) : text;
  }
  return line.trimEnd();
}
