// Kernels on several threads: the same bits as on one.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { expect, it } from "vitest";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { random } from "./sideBySide.js";

const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
const shape = [8, 33, 31, 16];
const [x, dy, filter] = [random(shape, 1), random(shape, 2), random([3, 3, 16, 16], 3)];
const channels = random([3, 3, 16, 1], 4);
const window = { filterSize: [3, 3], strides: [2, 2], pad: "same" };
const pooled = random([8, 17, 16, 16], 5);

const kernels = [
  ["Conv2D", { x, filter }, attributes],
  ["Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: shape }],
  ["Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape: filter.shape }],
  ["DepthwiseConv2dNative", { x, filter: channels }, attributes],
  ["DepthwiseConv2dNativeBackpropInput", { dy, filter: channels }, { ...attributes, inputShape: shape }],
  ["DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...attributes, filterShape: channels.shape }],
  ["MaxPool", { x }, window],
  ["MaxPoolGrad", { dy: pooled, input: x, output: pooled }, window],
  ["AvgPool", { x }, window],
  ["BatchMatMul", { a: random([300, 200], 6), b: random([200, 190], 7) }, { transposeA: false, transposeB: false }],
  ["BatchMatMul", { a: random([7, 90, 100], 8), b: random([7, 110, 100], 9) }, { transposeA: false, transposeB: true }],
  ["AvgPoolGrad", { dy: pooled, input: x }, window],
] as const;

it("images are convolved and pooled by three threads as by one", async () => {
  const results: Float32Array[][] = [];
  for (const threads of [1, 3]) {
    await registerBackend({ name: `threads-${threads}`, threads });
    tf.setBackend(`threads-${threads}`);
    const backend = tf.backend() as LanewiseBackend;
    await backend.threads.startAndWait();
    results.push(
      kernels.map(([kernel, inputs, given]) => {
        const tensors = Object.entries(inputs).map(([key, { values, shape: size }]) => [key, tf.tensor(values.slice(), size)]);
        const before = backend.threads.jobs;
        // What a kernel costs is learned by the first calls.
        let out: tf.Tensor | undefined;
        for (let i = 0; i < 20 && backend.threads.jobs === before; i++) {
          out = tf.engine().runKernel(kernel, Object.fromEntries(tensors), given as never) as tf.Tensor;
        }
        expect(backend.threads.jobs > before, `${kernel} was split`).toBe(threads > 1);
        return out?.dataSync() as Float32Array;
      }),
    );
    tf.removeBackend(`threads-${threads}`);
  }
  const [one, three] = results as [Float32Array[], Float32Array[]];
  one.forEach((numbers, i) => {
    expect(numbers.every((value, j) => Object.is(value, three[i]?.[j]))).toBe(true);
  });
});
