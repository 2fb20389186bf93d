// What is timed, made from the table of ops: a problem is one op, one pass and one size, with its inputs as plain arrays.

import { ops } from "lanewise";
import { fractions } from "../random.mjs";

/** Elements of a row, and the largest side of a dense layer's square matrices. */
const ROW = 1024;

/**
 * @typedef {object} Problem
 * @property {string} op
 * @property {string} kind
 * @property {string} pass
 * @property {number} size elements of x
 * @property {Record<string, Float32Array | Int32Array>} inputs x, and by kind dy, alpha, target, weights, bias
 * @property {Record<string, readonly number[]>} shapes of the inputs
 * @property {Record<string, unknown>} options the op's defaults
 * @property {number} [operations] floating-point operations, where they are the measure
 */

/** Numbers in [low, high). */
function uniform(count, low, high, seed = 1) {
  const next = fractions(seed);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = low + (high - low) * next();
  return values;
}

/** Rows of probabilities. */
function distributions(rows, columns, seed) {
  const values = uniform(rows * columns, 0.05, 1, seed);
  for (let start = 0; start < values.length; start += columns) {
    const row = values.subarray(start, start + columns);
    const sum = row.reduce((all, each) => all + each, 0);
    for (let i = 0; i < columns; i++) row[i] /= sum;
  }
  return values;
}

function matrix(size) {
  const columns = Math.min(size, ROW);
  return [Math.max(1, Math.floor(size / columns)), columns];
}

const labelled = (count, [first, second]) => uniform(count, 0, 1, 3).map((each) => (each < 0.5 ? first : second));

function lossTarget(spec, options, size) {
  const labels = spec.labels?.(options);
  if (labels) return labelled(size, labels);
  return spec.task === "binary" ? labelled(size, [0, 1]) : uniform(size, -0.9, 8, 4);
}

const ROW_PREDICTIONS = {
  logits: (rows, columns) => uniform(rows * columns, -8, 8),
  probabilities: (rows, columns) => distributions(rows, columns, 6),
  logProbabilities: (rows, columns) => distributions(rows, columns, 6).map(Math.log),
};

/** The inputs of each kind of op. */
const DRAW = {
  activation: (_, size) => ({ shape: [size], inputs: { x: uniform(size, -8, 8), dy: uniform(size, -1, 1, 2) } }),
  channelActivation: (_, size) => {
    const [rows, columns] = matrix(size);
    const count = rows * columns;
    const inputs = { x: uniform(count, -8, 8), alpha: uniform(columns, 0.1, 0.4, 7), dy: uniform(count, -1, 1, 2) };
    return { shape: [rows, columns], inputs };
  },
  groupActivation: (spec, size, options) => {
    const group = spec.groupSize(options);
    const groups = Math.ceil(size / group);
    return { shape: [groups * group], inputs: { x: uniform(groups * group, -8, 8), dy: uniform(groups, -1, 1, 2) } };
  },
  row: (spec, size) => {
    const [rows, columns] = matrix(size);
    const dy = uniform(spec.reduces ? rows : rows * columns, -1, 1, 2);
    return { shape: [rows, columns], inputs: { x: uniform(rows * columns, -8, 8), dy } };
  },
  loss: (spec, size, options) => {
    const x = spec.domain?.[1] === 1 ? uniform(size, 0.01, 0.99) : uniform(size, -0.9, 8);
    return { shape: [size], inputs: { x, target: lossTarget(spec, options, size) } };
  },
  rowLoss: (spec, size) => {
    const [rows, columns] = matrix(size);
    const classes = () => Int32Array.from(uniform(rows, 0, columns, 5));
    const target = spec.targets === "probabilities" ? distributions(rows, columns, 8) : classes();
    return { shape: [rows, columns], inputs: { x: ROW_PREDICTIONS[spec.predictions](rows, columns), target } };
  },
  penalty: (_, size) => ({ shape: [size], inputs: { x: uniform(size, -1, 1) } }),
  layer: (_, size) => {
    const side = Math.min(ROW, Math.max(4, Math.round(Math.sqrt(size))));
    const [x, weights, dy] = [7, 8, 2].map((seed) => uniform(side * side, -1, 1, seed));
    return { shape: [side, side], inputs: { x, weights, bias: uniform(side, -1, 1, 9), dy }, operations: 2 * side ** 3 };
  },
};

/** Which passes a kind has, and how many times its operations each takes. */
const THERE_AND_BACK = { forward: 1, backward: 2, forwardBackward: 3 };
const COST = { value: 1, valueAndGrad: 2 };
const PASSES = {
  activation: THERE_AND_BACK,
  channelActivation: THERE_AND_BACK,
  groupActivation: THERE_AND_BACK,
  row: THERE_AND_BACK,
  layer: THERE_AND_BACK,
  loss: COST,
  rowLoss: COST,
  penalty: COST,
};

export const passNames = [...new Set(Object.values(PASSES).flatMap((passes) => Object.keys(passes)))];
export const opNames = Object.keys(ops);

/** A dense layer's matrices grow no further. */
export const largestSizeOf = (op) => (ops[op].kind === "layer" ? ROW * ROW : Number.POSITIVE_INFINITY);

/** A kind of op that the bench does not know yet has no passes. */
export const passesOf = (op) => Object.keys(PASSES[ops[op].kind] ?? {});

/** What has as many elements as x has its shape, but for the slopes of one row. */
function shapesOf(shape, { x, ...others }) {
  const shapes = { x: shape };
  for (const [name, { length }] of Object.entries(others)) {
    shapes[name] = length === x.length && name !== "alpha" ? shape : [length];
  }
  return shapes;
}

/** @returns {Problem} */
export function problemOf(op, pass, size) {
  const spec = ops[op];
  const options = Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default]));
  const { shape, inputs, operations } = DRAW[spec.kind](spec, size, options);
  const { dy, ...forward } = inputs;
  return {
    op,
    kind: spec.kind,
    pass,
    size: inputs.x.length,
    shapes: shapesOf(shape, inputs),
    inputs: pass === "forward" || dy === undefined ? forward : inputs,
    options,
    operations: operations && operations * PASSES[spec.kind][pass],
  };
}
