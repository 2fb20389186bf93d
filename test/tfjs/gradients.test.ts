// Gradients and second derivatives against differences of gradients; own losses against tf.losses; the fused Adam.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/tfjs/index.js";
import { start, useOurs } from "./sideBySide.js";

beforeAll(async () => {
  await start();
  useOurs();
});

type Op = (x: tf.Tensor) => tf.Tensor;

const X = [-2, -0.5, 0.3, 1.7, 3];
const V = tf.tensor1d([1, 2, -1, 0.5, 3]);
const W = tf.tensor1d([0.3, -1, 2, 0.7, 1]);
const labels = tf.tensor1d([0.1, 0.2, 0.3, 0.15, 0.25]);
const binary = tf.tensor1d([0, 1, 1, 0, 0.5]);
const each = { reduction: tf.Reduction.NONE };

const ops: Readonly<Record<string, Op>> = {
  exp: tf.exp,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  elu: tf.elu,
  relu: tf.relu,
  selu: tf.selu,
  leakyRelu: (x) => tf.leakyRelu(x, 0.3),
  softplus: tf.softplus,
  softmax: (x) => tf.softmax(x),
  gelu: (x) => lanewise.gelu(x),
  "gelu, tanh form": (x) => lanewise.gelu(x, "tanh"),
  mish: lanewise.mish,
  swish: (x) => lanewise.swish(x, 1.5),
  logSoftmax: lanewise.logSoftmax,
  "LogSoftmax, the kernel": (x) => tf.engine().runKernel("LogSoftmax", { logits: x }, { axis: -1 }) as tf.Tensor,
  logSumExp: (x) => lanewise.logSumExp(x),
  softmaxCrossEntropy: (x) => tf.square(lanewise.softmaxCrossEntropy(labels, x, { labelSmoothing: 0.1 })),
  "softmaxCrossEntropy, by its labels": (x) => lanewise.softmaxCrossEntropy(tf.softmax(x), x, { labelSmoothing: 0.2 }),
  sparseSoftmaxCrossEntropy: (x) => tf.square(lanewise.sparseSoftmaxCrossEntropy(tf.tensor1d([1], "int32"), x.reshape([1, 5]))),
  sigmoidCrossEntropy: (x) => lanewise.sigmoidCrossEntropy(binary, x, { ...each, labelSmoothing: 0.1 }),
  "sigmoidCrossEntropy, by its labels": (x) => lanewise.sigmoidCrossEntropy(tf.sigmoid(x), x, each),
  huber: (x) => lanewise.huber(binary, x, { ...each, delta: 1.1 }),
  klDivergence: (x) => lanewise.klDivergence(labels, tf.softmax(x)),
  "klDivergence, by its labels": (x) => lanewise.klDivergence(tf.softmax(x), labels),
};

/** Central differences of a function that gives one number. */
function differences(f: (x: tf.Tensor) => tf.Tensor, step: number): number[] {
  const at = (i: number, by: number) => f(tf.tensor1d(X.map((x, j) => (i === j ? x + by : x)))).dataSync()[0] as number;
  return X.map((_, i) => (at(i, step) - at(i, -step)) / (2 * step));
}

function expectClose(given: Iterable<number>, wanted: readonly number[]): void {
  [...given].forEach((value, i) => {
    const truth = wanted[i] as number;
    expect(Math.abs(value - truth), `element ${i}: ${value}, ${truth}`).toBeLessThan(2e-3 * Math.max(1, Math.abs(truth)));
  });
}

describe.each(Object.entries(ops))("%s", (_, op) => {
  const weighed = (x: tf.Tensor) => tf.sum(tf.mul(op(x), V));
  const slope = (x: tf.Tensor) => tf.sum(tf.mul(tf.grad(weighed)(x), W));

  it("has the right gradient", () => {
    expectClose(tf.grad(weighed)(tf.tensor1d(X)).dataSync(), differences(weighed, 1e-2));
  });

  it("has the right second derivative", () => {
    expectClose(tf.grad(slope)(tf.tensor1d(X)).dataSync(), differences(slope, 1e-2));
  });
});

it("leaves the gradients of other backends alone", async () => {
  await tf.setBackend("cpu");
  const gradient = tf.grad((x) => tf.sum(tf.sigmoid(x)))(tf.tensor1d([0, 1]));
  expect(gradient.dataSync()[1]).toBeCloseTo(0.19661193, 6);
  expect(() => tf.grad((x) => tf.grad((y) => tf.sum(tf.tanh(y)))(x))(tf.tensor1d([1]))).toThrow("Cannot compute gradient");
  expect(() => lanewise.gelu(tf.tensor1d([1]))).toThrow('gelu: the current backend is "cpu"');
  useOurs();
});

