// numpy-ts: formulas as people write them in NumPy. It has no gradients.

import * as numpy from "numpy-ts";
import { versionOf } from "./index.mjs";

/** What a call has made: freed at its end, since nothing is collected within a round. */
const made = [];

function tracked(run) {
  return (...values) => {
    const result = run(...values);
    if (result?.dispose) made.push(result);
    return result;
  };
}

const np = Object.fromEntries(Object.entries(numpy).map(([name, run]) => [name, typeof run === "function" ? tracked(run) : run]));

function free() {
  for (const each of made.splice(0)) each.dispose();
}

const sigmoid = (x) => np.reciprocal(np.add(np.exp(np.negative(x)), 1));
const softplus = (x) => np.logaddexp(x, 0);
const rowMaximum = (x) => np.max(x, -1, true);
const rowSum = (x) => np.sum(x, -1, true);
const shifted = (x) => np.subtract(x, rowMaximum(x));
const softmax = (x) => {
  const e = np.exp(shifted(x));
  return np.divide(e, rowSum(e));
};
const difference = ({ x, target }) => np.subtract(x, target);
const hinge = ({ x, target }) => np.maximum(np.add(np.multiply(np.multiply(target, x), -1), 1), 0);

/** By op: x (target, weights, bias) and options to the result. */
const OPS = {
  linear: ({ x }, o) => np.add(np.multiply(x, o.slope), o.intercept),
  binaryStep: ({ x }) => np.heaviside(x, 1),
  sigmoid: ({ x }) => sigmoid(x),
  tanh: ({ x }) => np.tanh(x),
  relu: ({ x }) => np.maximum(x, 0),
  relu6: ({ x }) => np.clip(x, 0, 6),
  leakyRelu: ({ x }, o) => np.maximum(x, np.multiply(x, o.negativeSlope)),
  silu: ({ x }) => np.multiply(x, sigmoid(x)),
  softplus: ({ x }) => softplus(x),
  logSigmoid: ({ x }) => np.negative(softplus(np.negative(x))),
  softsign: ({ x }) => np.divide(x, np.add(np.absolute(x), 1)),
  mish: ({ x }) => np.multiply(x, np.tanh(softplus(x))),
  hardTanh: ({ x }, o) => np.clip(x, o.min, o.max),
  tanhShrink: ({ x }) => np.subtract(x, np.tanh(x)),
  softmax: ({ x }) => softmax(x),
  softmin: ({ x }) => softmax(np.negative(x)),
  logSoftmax: ({ x }) => {
    const d = shifted(x);
    return np.subtract(d, np.log(rowSum(np.exp(d))));
  },
  meanError: (inputs) => np.mean(difference(inputs)),
  meanAbsoluteError: (inputs) => np.mean(np.absolute(difference(inputs))),
  meanSquaredError: (inputs) => np.mean(np.square(difference(inputs))),
  rootMeanSquaredError: (inputs) => Math.sqrt(np.mean(np.square(difference(inputs)))),
  meanSquaredLogarithmicError: ({ x, target }) => np.mean(np.square(np.subtract(np.log1p(x), np.log1p(target)))),
  binaryCrossEntropyWithLogits: ({ x, target }) => np.mean(np.subtract(softplus(x), np.multiply(x, target))),
  hinge: (inputs) => np.mean(hinge(inputs)),
  squaredHinge: (inputs) => np.mean(np.square(hinge(inputs))),
  dense: ({ x, weights, bias }) => np.add(np.matmul(x, weights), bias),
};

const numbersOf = (result) => (typeof result === "number" ? [result] : Float32Array.from(result.flatten().data));

/** @returns {import("./index.mjs").Peer} */
export function open() {
  const prepare = (problem) => {
    const run = problem.pass === "forward" || problem.pass === "value" ? OPS[problem.op] : undefined;
    if (!run) return undefined;
    const inputs = Object.fromEntries(
      Object.entries(problem.inputs).map(([name, data]) => [name, numpy.array(data, "float32").reshape(problem.shapes[name])]),
    );
    const result = () => run(inputs, problem.options);
    const call = () => {
      result();
      free();
    };
    const read = () => {
      const numbers = numbersOf(result());
      free();
      return [numbers];
    };
    const dispose = () => {
      for (const each of Object.values(inputs)) each.dispose();
    };
    return { call, read, dispose };
  };
  return { name: "numpy-ts", version: versionOf("numpy-ts"), prepare };
}
