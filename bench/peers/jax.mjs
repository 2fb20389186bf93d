// jax-js on its WebAssembly device, every call compiled by jit. An array is used up by what takes it; `.ref` keeps it.

import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad, vjp } from "@jax-js/jax";
import { versionOf } from "./index.mjs";

const difference = ({ x, target }) => x.sub(target);
const square = (x) => x.ref.mul(x);
const hinge = ({ x, target }) => np.maximum(np.subtract(1, target.mul(x)), 0);
/** −Σ target · logs of each row, and their mean. */
const crossEntropy = (logs, target) => np.negative(target.mul(logs).sum(-1).mean());

/** By op: x (alpha, target, weights, bias) and options to the result. Not the identity: jit leaves it out, and times nothing. */
const OPS = {
  sigmoid: ({ x }) => nn.sigmoid(x),
  tanh: ({ x }) => np.tanh(x),
  relu: ({ x }) => nn.relu(x),
  relu6: ({ x }) => nn.relu6(x),
  leakyRelu: ({ x }, o) => nn.leakyRelu(x, o.negativeSlope),
  elu: ({ x }, o) => nn.elu(x, o.alpha),
  celu: ({ x }, o) => nn.celu(x, o.alpha),
  selu: ({ x }) => nn.selu(x),
  swish: ({ x }, o) => x.ref.mul(nn.sigmoid(x.mul(o.beta))),
  silu: ({ x }) => nn.silu(x),
  softplus: ({ x }) => nn.softplus(x),
  logSigmoid: ({ x }) => nn.logSigmoid(x),
  softsign: ({ x }) => nn.softSign(x),
  mish: ({ x }) => nn.mish(x),
  gelu: ({ x }) => nn.gelu(x, { approximate: false }),
  hardSigmoid: ({ x }) => nn.hardSigmoid(x),
  hardSwish: ({ x }) => nn.hardSwish(x),
  hardTanh: ({ x }, o) => (o.min === -1 && o.max === 1 ? nn.hardTanh(x) : np.clip(x, o.min, o.max)),
  softmax: ({ x }) => nn.softmax(x),
  logSoftmax: ({ x }) => nn.logSoftmax(x),
  softmin: ({ x }) => nn.softmax(np.negative(x)),
  logSumExp: ({ x }) => nn.logsumexp(x, -1),
  meanError: (inputs) => difference(inputs).mean(),
  meanAbsoluteError: (inputs) => np.absolute(difference(inputs)).mean(),
  meanSquaredError: (inputs) => square(difference(inputs)).mean(),
  rootMeanSquaredError: (inputs) => np.sqrt(square(difference(inputs)).mean()),
  meanSquaredLogarithmicError: ({ x, target }) => square(np.log1p(x).sub(np.log1p(target))).mean(),
  binaryCrossEntropyWithLogits: ({ x, target }) => nn.softplus(x.ref).sub(x.mul(target)).mean(),
  hinge: (inputs) => hinge(inputs).mean(),
  squaredHinge: (inputs) => square(hinge(inputs)).mean(),
  crossEntropy: ({ x, target }) => crossEntropy(nn.logSoftmax(x.ref), nn.oneHot(target, x.shape[1])),
  negativeLogLikelihood: ({ x, target }) => crossEntropy(x.ref, nn.oneHot(target, x.shape[1])),
  categoricalCrossEntropy: ({ x, target }) => crossEntropy(np.log(x), target),
  l1Penalty: ({ x }, o) => np.absolute(x).sum().mul(o.lambda),
  l2Penalty: ({ x }, o) => square(x).sum().mul(o.lambda),
  dense: ({ x, weights, bias }) => np.matmul(x, weights).add(bias),
};

/** The function of a pass, of all inputs in order; it gives an array of results. */
function passOf(run, { pass, options }, names) {
  const named = (values) => Object.fromEntries(values.map((value, i) => [names[i], value]));
  const result = (...values) => run(named(values), options);
  if (pass === "forward" || pass === "value") return (...values) => [result(...values)];
  if (pass === "valueAndGrad") return (...values) => valueAndGrad(result)(...values);
  if (pass !== "forwardBackward") return undefined;
  // dy comes last.
  return (...values) => {
    const [y, back] = vjp(result, values.slice(0, -1));
    return [y, ...back(values.at(-1))];
  };
}

/** @returns {Promise<import("./index.mjs").Peer>} */
export async function open() {
  await init("wasm");
  defaultDevice("wasm");
  const prepare = (problem) => {
    const run = OPS[problem.op];
    const { dy, ...inputs } = problem.inputs;
    const pass = run && passOf(run, problem, Object.keys(inputs));
    if (!pass) return undefined;
    const entries = Object.entries(dy ? { ...inputs, dy } : inputs);
    const arrays = entries.map(([name, data]) => np.array(data).reshape(problem.shapes[name]));
    const compiled = jit(pass);
    const run1 = () => blockUntilReady(compiled(...arrays.map((each) => each.ref)));
    const call = async () => {
      for (const each of await run1()) each.dispose();
    };
    const read = async () => (await run1()).map((each) => each.dataSync());
    const dispose = () => {
      for (const each of arrays) each.dispose();
      compiled.dispose?.();
    };
    return { asynchronous: true, call, read, dispose };
  };
  return { name: "jax-js", version: versionOf("@jax-js/jax"), prepare };
}
