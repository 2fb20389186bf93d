// TensorFlow.js on one of its backends, with tensors that live there. Backward passes are its own gradients, which run the
// forward pass too.

import { createRequire } from "node:module";
import { dirname } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { versionOf } from "./index.mjs";

const { losses } = tf;
const half = Math.SQRT1_2;

/** The scalar mean over rows of what each row's loss is. */
const meanOfRows = (perElement) => perElement.sum(-1).mean();

/** By op: x (and alpha, target, weights, bias) and options to the result. Composed where tfjs-layers composes it. */
const OPS = {
  linear: ({ x }, o) => x.mul(o.slope).add(o.intercept),
  binaryStep: ({ x }) => tf.step(x),
  sigmoid: ({ x }) => tf.sigmoid(x),
  tanh: ({ x }) => tf.tanh(x),
  relu: ({ x }) => tf.relu(x),
  relu6: ({ x }) => tf.relu6(x),
  leakyRelu: ({ x }, o) => tf.leakyRelu(x, o.negativeSlope),
  prelu: ({ x, alpha }) => tf.prelu(x, alpha),
  elu: ({ x }) => tf.elu(x),
  selu: ({ x }) => tf.selu(x),
  swish: ({ x }, o) => tf.sigmoid(x.mul(o.beta)).mul(x),
  silu: ({ x }) => tf.sigmoid(x).mul(x),
  softplus: ({ x }) => tf.softplus(x),
  logSigmoid: ({ x }) => tf.logSigmoid(x),
  softsign: ({ x }) => x.div(tf.abs(x).add(1)),
  mish: ({ x }) => x.mul(tf.tanh(tf.softplus(x))),
  gelu: ({ x }) => x.mul(0.5).mul(tf.erf(x.mul(half)).add(1)),
  hardSigmoid: ({ x }) => tf.clipByValue(x.div(6).add(0.5), 0, 1),
  hardTanh: ({ x }, o) => tf.clipByValue(x, o.min, o.max),
  softmax: ({ x }) => tf.softmax(x),
  logSoftmax: ({ x }) => tf.logSoftmax(x),
  softmin: ({ x }) => tf.softmax(tf.neg(x)),
  logSumExp: ({ x }) => tf.logSumExp(x, -1),
  meanError: ({ x, target }) => tf.mean(tf.sub(x, target)),
  meanAbsoluteError: ({ x, target }) => losses.absoluteDifference(target, x),
  meanSquaredError: ({ x, target }) => losses.meanSquaredError(target, x),
  rootMeanSquaredError: ({ x, target }) => tf.sqrt(losses.meanSquaredError(target, x)),
  meanSquaredLogarithmicError: ({ x, target }) => tf.mean(tf.squaredDifference(tf.log1p(x), tf.log1p(target))),
  huber: ({ x, target }, o) => losses.huberLoss(target, x, undefined, o.delta),
  binaryCrossEntropy: ({ x, target }) => losses.logLoss(target, x),
  binaryCrossEntropyWithLogits: ({ x, target }) => losses.sigmoidCrossEntropy(target, x),
  // Its own hinge loss takes 0 and 1.
  hinge: ({ x, target }) => tf.mean(tf.relu(tf.sub(1, tf.mul(target, x)))),
  squaredHinge: ({ x, target }) => tf.mean(tf.square(tf.relu(tf.sub(1, tf.mul(target, x))))),
  crossEntropy: ({ x, target }) => losses.softmaxCrossEntropy(tf.oneHot(target, x.shape[1]), x),
  categoricalCrossEntropy: ({ x, target }) => tf.neg(meanOfRows(target.mul(tf.log(x)))),
  sparseCategoricalCrossEntropy: ({ x, target }) => tf.neg(meanOfRows(tf.oneHot(target, x.shape[1]).mul(tf.log(x)))),
  negativeLogLikelihood: ({ x, target }) => tf.neg(meanOfRows(tf.oneHot(target, x.shape[1]).mul(x))),
  klDivergence: ({ x, target }) => meanOfRows(target.mul(tf.log(target.div(x)))),
  l1Penalty: ({ x }, o) => tf.sum(tf.abs(x)).mul(o.lambda),
  l2Penalty: ({ x }, o) => tf.sum(tf.square(x)).mul(o.lambda),
  elasticNetPenalty: ({ x }, o) =>
    tf
      .sum(tf.abs(x))
      .mul(o.l1)
      .add(tf.sum(tf.square(x)).mul(o.l2)),
  dense: ({ x, weights, bias }) => tf.fused.matMul({ a: x, b: weights, bias }),
};

function tensors(problem) {
  return Object.fromEntries(
    Object.entries(problem.inputs).map(([name, data]) => [
      name,
      tf.tensor(data, problem.shapes[name], data instanceof Int32Array ? "int32" : "float32"),
    ]),
  );
}

/** The call of a pass: the tensors it gives, in the order of ours. */
function callOf(run, { pass, options }, { dy, ...inputs }) {
  const { x, target, ...parameters } = inputs;
  const differentiated = Object.keys(parameters);
  const wrt = (...values) =>
    run({ ...inputs, x: values[0], ...Object.fromEntries(differentiated.map((name, i) => [name, values[i + 1]])) }, options);
  const at = [x, ...differentiated.map((name) => parameters[name])];
  if (pass === "forward" || pass === "value") return () => [tf.tidy(() => run(inputs, options))];
  if (pass === "valueAndGrad") {
    const both = tf.valueAndGrad((values) => run({ ...inputs, x: values }, options));
    return () => {
      const { value, grad } = both(x);
      return [value, grad];
    };
  }
  if (pass !== "forwardBackward") return undefined;
  // What it computed on the way forward stays inside.
  const gradients = tf.grads(wrt);
  return () => [undefined, ...gradients(at, dy)];
}

/** @returns {Promise<import("./index.mjs").Peer>} */
export async function open(backend, { threads }) {
  if (backend === "wasm") {
    const wasm = await import("@tensorflow/tfjs-backend-wasm");
    wasm.setWasmPaths(`${dirname(createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm"))}/`);
    wasm.setThreadsCount(threads);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`its backend ${backend} does not start`);
  // Takes effect at once where the backend has been started.
  const use = () => {
    tf.setBackend(backend);
  };
  const prepare = (problem) => {
    const run = OPS[problem.op];
    if (!run) return undefined;
    use();
    const inputs = tensors(problem);
    const results = callOf(run, problem, inputs);
    if (!results) {
      tf.dispose(inputs);
      return undefined;
    }
    const read = () => {
      const given = results();
      const arrays = given.map((each) => each?.dataSync());
      tf.dispose(given.filter(Boolean));
      return arrays;
    };
    const call = () => tf.dispose(results());
    const dispose = () => {
      use();
      tf.dispose(inputs);
    };
    return { before: use, call, read, dispose };
  };
  return { name: `tfjs-${backend}`, version: versionOf("@tensorflow/tfjs-core"), prepare };
}
