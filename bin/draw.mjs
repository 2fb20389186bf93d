// Inputs for an op, drawn by what its kind takes: for `npx lanewise` and for `npm run bench`. Whatever else there is to know of an op
// stands in the table.

import { fractions } from "./random.mjs";

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/** The largest side of a layer's square matrices: what grows with its cube soon takes for ever. */
export const LARGEST_SIDE = 1024;

/**
 * Draws numbers of an interval, or of all floats.
 * @typedef {object} Draw
 * @property {number} columns of the longest row
 * @property {() => number} share from 0 to 1
 * @property {() => number} real what an activation takes
 * @property {() => number} logit
 * @property {() => number} probability
 * @property {() => number} signed a gradient or a weight
 */

/**
 * Ordinary numbers, as a bench wants them.
 * @param {number} seed
 * @param {number} [columns]
 * @returns {Draw}
 */
export function ordinary(seed, columns = 16) {
  const share = fractions(seed);
  const real = () => 16 * share() - 8;
  return { columns, share, real, logit: real, probability: () => 0.01 + 0.98 * share(), signed: () => 2 * share() - 1 };
}

/**
 * Numbers of all sizes: every second one a random bit pattern, so that no size of number is rare.
 * @param {number} seed
 * @returns {Draw}
 */
export function anyFloats(seed) {
  const { share, ...draw } = ordinary(seed);
  const real = () => {
    if (share() < 0.5) return 40 * share() - 20;
    bits[0] = share() * 2 ** 32;
    return Number(float[0]);
  };
  return { ...draw, share, real, logit: () => 60 * share() - 30, probability: share };
}

/** @typedef {{ data: Float32Array | Int32Array, shape: number[] }} Input */

/** @typedef {import("lanewise").Ops[keyof import("lanewise").Ops]} Spec */

/**
 * @param {any} spec
 * @param {number} size about as many elements
 * @param {Draw} draw
 * @returns {Record<string, Input>} in the order that the op takes them; last the upstream gradient dy, where there may be one
 */
export function inputsOf(spec, size, draw) {
  const options = Object.fromEntries(
    Object.entries(/** @type {Record<string, { default?: unknown }>} */ (spec.options)).map(([name, each]) => [
      name,
      each.default,
    ]),
  );
  const make = KINDS[/** @type {keyof typeof KINDS} */ (spec.kind)];
  if (!make) throw new Error(`bin/draw.mjs does not know ops of the kind ${spec.kind}`);
  return make(spec, size, draw, options);
}

/**
 * @param {number[]} shape
 * @param {() => number} next
 * @returns {Input & { data: Float32Array }}
 */
function numbers(shape, next) {
  const data = new Float32Array(shape.reduce((product, each) => product * each, 1));
  for (let i = 0; i < data.length; i++) data[i] = next();
  return { data, shape };
}

/**
 * Rows that sum to 1.
 * @param {[rows: number, columns: number]} shape
 * @param {Draw} draw
 */
function distributions([rows, columns], { share }) {
  const input = numbers([rows, columns], () => share() + 1e-3);
  for (let start = 0; start < input.data.length; start += columns) {
    const row = input.data.subarray(start, start + columns);
    let sum = 0;
    for (const each of row) sum += each;
    row.forEach((each, i) => {
      row[i] = each / sum;
    });
  }
  return input;
}

/**
 * @param {number} size
 * @param {Draw} draw
 * @returns {[rows: number, columns: number]}
 */
function rowsOf(size, draw) {
  const columns = Math.min(size, draw.columns);
  return [Math.max(1, Math.floor(size / columns)), columns];
}

/** @type {Record<string, (spec: any, size: number, draw: Draw, options: any) => Record<string, Input>>} */
const KINDS = {
  activation: (_, size, { real, signed }) => ({ x: numbers([size], real), dy: numbers([size], signed) }),
  channelActivation: (_, size, draw) => {
    const [rows, columns] = rowsOf(size, draw);
    return {
      x: numbers([rows, columns], draw.real),
      alpha: numbers([columns], draw.signed),
      dy: numbers([rows, columns], draw.signed),
    };
  },
  groupActivation: (spec, size, { real, signed }, options) => {
    const group = spec.groupSize(options);
    const groups = Math.ceil(size / group);
    return { x: numbers([groups * group], real), dy: numbers([groups], signed) };
  },
  row: (spec, size, draw) => {
    const [rows, columns] = rowsOf(size, draw);
    return { x: numbers([rows, columns], draw.logit), dy: numbers(spec.reduces ? [rows] : [rows, columns], draw.signed) };
  },
  loss: (spec, size, draw, options) => {
    const [low, high] = spec.domain ?? [-Infinity, Infinity];
    const inside = () => {
      if (high < Infinity) return low + (high - low) * draw.probability();
      return low > -Infinity ? low + 1e-3 + 100 * draw.share() : 20 * draw.share() - 10;
    };
    const labels = spec.labels?.(options) ?? [0, 1];
    const label = () => Number(labels[draw.share() < 0.5 ? 0 : 1]);
    return { prediction: numbers([size], inside), target: numbers([size], spec.task === "binary" ? label : inside) };
  },
  rowLoss: (spec, size, draw) => {
    const shape = rowsOf(size, draw);
    const [rows, columns] = shape;
    const probabilities = () => distributions(shape, draw);
    const prediction = {
      logits: () => numbers(shape, draw.logit),
      probabilities,
      logProbabilities: () => ({ data: probabilities().data.map(Math.log), shape }),
    }[/** @type {"logits" | "probabilities" | "logProbabilities"} */ (spec.predictions)]();
    const classes = () => ({ data: Int32Array.from({ length: rows }, () => draw.share() * columns), shape: [rows] });
    return { prediction, target: spec.targets === "probabilities" ? probabilities() : classes() };
  },
  penalty: (_, size, { signed }) => ({ weights: numbers([size], signed) }),
  layer: (_, size, { signed }) => {
    const side = Math.max(4, Math.min(LARGEST_SIDE, Math.round(Math.sqrt(size))));
    const [x, weights, dy] = [1, 2, 3].map(() => numbers([side, side], signed));
    return /** @type {Record<string, Input>} */ ({ x, weights, bias: numbers([side], signed), dy });
  },
};
