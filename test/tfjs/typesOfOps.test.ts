// The package's own ops and the gradients of TensorFlow.js's, on tensors that are not what they say, and on int32 and bool ones.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/tfjs/index.js";
import { ways } from "./oddTensors.js";
import { start, useOurs } from "./sideBySide.js";

beforeAll(start);

const numbers = (x: tf.Tensor) => Array.from(x.dataSync(), Number);
const near = (given: tf.Tensor, wanted: readonly number[]) => {
  const off = numbers(given).map((value, i) => Math.abs(value - (wanted[i] as number)));
  expect(off.length).toBe(wanted.length);
  // A NaN on either side is a failure too.
  expect(
    off.every((each, i) => each <= 1e-6 * Math.max(1, Math.abs(wanted[i] as number))),
    `${numbers(given)} for ${wanted}`,
  ).toBe(true);
};

describe("values that were wrong", () => {
  it("softmax cross-entropy of one-hot labels made on the CPU backend", () => {
    tf.setBackend("cpu");
    const labels = tf.oneHot([0, 1], 3).toFloat();
    useOurs();
    const logits = tf.tensor2d([1, 2, 3, 0, 1, -1], [2, 3]);
    // log(1 + e + e²) and log(1 + e^−1 + e^−2), and their mean.
    near(lanewise.softmaxCrossEntropy(labels, logits), [
      (Math.log(1 + Math.E + Math.E ** 2) + Math.log(1 + Math.E ** -1 + Math.E ** -2)) / 2,
    ]);
    near(lanewise.softmaxCrossEntropy(labels, logits), [1.4076059]);
  });

  it("swish of truth values", () => {
    useOurs();
    near(lanewise.swish(tf.tensor1d([1, 0, 1], "bool").toInt().toFloat()), [0.7310586, 0, 0.7310586]);
  });

  it("sparse softmax cross-entropy of truth values as classes", () => {
    useOurs();
    const logits = tf.tensor2d([0, 0, 0, 1, 1, 0, 2, 0, 0, 2, 0, 0], [6, 2]);
    const labels = tf.tensor1d([1, 0, 1, 1, 0, 1], "bool").toInt();
    const losses = lanewise.sparseSoftmaxCrossEntropy(labels, logits, { reduction: tf.Reduction.NONE });
    near(losses, [
      Math.LN2,
      Math.log(1 + Math.E),
      Math.log(1 + Math.E),
      Math.log(1 + Math.E ** 2),
      Math.log(1 + Math.E ** 2),
      Math.LN2,
    ]);
  });

  it("gradients of relu and leakyRelu of int32", () => {
    useOurs();
    const x = tf.tensor1d([-1, 2], "int32");
    near(tf.grad((each) => tf.relu(each).toFloat().sum())(x), [0, 1]);
    near(tf.grad((each) => tf.leakyRelu(each, 0.25).toFloat().sum())(x), [0.25, 1]);
  });
});

type Op = (x: tf.Tensor) => tf.Tensor;

const logits = () => tf.tensor2d([1, -2, 3, 0.5, 0, -1, 2, 1, 1, -1, 0, 0.25], [4, 3]);
const target = () => tf.tensor2d([0, 1, 0, 0.5, 0.5, 0, 1, 0, 0, 0.25, 0.5, 0.25], [4, 3]);

const ofTensorFlow: Readonly<Record<string, Op>> = {
  elu: tf.elu,
  exp: tf.exp,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  logSoftmax: (x) => tf.logSoftmax(x),
  prelu: (x) => tf.prelu(x, tf.tensor1d([0.5, 0.25, 2])),
  relu: tf.relu,
  relu6: tf.relu6,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  softmax: (x) => tf.softmax(x),
  softplus: tf.softplus,
  tanh: tf.tanh,
};

