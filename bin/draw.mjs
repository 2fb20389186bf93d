// Inputs for an op, drawn by what its kind takes. Whatever else there is to know of an op stands in the table.

/** Columns of a row, where an op has rows. */
const COLUMNS = 16;

const bits = new Int32Array(1);
const float = new Float32Array(bits.buffer);

/**
 * A seeded generator (mulberry32): numbers in [0, 1).
 * @param {number} seed
 * @returns {() => number}
 */
export function makeRandom(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Draws numbers of an interval, or of all floats.
 * @typedef {object} Draw
 * @property {() => number} share from 0 to 1
 * @property {() => number} real
 * @property {() => number} signed a gradient or a weight
 */

/**
 * Ordinary numbers, as a bench wants them.
 * @param {number} seed
 * @returns {Draw}
 */
export function ordinary(seed) {
  const share = makeRandom(seed);
  return { share, real: () => 16 * share() - 8, signed: () => 2 * share() - 1 };
}

/**
 * Numbers of all sizes: every second one a random bit pattern, so that no size of number is rare.
 * @param {number} seed
 * @returns {Draw}
 */
export function anyFloats(seed) {
  const { share, signed } = ordinary(seed);
  const real = () => {
    if (share() < 0.5) return 40 * share() - 20;
    bits[0] = share() * 2 ** 32;
    return Number(float[0]);
  };
  return { share, real, signed };
}

/** @typedef {{ data: Float32Array | Int32Array, shape: number[] }} Input */

/** @typedef {import("lanewise").Ops[keyof import("lanewise").Ops]} Spec */

/**
 * @param {any} spec
 * @param {number} size about as many elements
 * @param {Draw} draw
 * @returns {Record<string, Input>} in the order that the op takes them
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
 * @param {(index: number) => number} next
 * @returns {Input}
 */
function numbers(shape, next) {
  const count = shape.reduce((product, each) => product * each, 1);
  return { data: Float32Array.from({ length: count }, (_, index) => next(index)), shape };
}

/**
 * Rows that sum to 1.
 * @param {number} rows
 * @param {Draw} draw
 */
function distributions(rows, { share }) {
  const input = numbers([rows, COLUMNS], () => share() + 1e-3);
  for (let start = 0; start < input.data.length; start += COLUMNS) {
    const row = input.data.subarray(start, start + COLUMNS);
    const sum = /** @type {number[]} */ ([...row]).reduce((total, each) => total + each, 0);
    row.forEach((each, i) => {
      row[i] = each / sum;
    });
  }
  return input;
}

const rowsOf = (/** @type {number} */ size) => Math.max(1, Math.round(size / COLUMNS));

/** @type {Record<string, (spec: any, size: number, draw: Draw, options: any) => Record<string, Input>>} */
const KINDS = {
  activation: (_, size, { real }) => ({ x: numbers([size], real) }),
  channelActivation: (_, size, { real, signed }) => ({
    x: numbers([rowsOf(size), COLUMNS], real),
    alpha: numbers([COLUMNS], signed),
  }),
  groupActivation: (spec, size, { real }, options) => {
    const group = spec.groupSize(options);
    return { x: numbers([Math.ceil(size / group) * group], real) };
  },
  row: (_, size, { share }) => ({ x: numbers([rowsOf(size), COLUMNS], () => 60 * share() - 30) }),
  loss: (spec, size, draw, options) => {
    const [low, high] = spec.domain ?? [-Infinity, Infinity];
    const inside = () => {
      if (high < Infinity) return low + (high - low) * draw.share();
      return low > -Infinity ? low + 1e-3 + 100 * draw.share() : 20 * draw.share() - 10;
    };
    const labels = spec.labels?.(options) ?? [0, 1];
    const label = () => Number(labels[draw.share() < 0.5 ? 0 : 1]);
    return { prediction: numbers([size], inside), target: numbers([size], spec.task === "binary" ? label : inside) };
  },
  rowLoss: (spec, size, draw) => {
    const rows = rowsOf(size);
    const probabilities = distributions(rows, draw);
    const logarithms = { ...probabilities, data: probabilities.data.map(Math.log) };
    const prediction = {
      logits: () => numbers([rows, COLUMNS], () => 60 * draw.share() - 30),
      probabilities: () => probabilities,
      logProbabilities: () => logarithms,
    }[/** @type {"logits" | "probabilities" | "logProbabilities"} */ (spec.predictions)]();
    const classes = () => ({ data: Int32Array.from({ length: rows }, () => draw.share() * COLUMNS), shape: [rows] });
    return { prediction, target: spec.targets === "probabilities" ? distributions(rows, draw) : classes() };
  },
  penalty: (_, size, { signed }) => ({ weights: numbers([size], signed) }),
  layer: (_, size, { signed }) => {
    const side = Math.max(4, Math.min(256, Math.round(Math.sqrt(size))));
    return { x: numbers([side, side], signed), weights: numbers([side, side], signed), bias: numbers([side], signed) };
  },
};
