// Holds out a fifth of the rows, evenly from every class, and scales the features by what the other rows say.

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
 * @param {ArrayLike<number>} values
 * @returns {Scale}
 */
export function scaleOf(values) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length);
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/**
 * Standardised by mean and deviation of the training rows alone: the held-out rows must stay unknown.
 * @param {readonly Float64Array[]} x
 * @param {{ train: number[], test: number[] }} split
 * @returns {{ train: Float32Array, test: Float32Array }} rows after rows
 */
export function standardise(x, { train, test }) {
  const at = (/** @type {number} */ row) => /** @type {Float64Array} */ (x[row]);
  const features = at(0).length;
  const scales = Array.from({ length: features }, (_, feature) => scaleOf(train.map((row) => Number(at(row)[feature]))));
  const scaled = (/** @type {number[]} */ rows) =>
    Float32Array.from(
      rows.flatMap((row) => scales.map(({ mean, deviation }, feature) => (Number(at(row)[feature]) - mean) / deviation)),
    );
  return { train: scaled(train), test: scaled(test) };
}
