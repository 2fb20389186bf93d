// Holds out a fifth of the rows, evenly from every class; and the scale of numbers.

import { shuffle } from "./random.mjs";

/**
 * @param {Float64Array} values targets
 * @param {readonly string[] | undefined} classes
 * @param {() => number} random
 * @returns {{ train: number[], test: number[] }} rows
 */
export function holdOut(values, classes, random) {
  /** @type {Map<number, number[]>} */
  const groups = new Map();
  values.forEach((value, row) => {
    const key = classes ? value : 0;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  });
  /** @type {number[]} */
  const train = [];
  /** @type {number[]} */
  const test = [];
  for (const group of groups.values()) {
    shuffle(group, random);
    // A class of a single row must be learned to be known at all.
    const held = group.length === 1 ? 0 : Math.max(1, Math.round(group.length / 5));
    group.forEach((row, i) => {
      (i < held ? test : train).push(row);
    });
  }
  return { train: shuffle(train, random), test };
}

/**
 * @typedef {object} Scale
 * @property {number} mean
 * @property {number} deviation 1 where all values are equal
 */

/**
 * @param {Float64Array | readonly number[]} values
 * @returns {Scale}
 */
export function scaleOf(values) {
  let sum = 0;
  for (const value of values) sum += value;
  // The training rows may all lack a value that others have.
  const mean = values.length > 0 ? sum / values.length : 0;
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / values.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}
