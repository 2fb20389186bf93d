// What is timed, made from the table of ops: for each op and pass, a call on tensors that reuses its output.

import { ops } from "lanewise";
import { fractions } from "../random.mjs";

/** Elements of a row, and of the dense layer's sides at most. */
const ROW = 1000;

/** Numbers in [low, high). */
export function uniform(count, low, high, seed = 1) {
  const next = fractions(seed);
  return Float32Array.from({ length: count }, () => low + (high - low) * next());
}

function rowsOf(count) {
  const columns = Math.min(count, ROW);
  return [Math.max(1, Math.floor(count / columns)), columns];
}

const DRAW = {
  activation: (lw, spec, count) => {
    const x = lw.tensor(uniform(count, -8, 8));
    const dy = lw.tensor(uniform(count, -1, 1, 2));
    const out = lw.zeros([count]);
    const op = lw[spec.name];
    return {
      forward: { bytes: 8, call: () => op(x, { out }) },
      backward: { bytes: 12, call: () => op.backward(dy, x, { out }) },
    };
  },
  channelActivation: (lw, spec, count) => {
    const [rows, columns] = rowsOf(count);
    const x = lw.tensor(uniform(rows * columns, -8, 8), [rows, columns]);
    const alpha = lw.tensor(uniform(columns, 0, 0.5));
    const out = lw.zeros([rows, columns]);
    return { forward: { bytes: 8, call: () => lw[spec.name](x, alpha, { out }) } };
  },
  groupActivation: (lw, spec, count) => {
    const even = count - (count % 2);
    const x = lw.tensor(uniform(even, -8, 8));
    const dy = lw.tensor(uniform(even / 2, -1, 1, 2));
    const [half, whole] = [lw.zeros([even / 2]), lw.zeros([even])];
    return {
      forward: { bytes: 6, call: () => lw[spec.name](x, { out: half }) },
      backward: { bytes: 10, call: () => lw[spec.name].backward(dy, x, { out: whole }) },
    };
  },
  row: (lw, spec, count) => {
    const [rows, columns] = rowsOf(count);
    const x = lw.tensor(uniform(rows * columns, -8, 8), [rows, columns]);
    const y = lw[spec.name](x);
    const dy = lw.tensor(uniform(y.size, -1, 1, 2), y.shape);
    const out = lw.zeros([rows, columns]);
    return {
      forward: { bytes: 8, call: () => lw[spec.name](x, { out: y }) },
      backward: { bytes: 12, call: () => lw[spec.name].backward(dy, x, { out }) },
    };
  },
  loss: (lw, spec, count) => {
    const probable = spec.domain?.[1] === 1;
    const p = lw.tensor(probable ? uniform(count, 0.01, 0.99) : uniform(count, -0.9, 8));
    const next = fractions(3);
    const binary = Float32Array.from({ length: count }, () => (next() < 0.5 ? (spec.labels ? -1 : 0) : 1));
    const t = lw.tensor(spec.task === "binary" ? binary : uniform(count, -0.9, 8, 4));
    const out = lw.zeros([count]);
    return {
      value: { bytes: 8, call: () => lw[spec.name](p, t) },
      valueAndGrad: { bytes: 12, call: () => lw[spec.name].valueAndGrad(p, t, { out }) },
    };
  },
  rowLoss: (lw, spec, count) => {
    const [rows, columns] = rowsOf(count);
    const logits = lw.tensor(uniform(rows * columns, -8, 8), [rows, columns]);
    const inputs = { logits, probabilities: lw.softmax(logits), logProbabilities: lw.logSoftmax(logits) };
    const next = fractions(5);
    const classes = Int32Array.from({ length: rows }, () => Math.floor(next() * columns));
    const target =
      spec.targets === "probabilities" ? lw.softmax(lw.tensor(uniform(rows * columns, -2, 2, 6), [rows, columns])) : classes;
    const out = lw.zeros([rows, columns]);
    const prediction = inputs[spec.predictions];
    return {
      value: { bytes: 4, call: () => lw[spec.name](prediction, target) },
      valueAndGrad: { bytes: 8, call: () => lw[spec.name].valueAndGrad(prediction, target, { out }) },
    };
  },
  penalty: (lw, spec, count) => {
    const weights = lw.tensor(uniform(count, -1, 1));
    const out = lw.zeros([count]);
    return { valueAndGrad: { bytes: 8, call: () => lw[spec.name].valueAndGrad(weights, { out }) } };
  },
  layer: (lw, spec, count) => {
    // A square product whose matrices hold `count` elements each, at most 1024 × 1024.
    const side = Math.min(1024, Math.max(4, Math.round(Math.sqrt(count))));
    const [x, weights] = [7, 8].map((seed) => lw.tensor(uniform(side * side, -1, 1, seed), [side, side]));
    const bias = lw.tensor(uniform(side, -1, 1, 9));
    const out = lw.zeros([side, side]);
    return { forward: { flops: 2 * side ** 3, elements: side * side, call: () => lw[spec.name](x, weights, bias, { out }) } };
  },
};

/**
 * The calls to time for one op: by pass, with the bytes that must move for each element.
 * @returns {Record<string, { bytes?: number, flops?: number, elements?: number, call: () => unknown }>}
 */
export function casesOf(lw, name, count) {
  const spec = ops[name];
  return DRAW[spec.kind](lw, spec, count);
}

export const opNames = Object.keys(ops);