describe("losses", () => {
  const logits = tf.tensor2d([1, -2, 3, 0.5, 7, -1], [2, 3]);
  const onehot = tf.tensor2d([0, 0, 1, 1, 0, 0], [2, 3]);
  const weights = tf.tensor1d([0.5, 2]);
  const value = (x: tf.Tensor) => Array.from(x.dataSync());
  const near = (given: tf.Tensor, wanted: tf.Tensor) => {
    value(given).forEach((number, i) => {
      expect(number).toBeCloseTo(value(wanted)[i] as number, 6);
    });
  };

  it("reduce as tf.losses", () => {
    for (const reduction of [tf.Reduction.NONE, tf.Reduction.MEAN, tf.Reduction.SUM, tf.Reduction.SUM_BY_NONZERO_WEIGHTS]) {
      const options = { weights, reduction };
      near(
        lanewise.softmaxCrossEntropy(onehot, logits, options),
        tf.losses.softmaxCrossEntropy(onehot, logits, weights, 0, reduction),
      );
      const classes = onehot.argMax(-1).toInt();
      near(lanewise.sparseSoftmaxCrossEntropy(classes, logits, options), lanewise.softmaxCrossEntropy(onehot, logits, options));
      near(
        lanewise.sigmoidCrossEntropy(onehot, logits, { reduction }),
        tf.losses.sigmoidCrossEntropy(onehot, logits, undefined, 0, reduction),
      );
      near(lanewise.huber(onehot, logits, { reduction }), tf.losses.huberLoss(onehot, logits, undefined, 1, reduction));
    }
  });

  it("leave out what has a weight of 0, also where it is infinite or NaN", () => {
    const wild = tf.tensor2d([Number.NaN, 1, Infinity, 0.5, 7, -1], [2, 3]);
    for (const reduction of [tf.Reduction.NONE, tf.Reduction.SUM, tf.Reduction.SUM_BY_NONZERO_WEIGHTS]) {
      const options = { weights: tf.tensor1d([0, 2]), reduction };
      const perElement = { weights: tf.tensor2d([0, 2], [2, 1]), reduction };
      for (const of of [
        (x: tf.Tensor) => lanewise.softmaxCrossEntropy(onehot, x, options),
        (x: tf.Tensor) => lanewise.sparseSoftmaxCrossEntropy(onehot.argMax(-1).toInt(), x, options),
        (x: tf.Tensor) => lanewise.huber(onehot, x, perElement),
        (x: tf.Tensor) => lanewise.sigmoidCrossEntropy(onehot, x, perElement),
      ]) {
        near(of(wild), of(logits));
        near(tf.grad((x) => of(x).sum())(wild), tf.grad((x) => of(x).sum())(logits));
      }
    }
  });

  it("name what is wrong", () => {
    const classes = tf.tensor1d([0, 3], "int32");
    expect(() => lanewise.sparseSoftmaxCrossEntropy(classes, logits)).toThrow("labels[1] is 3, expected a class from 0 to 2");
    expect(() => lanewise.huber(onehot, weights)).toThrow("huber: predictions has shape [2], expected that of labels, [2,3]");
    expect(() => lanewise.softmaxCrossEntropy(onehot, logits, { labelSmoothing: 2 })).toThrow("labelSmoothing is 2");
    expect(() => lanewise.logSumExp(logits, 5)).toThrow("logSumExp: axis is [5]");
  });

  it("log-sum-exp takes any axes", () => {
    const x = tf.randomNormal([2, 3, 4], 0, 1, "float32", 5);
    for (const axis of [undefined, 0, 1, -1, [0, 2]]) {
      for (const keepDims of [false, true]) {
        const [ours, theirs] = [lanewise.logSumExp(x, axis, keepDims), tf.logSumExp(x, axis, keepDims)];
        expect(ours.shape).toEqual(theirs.shape);
        near(ours, theirs);
      }
    }
  });
});

describe("adam", () => {
  function train(optimizer: tf.Optimizer, shared = false): { costs: number[]; weights: number[] } {
    const w = tf.variable(tf.tensor2d([0.5, -1, 2, 0.1, 0.3, -0.7], [3, 2]));
    const snapshot = shared ? w.clone() : undefined;
    const x = tf.tensor2d([1, 2, 3, -1, 0.5, 2, 0, 1, -2, 1, 1, 1], [4, 3]);
    const y = tf.tensor2d([1, 0, 0, 1, 1, 1, 0, 0], [4, 2]);
    const costs = Array.from({ length: 100 }, () => {
      const cost = optimizer.minimize(() => tf.losses.meanSquaredError(y, tf.matMul(x, w)) as tf.Scalar, true, [w]) as tf.Scalar;
      return cost.dataSync()[0] as number;
    });
    if (snapshot) expect(Array.from(snapshot.dataSync())[0]).toBe(0.5);
    return { costs, weights: Array.from(w.dataSync()) };
  }

  it("takes the steps of tf.train.adam, and shared data is left alone", () => {
    const ours = train(lanewise.adam(0.05), true);
    const theirs = train(tf.train.adam(0.05));
    expect(Math.max(...ours.costs.map((cost, i) => Math.abs(cost - (theirs.costs[i] as number))))).toBeLessThan(1e-5);
    ours.weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(theirs.weights[i] as number, 5);
    });
  });

  it("keeps its weights and configuration", async () => {
    const optimizer = lanewise.adam(0.05, 0.8, 0.99);
    train(optimizer);
    const weights = await optimizer.getWeights();
    expect(weights.map(({ tensor }) => tensor.shape)).toEqual([[], [3, 2], [3, 2]]);
    const again = lanewise.adam(0.05, 0.8, 0.99);
    await again.setWeights(weights.map(({ name, tensor }) => ({ name, tensor: tensor.clone() })));
    expect(again.iterations).toBe(100);
    expect(again.getConfig()).toEqual(tf.train.adam(0.05, 0.8, 0.99).getConfig());
  });

  it("leaks nothing", () => {
    const optimizer = lanewise.adam();
    const w = tf.variable(tf.ones([100]));
    const step = () => optimizer.minimize(() => tf.sum(tf.square(w)) as tf.Scalar, false, [w]);
    step();
    const before = { ...tf.memory() } as unknown as { numTensors: number; usedBytes: number };
    for (let i = 0; i < 10; i++) step();
    const after = tf.memory() as unknown as typeof before;
    expect([after.numTensors, after.usedBytes]).toEqual([before.numTensors, before.usedBytes]);
  });
});
