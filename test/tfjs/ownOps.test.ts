// The package's own ops where there is nothing to compute, something to leave out, or something wrong.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/tfjs/index.js";
import { start, useOurs } from "./sideBySide.js";

beforeAll(async () => {
  await start();
  useOurs();
});

describe("rows without elements", () => {
  it("have −∞ for their log-sum-exp, whatever memory held", () => {
    for (let i = 0; i < 3; i++) {
      tf.fill([4], 7.5).mul(3).dispose();
      expect([...lanewise.logSumExp(tf.zeros([2, 0]), 1).dataSync()]).toEqual([-Infinity, -Infinity]);
    }
    expect(lanewise.logSumExp(tf.zeros([0, 2]), 1).shape).toEqual([0]);
  });

  it("have losses of 0", () => {
    tf.fill([4], 7.5).mul(3).dispose();
    const none = { reduction: tf.Reduction.NONE };
    expect([...lanewise.softmaxCrossEntropy(tf.zeros([3, 0]), tf.zeros([3, 0]), none).dataSync()]).toEqual([0, 0, 0]);
    expect([...lanewise.klDivergence(tf.zeros([3, 0]), tf.zeros([3, 0]), none).dataSync()]).toEqual([0, 0, 0]);
  });
});

describe("a weight of 0", () => {
  const weights = tf.tensor1d([0, 1]);

  it("leaves its labels without a gradient, also where the prediction is infinite or NaN", () => {
    const gradient = (of: (labels: tf.Tensor) => tf.Tensor, labels: tf.Tensor) => [...tf.grad(of)(labels).dataSync()];
    const wild = tf.tensor1d([Number.NaN, 1]);
    expect(gradient((y) => lanewise.huber(y, wild, { weights }), tf.zeros([2]))).toEqual([0, -1]);
    const infinite = tf.tensor1d([-Infinity, 1]);
    const binary = gradient((y) => lanewise.sigmoidCrossEntropy(y, infinite, { weights }), tf.tensor1d([1, 0]));
    expect(binary).toEqual([0, -1]);
    const rows = tf.tensor2d([
      [1, 0],
      [1, 0],
    ]);
    const logits = tf.tensor2d([
      [Number.NaN, 0],
      [1, 0],
    ]);
    const soft = gradient((y) => lanewise.softmaxCrossEntropy(y, logits, { weights }), rows);
    expect(soft.slice(0, 2)).toEqual([0, 0]);
    expect(soft[2]).toBeCloseTo(Math.log1p(Math.exp(-1)), 6);
    const divergence = tf.tensor2d([
      [0, 1],
      [0.5, 0.5],
    ]);
    expect(gradient((y) => lanewise.klDivergence(y, divergence, { weights }), rows).slice(0, 2)).toEqual([0, 0]);
  });
});

describe("what a call makes on its way", () => {
  const a = tf.ones([2, 3]);
  const whole = tf.ones([2, 3], "int32");
  const weights = tf.tensor1d([1, 0], "int32");
  const two = tf.scalar(2);
  const calls: Readonly<Record<string, () => tf.Tensor>> = {
    huber: () => lanewise.huber(whole, a, { weights: two }),
    softmaxCrossEntropy: () => lanewise.softmaxCrossEntropy(a, a, { weights }),
    logSumExp: () => lanewise.logSumExp(a, 0, true),
    gelu: () => lanewise.gelu(whole),
    swish: () => lanewise.swish(whole, 2),
  };

  it.each(Object.keys(calls))("is given back: %s leaves one tensor", (name) => {
    const before = tf.memory().numTensors;
    const result = (calls[name] as () => tf.Tensor)();
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(result.isDisposed).toBe(false);
    result.dispose();
  });

  it("is given back by a call that is refused, which names op and argument", () => {
    const wrong = tf.ones([4]);
    const before = tf.memory().numTensors;
    expect(() => lanewise.huber(whole, a, { weights: wrong })).toThrow(
      "huber: weights has shape [4], expected one that broadcasts to that of the losses, [2,3]",
    );
    expect(() => lanewise.softmaxCrossEntropy(a, a, { weights: wrong })).toThrow(/^softmaxCrossEntropy: weights has shape \[4\]/);
    expect(() => lanewise.sigmoidCrossEntropy(a, whole, { weights: wrong })).toThrow(/^sigmoidCrossEntropy: weights/);
    expect(tf.memory().numTensors).toBe(before);
  });
});