const own: Readonly<Record<string, Op>> = {
  gelu: (x) => lanewise.gelu(x),
  mish: lanewise.mish,
  swish: (x) => lanewise.swish(x, 1.5),
  logSoftmax: lanewise.logSoftmax,
  logSumExp: (x) => lanewise.logSumExp(x, -1),
  huber: (x) => lanewise.huber(target(), x, { delta: 0.75 }),
  "huber, of its labels": (x) => lanewise.huber(x, logits()),
  klDivergence: (x) => lanewise.klDivergence(target(), tf.softmax(x.toFloat())),
  sigmoidCrossEntropy: (x) => lanewise.sigmoidCrossEntropy(target(), x),
  "sigmoidCrossEntropy, of its labels": (x) => lanewise.sigmoidCrossEntropy(x, logits()),
  softmaxCrossEntropy: (x) => lanewise.softmaxCrossEntropy(target(), x),
  "softmaxCrossEntropy, of its labels": (x) => lanewise.softmaxCrossEntropy(x, logits()),
  sparseSoftmaxCrossEntropy: (x) => lanewise.sparseSoftmaxCrossEntropy(tf.tensor1d([0, 2, 1, 1], "int32"), x),
  "a loss with weights": (x) =>
    lanewise.softmaxCrossEntropy(target(), logits(), { weights: x.sum(-1), reduction: tf.Reduction.SUM }),
};

/** Truth values, which every way has. */
const VALUES = Int32Array.of(1, 0, 0, 1, 0, 1, 1, 1, 0, 0, 0, 1);
const FACTORS = tf.range(1, 13);

/** Σ c · op(x) and its gradient. */
function valueAndGrad(op: Op, x: tf.Tensor): { value: tf.Tensor; grad: tf.Tensor } {
  return tf.valueAndGrad((each) => {
    const y = op(each).toFloat();
    return tf.sum(tf.mul(y, FACTORS.slice(0, y.size).reshape(y.shape)));
  })(x);
}

describe.each(Object.entries({ ...ofTensorFlow, ...own }))("%s", (name, op) => {
  it.each(ways)("is right, with its gradient, on $name", ({ dtypes, make }) => {
    useOurs();
    const wanted = valueAndGrad(op, tf.tensor(VALUES, [4, 3], "float32"));
    // TensorFlow.js's ops refuse other types, or give results of these.
    for (const dtype of name in own ? dtypes : dtypes.filter((each) => each === "float32")) {
      const given = valueAndGrad(op, make(VALUES, [4, 3], dtype));
      near(given.value, numbers(wanted.value));
      near(given.grad, numbers(wanted.grad));
    }
  });
});

describe.each(["exp", "leakyRelu", "prelu", "relu", "relu6", "selu"])("%s", (name) => {
  it.each(["int32", "bool"] as const)("has the gradient of the CPU backend on %s", (dtype) => {
    const values = dtype === "bool" ? VALUES : Int32Array.of(3, -2, 7, 0, 1, -1, 2, -5, 6, 4, -3, 0);
    tf.setBackend("cpu");
    const cpu = valueAndGrad(ofTensorFlow[name] as Op, tf.tensor(values, [4, 3], dtype));
    const wanted = [numbers(cpu.value), numbers(cpu.grad)] as const;
    useOurs();
    const ours = valueAndGrad(ofTensorFlow[name] as Op, tf.tensor(values, [4, 3], dtype));
    near(ours.value, wanted[0]);
    near(ours.grad, wanted[1]);
    expect(ours.grad.dtype).toBe("float32");
  });
});

it.each(ways)("adam trains variables and takes gradients on $name", ({ make }) => {
  const train = (start: () => tf.Tensor, optimizer: tf.Optimizer) => {
    // One variable has its data to itself, the other's are its initial value's too.
    const [first, shared] = [tf.tidy(start), tf.tidy(start)];
    const [w, other] = [tf.variable(first), tf.variable(shared)];
    first.dispose();
    const gradient = make(VALUES, [4, 3], "float32");
    for (let i = 0; i < 5; i++) optimizer.applyGradients([w, other].map(({ name }) => ({ name, tensor: gradient })));
    return [w, other, shared, gradient].flatMap(numbers);
  };
  const clean = () => tf.tensor(VALUES, [4, 3], "float32");
  useOurs();
  const wanted = train(clean, tf.train.adam(0.05));
  const given = train(() => make(VALUES, [4, 3], "float32"), lanewise.adam(0.05));
  near(tf.tensor1d(given), wanted);
});
