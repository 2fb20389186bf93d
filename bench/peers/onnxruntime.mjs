// ONNX Runtime Web on WebAssembly: a model of one node (of a few where the standard has no single one) for each op. It has
// no gradients. Inputs are JavaScript arrays, which it copies in at each call, as in any use of it.

import * as ort from "onnxruntime-web";
import { versionOf } from "./index.mjs";
import { onnxModel } from "./onnxModel.mjs";

const one = (type, attributes, inputs = ["x"]) => ({ nodes: [{ type, inputs, output: "y", attributes }] });

/** Nodes one behind the other: each gives [type, inputs, output, attributes]. */
const chain = (constants, ...nodes) => ({
  constants,
  nodes: nodes.map(([type, inputs, output, attributes]) => ({ type, inputs, output, attributes })),
});

const reduced = (name) => ["ReduceMean", [name], "y", { keepdims: 0 }];

/** By op: the graph from x (alpha, target, weights, bias) to y. */
const OPS = {
  linear: (o) => (o.slope === 1 && o.intercept === 0 ? one("Identity") : undefined),
  sigmoid: () => one("Sigmoid"),
  tanh: () => one("Tanh"),
  relu: () => one("Relu"),
  relu6: () => chain({ low: 0, high: 6 }, ["Clip", ["x", "low", "high"], "y"]),
  leakyRelu: (o) => one("LeakyRelu", { alpha: o.negativeSlope }),
  prelu: () => one("PRelu", {}, ["x", "alpha"]),
  elu: () => one("Elu"),
  celu: () => one("Celu"),
  selu: () => one("Selu"),
  swish: () => one("Swish"),
  silu: () => one("Swish"),
  softplus: () => one("Softplus"),
  softsign: () => one("Softsign"),
  mish: () => one("Mish"),
  gelu: () => one("Gelu"),
  hardSigmoid: () => chain({}, ["HardSigmoid", ["x"], "y", { alpha: 1 / 6, beta: 0.5 }]),
  hardSwish: () => one("HardSwish"),
  hardTanh: (o) => chain({ low: o.min, high: o.max }, ["Clip", ["x", "low", "high"], "y"]),
  softmax: () => one("Softmax", { axis: -1 }),
  logSoftmax: () => one("LogSoftmax", { axis: -1 }),
  softmin: () => chain({}, ["Neg", ["x"], "n"], ["Softmax", ["n"], "y", { axis: -1 }]),
  meanError: () => chain({}, ["Sub", ["x", "target"], "d"], reduced("d")),
  meanAbsoluteError: () => chain({}, ["Sub", ["x", "target"], "d"], ["Abs", ["d"], "a"], reduced("a")),
  meanSquaredError: () => chain({}, ["Sub", ["x", "target"], "d"], ["Mul", ["d", "d"], "s"], reduced("s")),
  crossEntropy: () => one("SoftmaxCrossEntropyLoss", { reduction: "mean" }, ["x", "target"]),
  negativeLogLikelihood: () => one("NegativeLogLikelihoodLoss", { reduction: "mean" }, ["x", "target"]),
  dense: () => one("Gemm", {}, ["x", "weights", "bias"]),
};

/**
 * It leaves a global Worker behind, which jax-js takes for a browser's, and then fails. Without threads it does not need it.
 */
async function startApart() {
  const worker = Object.getOwnPropertyDescriptor(globalThis, "Worker");
  const model = onnxModel({ ...one("Relu"), inputs: { x: { integers: false, shape: [1] } }, output: "y" });
  await (await ort.InferenceSession.create(model, { executionProviders: ["wasm"] })).release();
  if (worker) Object.defineProperty(globalThis, "Worker", worker);
  else delete globalThis.Worker;
}

/** @returns {Promise<import("./index.mjs").Peer>} */
export async function open({ threads }) {
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "fatal";
  if (threads === 1) await startApart();
  const prepare = async (problem) => {
    const graph = problem.pass === "forward" || problem.pass === "value" ? OPS[problem.op]?.(problem.options) : undefined;
    if (!graph) return undefined;
    const described = {};
    const feeds = {};
    for (const [name, data] of Object.entries(problem.inputs)) {
      const [shape, integers] = [problem.shapes[name], data instanceof Int32Array];
      described[name] = { integers, shape };
      feeds[name] = new ort.Tensor(integers ? "int64" : "float32", integers ? BigInt64Array.from(data, BigInt) : data, shape);
    }
    const session = await ort.InferenceSession.create(onnxModel({ ...graph, inputs: described, output: "y" }), {
      executionProviders: ["wasm"],
      intraOpNumThreads: threads,
    });
    const call = async () => (await session.run(feeds)).y;
    return { asynchronous: true, call, read: async () => [(await call()).data], dispose: () => session.release() };
  };
  return { name: "onnxruntime-web", version: versionOf("onnxruntime-web"), prepare };
}
