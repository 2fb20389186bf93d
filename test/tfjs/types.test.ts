// The type that a tensor claims and the type of its data: kernels take the numbers for what the tensor says.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { type Call, callsByType, kernelNames } from "./calls.js";
import { ways } from "./oddTensors.js";
import { dtypeOf, type Input, start, useOurs } from "./sideBySide.js";

beforeAll(start);

type Way = (typeof ways)[number];
type Make = Way["make"];

const clean: Make = (values, shape, dtype) => tf.tensor(values, shape, dtype);

/** Whole numbers, most of them small; zeros and ones where the way has no others. */
function wholeOf({ values }: Input, isTruth: boolean | undefined): Int32Array {
  const scale = values instanceof Float32Array ? 3 : 1;
  return Int32Array.from(values, (value) => (isTruth ? Math.abs(Math.round(value * scale)) % 2 : Math.round(value * scale)));
}

const areSame = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  a.length === b.length && Array.prototype.every.call(a, (value, i) => Object.is(Number(value), Number(b[i])));

/** The kernel's results on inputs that are made as told; they must be left as they were. */
function run([kernel, inputs, attributes]: Call, { dtypes, isTruth }: Way, make: Make): tf.Tensor[] {
  const tensors = Object.entries(inputs).map(([key, input]: [string, Input]) => {
    const dtype = dtypeOf(input.values);
    const makeOne = dtypes.includes(dtype) ? make : clean;
    return [key, makeOne(wholeOf(input, isTruth), input.shape, dtype)] as const;
  });
  const before = tensors.map(([, tensor]) => tensor.dataSync().slice());
  const given = Array.isArray(inputs) ? tensors.map(([, tensor]) => tensor) : Object.fromEntries(tensors);
  const out = [tf.engine().runKernel(kernel, given as never, attributes as never)].flat();
  expect(tensors.every(([, tensor], i) => areSame(tensor.dataSync(), before[i] as tf.TypedArray))).toBe(true);
  return out;
}

describe.each(ways)("$name", (way) => {
  it.each(kernelNames)("%s computes as on data of the tensor's own type, by a kernel of ours", (kernel) => {
    const backend = useOurs();
    for (const call of callsByType(kernel)) {
      tf.tidy(() => {
        const wanted = run(call, way, clean);
        const given = run(call, way, way.make);
        const kinds = (all: tf.Tensor[]) => all.map(({ shape, dtype }) => ({ shape, dtype }));
        expect(kinds(given)).toEqual(kinds(wanted));
        expect(given.every((each, i) => areSame(each.dataSync(), (wanted[i] as tf.Tensor).dataSync()))).toBe(true);
        expect(given.every((each) => backend.entry(each).address > 0)).toBe(true);
      });
    }
  });
});

it.each(ways)("what is converted is made once, and given back with the tensor: $name", ({ make }) => {
  const { linear } = useOurs();
  const values = Int32Array.from({ length: 5000 }, (_, i) => i % 2);
  tf.engine().startScope();
  tf.relu(make(values, [5000], "float32"));
  tf.engine().endScope();
  const before = linear.usedBytes;
  tf.engine().startScope();
  const x = make(values, [5000], "float32");
  tf.dispose(tf.neg(x));
  const once = linear.usedBytes;
  expect(once).toBeGreaterThan(before);
  for (let i = 0; i < 3; i++) tf.dispose(tf.neg(x));
  expect(linear.usedBytes).toBe(once);
  tf.engine().endScope();
  expect(linear.usedBytes).toBe(before);
});
