// What registerBackend and the package's own ops refuse, by kind and by value, each with the names and what came.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/tfjs/index.js";
import { start, useOurs } from "./sideBySide.js";

beforeAll(start);

type Wrong = readonly [options: object, kind: typeof TypeError, message: string];

describe("registerBackend", () => {
  it.each<Wrong>([
    [
      { precison: "fast" },
      TypeError,
      'unknown option "precison", expected one of name, precision, simd, threads, memory, modules',
    ],
    [{ verify: true }, TypeError, 'unknown option "verify"'],
    [{ precision: "bogus" }, RangeError, 'precision is "bogus", expected "fast" or "high"'],
    [{ precision: 1 }, TypeError, "precision is 1"],
    [{ simd: "bogus" }, RangeError, 'simd is "bogus", expected "auto" or "relaxed" or "fixed"'],
    [{ threads: -1 }, RangeError, 'threads is -1, expected "auto" or an integer ≥ 1'],
    [{ threads: 1.5 }, RangeError, "threads is 1.5"],
    [{ threads: "2" }, TypeError, 'threads is "2"'],
    [{ memory: 5 }, TypeError, "memory is 5"],
    [{ memory: { maximumBytes: "1e6" } }, TypeError, 'memory.maximumBytes is "1e6"'],
    [{ memory: { maximumByte: 1e6 } }, TypeError, 'unknown option "memory.maximumByte"'],
    [{ memory: { maximumBytes: 1 } }, RangeError, "memory.maximumBytes is 1"],
    [{ modules: {} }, TypeError, "modules.core is not the list of lanewise/kernels/*-fixed-fast.wasm, compiled"],
    [{ modules: 5 }, TypeError, "modules.core is not"],
    [{ name: 5 }, TypeError, "name is 5, expected a string"],
    [{ name: "" }, RangeError, 'name is "", expected one without "_"'],
    [{ name: "my_backend" }, RangeError, 'name is "my_backend", expected one without "_"'],
  ])("refuses %j", async (options, kind, message) => {
    const refused = lanewise.registerBackend({ name: "refused", ...options });
    await expect(refused).rejects.toThrow(`registerBackend: ${message}`);
    await expect(refused).rejects.toBeInstanceOf(kind);
    expect(tf.getKernelsForBackend("refused")).toEqual([]);
  });

  it.each([[[]], [null], ["lanewise"]])("refuses %j as options", async (options) => {
    await expect(lanewise.registerBackend(options as object)).rejects.toThrow("registerBackend: options is ");
  });

  it.each(["cpu", "webgl", "wasm", "webgpu", "tensorflow", "somebodys"])(
    "refuses the name of another backend: %s",
    async (name) => {
      if (name === "somebodys") tf.registerBackend(name, () => new tf.KernelBackend());
      const kernels = tf.getKernelsForBackend(name);
      await expect(lanewise.registerBackend({ name })).rejects.toThrow(
        `registerBackend: name is "${name}", which another backend has; expected one of its own`,
      );
      expect(tf.getKernelsForBackend(name)).toEqual(kernels);
      tf.setBackend("cpu");
      expect(Array.from(tf.relu(tf.tensor1d([-1, 2])).dataSync())).toEqual([0, 2]);
      useOurs();
    },
  );

  it("takes its own name again", async () => {
    await lanewise.registerBackend({ name: "again" });
    await lanewise.registerBackend({ name: "again" });
    await tf.setBackend("again");
    expect(Array.from(tf.relu(tf.tensor1d([-1, 2])).dataSync())).toEqual([0, 2]);
    useOurs();
    tf.removeBackend("again");
  });
});

const x = () => tf.tensor2d([1, 2, 3, 4], [2, 2]);
const y = () => tf.tensor2d([1, 0, 0, 1], [2, 2]);
const classes = () => tf.tensor1d([0, 1], "int32");
const any = (value: unknown) => value as never;

