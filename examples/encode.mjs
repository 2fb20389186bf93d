// Features as the model's inputs: numbers and dates standardised, text one-hot. Learned from the training rows alone, for the held-out
// rows must stay unknown; kept with the model, so that new rows are encoded alike.

import { scaleOf } from "./split.mjs";

/** @typedef {import("./data.mjs").Feature} Feature */

/**
 * @typedef {object} Encoder
 * @property {string} name of its column
 * @property {"number" | "date" | "text"} kind
 * @property {boolean} dayFirst
 * @property {string[]} categories of text
 * @property {number} mean of numbers; of text the index of the commonest value: what a missing cell becomes
 * @property {number} deviation
 */

/**
 * @param {Feature} feature
 * @param {readonly number[]} rows to learn from
 * @returns {Encoder}
 */
export function makeEncoder({ name, kind: { kind, dayFirst }, categories, values }, rows) {
  const given = Float64Array.from(rows, (row) => Number(values[row])).filter((value) => !Number.isNaN(value));
  const scale = kind === "text" ? { mean: commonest(given, categories.length), deviation: 1 } : scaleOf(given);
  return { name, kind, dayFirst, categories, ...scale };
}

/**
 * @param {Float64Array} indices
 * @param {number} categories
 */
function commonest(indices, categories) {
  const counts = new Float64Array(categories);
  for (const index of indices) counts[index] = Number(counts[index]) + 1;
  return counts.reduce((best, each, index) => (each > Number(counts[best]) ? index : best), 0);
}

const widthOf = (/** @type {Encoder} */ { kind, categories }) => (kind === "text" ? categories.length : 1);

export const inputsOf = (/** @type {readonly Encoder[]} */ encoders) =>
  encoders.reduce((sum, encoder) => sum + widthOf(encoder), 0);

/**
 * @param {readonly Encoder[]} encoders
 * @param {readonly Float64Array[]} columns the values of each
 * @param {readonly number[]} rows
 * @returns {Float32Array} rows after rows
 */
export function encode(encoders, columns, rows) {
  const inputs = inputsOf(encoders);
  const encoded = new Float32Array(rows.length * inputs);
  let first = 0;
  encoders.forEach((encoder, index) => {
    const { kind, mean, deviation } = encoder;
    const values = /** @type {Float64Array} */ (columns[index]);
    rows.forEach((row, i) => {
      const value = Number(values[row]);
      const filled = Number.isNaN(value) ? mean : value;
      if (kind === "text") {
        // A value that the training rows did not have is none of the categories.
        if (filled >= 0) encoded[i * inputs + first + filled] = 1;
      } else encoded[i * inputs + first] = (filled - mean) / deviation;
    });
    first += widthOf(encoder);
  });
  return encoded;
}
