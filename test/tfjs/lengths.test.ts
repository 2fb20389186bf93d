// Tensors with fewer numbers than their shape says, or more: TensorFlow.js lets them through. What is missing is what the CPU
// backend takes it for, never what memory happens to hold.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import * as lanewise from "../../src/tfjs/index.js";
import { callsByType, kernelNames } from "./calls.js";
import { dtypeOf, type Input, type Inputs, start, useOurs } from "./sideBySide.js";

beforeAll(start);

type Numbers = Input["values"];

/** Leaves numbers behind in memory of all sizes that the calls here need. */
function litter(): void {
  useOurs();
  tf.tidy(() => {
    for (let size = 1; size <= 2 ** 15; size *= 1.5) for (let i = 0; i < 3; i++) tf.add(tf.fill([Math.ceil(size)], 7.5), 1);
  });
}

function resized(values: Numbers, length: number): Numbers {
  const result = new (values.constructor as Float32ArrayConstructor)(length) as Numbers;
  result.fill(1);
  result.set(values.subarray(0, length));
  return result;
}

const withInputs = kernelNames.filter((kernel) => callsByType(kernel).every(([, inputs]) => Object.keys(inputs).length > 0));

/** The place of no input. */
const NONE = -1;

interface Outcome {
  readonly error?: string;
  readonly values: readonly ArrayLike<number>[];
}

/** What a kernel makes of inputs of which one has another length. */
function run(kernel: string, inputs: Inputs, attributes: object, at: number, length: (count: number) => number): Outcome {
  return tf.tidy(() => {
    const tensors = Object.entries(inputs).map(([key, { values, shape }]: [string, Input], i) => {
      const given = i === at ? resized(values, length(values.length)) : values.slice();
      return [key, tf.engine().makeTensor(given as never, shape, dtypeOf(values))] as const;
    });
    const given = Array.isArray(inputs) ? tensors.map(([, tensor]) => tensor) : Object.fromEntries(tensors);
    try {
      const out = [tf.engine().runKernel(kernel, given as never, attributes as never)].flat();
      return { values: out.map((each) => each.dataSync().slice(0, each.size)) };
    } catch (error) {
      return { error: (error as Error).message, values: [] };
    }
  });
}

function isNear(given: ArrayLike<number>, wanted: ArrayLike<number>): boolean {
  if (given.length !== wanted.length) return false;
  return Array.prototype.every.call(given, (value, i) => {
    const truth = wanted[i] as number;
    return Object.is(value, truth) || value === truth || Math.abs(value - truth) <= 1e-4 * Math.max(1, Math.abs(truth));
  });
}

/** The inputs with that one as long as its shape says: cut, or filled up with NaN. */
function mended(inputs: Inputs, at: number, length: (count: number) => number): Inputs {
  const mend = ({ values, shape }: Input): Input => {
    const whole = new Float32Array(values.length).fill(Number.NaN);
    whole.set(resized(values, length(values.length)).subarray(0, values.length));
    return { values: values instanceof Float32Array ? whole : (values.constructor as Int32ArrayConstructor).from(whole), shape };
  };
  const each = Object.entries(inputs).map(([key, input], i) => [key, i === at ? mend(input) : input] as const);
  return Array.isArray(inputs) ? each.map(([, input]) => input) : Object.fromEntries(each);
}

function expectNear(given: Outcome, wanted: Outcome): void {
  expect(given.error).toBe(wanted.error);
  expect(given.values.length).toBe(wanted.values.length);
  expect(given.values.every((values, i) => isNear(values, wanted.values[i] as ArrayLike<number>))).toBe(true);
}

describe.each([
  ["no numbers", () => 0],
  ["half of its numbers", (count: number) => count >> 1],
  ["one number less than its shape says", (count: number) => count - 1],
])("a tensor with %s", (_, length) => {
  beforeAll(litter);

  it.each(withInputs)("is to %s what it is to the CPU backend", (kernel) => {
    for (const [, inputs, attributes] of callsByType(kernel)) {
      Object.values(inputs).forEach((input: Input, at) => {
        // There is no class that a missing one could be: the op refuses it.
        if (kernel.startsWith("LanewiseRowLoss") && input.values instanceof Int32Array) return;
        const isKnown = tf.getKernel(kernel, "cpu") != null;
        if (isKnown) tf.setBackend("cpu");
        const wanted = isKnown
          ? run(kernel, inputs, attributes, at, length)
          : run(kernel, mended(inputs, at, length), attributes, NONE, length);
        useOurs();
        expectNear(run(kernel, inputs, attributes, at, length), wanted);
      });
    }
  });
});

describe("a tensor with more numbers than its shape says", () => {
  it.each(withInputs)("is to %s the first of them", (kernel) => {
    useOurs();
    const more = (count: number) => count + 7;
    for (const [, inputs, attributes] of callsByType(kernel)) {
      Object.keys(inputs).forEach((_, at) => {
        expectNear(run(kernel, inputs, attributes, at, more), run(kernel, inputs, attributes, NONE, more));
      });
    }
  });
});

describe("a list of a tensor, which TensorFlow.js takes for a tensor without numbers", () => {
  const short = (): tf.Tensor => [tf.scalar(5)] as unknown as tf.Tensor;

  it.each<[string, () => tf.Tensor]>([
    ["add", () => tf.add(tf.ones([2]), short())],
    ["mul", () => tf.mul(tf.ones([2]), short())],
    ["matMul", () => tf.matMul(tf.ones([2, 1]), tf.reshape(short(), [1, 1]))],
    ["sum", () => tf.sum(short())],
    ["softmax", () => tf.softmax(short())],
    ["swish", () => lanewise.swish(tf.reshape(short(), [1]))],
    ["gelu", () => lanewise.gelu(tf.reshape(short(), [1]))],
    ["huber", () => lanewise.huber(tf.ones([1]), tf.reshape(short(), [1]))],
    ["softmaxCrossEntropy", () => lanewise.softmaxCrossEntropy(tf.ones([1]), tf.reshape(short(), [1]))],
  ])("gives NaN: %s", (_, compute) => {
    litter();
    useOurs();
    tf.mul(tf.fill([4], 7.5), 3).dispose();
    const values = Array.from(compute().dataSync());
    expect(values.length).toBeGreaterThan(0);
    expect(values.every(Number.isNaN)).toBe(true);
  });

  it("is refused as classes", () => {
    const labels = tf.engine().makeTensor(Int32Array.of(0) as never, [2], "int32");
    const logits = tf.ones([2, 3]);
    expect(() => lanewise.sparseSoftmaxCrossEntropy(labels, logits)).toThrow(
      "sparseSoftmaxCrossEntropy: labels[1] is undefined, expected a class from 0 to 2",
    );
  });
});