const losses: Readonly<Record<string, (options: object) => tf.Tensor>> = {
  huber: (options) => lanewise.huber(y(), x(), options),
  klDivergence: (options) => lanewise.klDivergence(y(), x(), options),
  sigmoidCrossEntropy: (options) => lanewise.sigmoidCrossEntropy(y(), x(), options),
  softmaxCrossEntropy: (options) => lanewise.softmaxCrossEntropy(y(), x(), options),
  sparseSoftmaxCrossEntropy: (options) => lanewise.sparseSoftmaxCrossEntropy(classes(), x(), options),
};

function expectRefused(call: () => unknown, kind: typeof TypeError, message: string): void {
  useOurs();
  expect(call).toThrow(message);
  expect(call).toThrow(kind);
}

describe.each(Object.entries(losses))("%s", (op, loss) => {
  const disposed = () => {
    const weights = tf.tensor1d([1, 2]);
    weights.dispose();
    return weights;
  };

  it.each<readonly [string, () => object, typeof TypeError, string]>([
    ["an unknown option", () => ({ labelSmothing: 0.1 }), TypeError, 'unknown option "labelSmothing"'],
    ["no options", () => any(5), TypeError, "options is 5, expected an object"],
    ["null", () => any(null), TypeError, "options is null, expected an object"],
    ["a reduction that is none", () => ({ reduction: 7 }), RangeError, "reduction is 7, expected one of tf.Reduction"],
    ["a reduction's name", () => ({ reduction: "mean" }), TypeError, 'reduction is "mean", expected one of tf.Reduction'],
    ["weights that are no tensor", () => ({ weights: [1, 2] }), TypeError, "weights is an array of 2, expected a tensor"],
    ["weights of strings", () => ({ weights: tf.tensor1d(["a"]) }), TypeError, "weights is string, expected numbers"],
    ["disposed weights", () => ({ weights: disposed() }), TypeError, "weights is a tensor that has been disposed"],
  ])("refuses %s", (_, options, kind, message) => {
    expectRefused(() => loss(options()), kind, `${op}: ${message}`);
  });

  if (op === "huber") {
    it.each([0, -1, 1e-45, 1e39, Number.NaN, Number.POSITIVE_INFINITY])("refuses a delta of %d", (delta) => {
      expectRefused(() => loss({ delta }), RangeError, `huber: delta is ${delta}, expected a number from 1.18e-38 to 3.4e38`);
    });
    it("refuses a delta of another kind", () => {
      expectRefused(() => loss({ delta: "1" }), TypeError, 'huber: delta is "1"');
    });
  } else if (op !== "klDivergence") {
    it.each([-0.1, 1.1, 1e-45, Number.NaN])("refuses a labelSmoothing of %d", (labelSmoothing) => {
      const message = `${op}: labelSmoothing is ${labelSmoothing}, expected 0 or a number from 1.18e-38 to 1`;
      expectRefused(() => loss({ labelSmoothing }), RangeError, message);
    });
    it("refuses a labelSmoothing of another kind, and takes 0 and 1", () => {
      expectRefused(() => loss({ labelSmoothing: "0.1" }), TypeError, `${op}: labelSmoothing is "0.1"`);
      expect(loss({ labelSmoothing: 0 }).shape).toEqual([]);
      expect(loss({ labelSmoothing: 1 }).shape).toEqual([]);
    });
  }
});

describe("activations and adam", () => {
  it.each<readonly [string, () => unknown, typeof TypeError, string]>([
    [
      "swish, NaN",
      () => lanewise.swish(x(), Number.NaN),
      RangeError,
      "swish: beta is NaN, expected 0 or a number from ±1.18e-38 to ±3.4e38",
    ],
    ["swish, ∞", () => lanewise.swish(x(), Number.POSITIVE_INFINITY), RangeError, "swish: beta is Infinity"],
    ["swish, a string", () => lanewise.swish(x(), any("1")), TypeError, 'swish: beta is "1"'],
    [
      "gelu, a form that is none",
      () => lanewise.gelu(x(), any("bogus")),
      RangeError,
      'gelu: approximate is "bogus", expected "none" or "tanh"',
    ],
    ["gelu, true", () => lanewise.gelu(x(), any(true)), TypeError, "gelu: approximate is true"],
    ["logSumExp, an axis too many", () => lanewise.logSumExp(x(), 2), RangeError, "logSumExp: axis is [2], and x has rank 2"],
    ["logSumExp, half an axis", () => lanewise.logSumExp(x(), 0.5), RangeError, "logSumExp: axis is [0.5]"],
    [
      "logSumExp, an axis twice",
      () => lanewise.logSumExp(x(), [0, -2]),
      RangeError,
      "logSumExp: axis is [0,-2], which names an axis twice",
    ],
    [
      "logSumExp, a string",
      () => lanewise.logSumExp(x(), any("0")),
      TypeError,
      'logSumExp: axis is "0", expected a number or several',
    ],
    ["logSumExp, null", () => lanewise.logSumExp(x(), any(null)), TypeError, "logSumExp: axis is null"],
    [
      "logSumExp, keepDims",
      () => lanewise.logSumExp(x(), 0, any(1)),
      TypeError,
      "logSumExp: keepDims is 1, expected true or false",
    ],
    ["logSoftmax of a number", () => lanewise.logSoftmax(tf.scalar(1)), RangeError, "logSoftmax: x has rank 0"],
    ["mish of an array", () => lanewise.mish(any([1])), TypeError, "mish: x is an array of 1, expected a tensor"],
    ["mish of nothing", () => lanewise.mish(any(undefined)), TypeError, "mish: x is undefined, expected a tensor"],
    ["adam, learningRate", () => lanewise.adam(Number.NaN), RangeError, "adam: learningRate is NaN, expected 0 or a number"],
    [
      "adam, beta1",
      () => lanewise.adam(0.1, 1),
      RangeError,
      "adam: beta1 is 1, expected 0 or a number from 1.18e-38 up to, not including, 1",
    ],
    ["adam, beta2", () => lanewise.adam(0.1, 0.9, any("0.9")), TypeError, 'adam: beta2 is "0.9"'],
    [
      "adam, epsilon",
      () => lanewise.adam(0.1, 0.9, 0.9, -1),
      RangeError,
      "adam: epsilon is -1, expected 0 or a number from 1.18e-38 to 3.4e38",
    ],
  ])("refuse %s", (_, call, kind, message) => {
    expectRefused(call, kind, message);
  });
});

describe("tensors", () => {
  it.each<readonly [string, (wrong: tf.Tensor) => unknown]>([
    ["gelu: x", (wrong) => lanewise.gelu(wrong)],
    ["mish: x", (wrong) => lanewise.mish(wrong)],
    ["swish: x", (wrong) => lanewise.swish(wrong)],
    ["logSoftmax: x", (wrong) => lanewise.logSoftmax(wrong)],
    ["logSumExp: x", (wrong) => lanewise.logSumExp(wrong)],
    ["huber: labels", (wrong) => lanewise.huber(wrong, x())],
    ["huber: predictions", (wrong) => lanewise.huber(x(), wrong)],
    ["klDivergence: labels", (wrong) => lanewise.klDivergence(wrong, x())],
    ["sigmoidCrossEntropy: logits", (wrong) => lanewise.sigmoidCrossEntropy(x(), wrong)],
    ["softmaxCrossEntropy: onehotLabels", (wrong) => lanewise.softmaxCrossEntropy(wrong, x())],
    ["sparseSoftmaxCrossEntropy: labels", (wrong) => lanewise.sparseSoftmaxCrossEntropy(wrong, x())],
    ["sparseSoftmaxCrossEntropy: logits", (wrong) => lanewise.sparseSoftmaxCrossEntropy(classes(), wrong)],
  ])("that are disposed, complex, or none: %s", (name, call) => {
    const disposed = x();
    disposed.dispose();
    expectRefused(() => call(disposed), TypeError, `${name} is a tensor that has been disposed`);
    expectRefused(() => call(tf.complex([1], [2])), TypeError, `${name} is complex64, expected numbers`);
    expectRefused(() => call(any(5)), TypeError, `${name} is 5, expected a tensor`);
  });
});
