// Kernels on several threads: the same bits as on one.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { type Inputs, random, randomIntegers } from "./sideBySide.js";

type Case = readonly [kernel: string, inputs: Inputs, attributes: object];

const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
const shape = [8, 33, 31, 16];
const [x, dy, filter] = [random(shape, 1), random(shape, 2), random([3, 3, 16, 16], 3)];
const channels = random([3, 3, 16, 1], 4);
const window = { filterSize: [3, 3], strides: [2, 2], pad: "same" };
const pooled = random([8, 17, 16, 16], 5);

/** What is split because the first calls have shown that it takes long. */
const images: readonly Case[] = [
  ["Conv2D", { x, filter }, attributes],
  ["Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: shape }],
  ["Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape: filter.shape }],
  ["DepthwiseConv2dNative", { x, filter: channels }, attributes],
  ["DepthwiseConv2dNativeBackpropInput", { dy, filter: channels }, { ...attributes, inputShape: shape }],
  ["DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...attributes, filterShape: channels.shape }],
  ["MaxPool", { x }, window],
  ["MaxPoolGrad", { dy: pooled, input: x, output: pooled }, window],
  ["AvgPool", { x }, window],
  ["AvgPoolGrad", { dy: pooled, input: x }, window],
];

const transposes = [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ transposeA, transposeB })));
const products: readonly Case[] = transposes.flatMap(({ transposeA, transposeB }): Case[] => {
  const sized = (batch: number[], rows: number, columns: number, transposed: boolean, seed: number) =>
    random([...batch, ...(transposed ? [columns, rows] : [rows, columns])], seed);
  const of = (batch: number[], m: number, n: number, k: number): Case => [
    "BatchMatMul",
    { a: sized(batch, m, k, transposeA, 6), b: sized(batch, k, n, transposeB, 7) },
    { transposeA, transposeB },
  ];
  return [of([], 300, 190, 200), of([7], 90, 110, 100), of([], 5, 700, 33), of([9], 3, 5, 4)];
});

const [a, b] = [random([7, 13, 11, 9], 8), random([7, 13, 11, 9], 9)];
const flat = random([1009], 10);
const rows = random([37, 53], 11);
const statistics = { mean: random([9], 12), variance: { shape: [9], values: random([9], 13).values.map(Math.abs) } };
const tanh = { op: "tanh", options: {} };
const crossEntropy = { op: "crossEntropy", options: { labelSmoothing: 0.1 } };
const huber = { op: "huber", options: { delta: 0.5 } };

/** What is split here whether that is worth it or not. */
const others: readonly Case[] = [
  ...["Add", "Multiply", "Pow", "Greater", "NotEqual"].flatMap((kernel): Case[] => [
    [kernel, { a, b }, {}],
    [kernel, { a: flat, b: random([1009], 14) }, {}],
    [kernel, { a: flat, b: random([], 15) }, {}],
    [kernel, { a, b: random([13, 1, 9], 16) }, {}],
    [kernel, { a: random([7, 1, 11, 1], 17), b: random([1, 13, 1, 9], 18) }, {}],
  ]),
  ...["Exp", "Log1p", "Square", "Relu", "Sigmoid", "Selu"].map((kernel): Case => [kernel, { x: flat }, {}]),
  ["EluGrad", { dy: a, y: b }, {}],
  ["Prelu", { x: a, alpha: random([1], 19) }, {}],
  ["Softmax", { logits: rows }, { dim: -1 }],
  ["LogSoftmax", { logits: rows }, { axis: -1 }],
  ["LanewiseActivationBackward", { dy: a, x: b }, tanh],
  ["LanewiseRow", { x: rows }, { op: "logSumExp", options: {} }],
  ["LanewiseRowBackward", { dy: random([37], 20), x: rows }, { op: "logSumExp", options: {} }],
  ["LanewiseLoss", { x: a, target: b }, huber],
  ["LanewiseLossBackward", { dy: a, x: b, target: a }, huber],
  ["LanewiseRowLoss", { x: rows, target: rows }, crossEntropy],
  ["LanewiseRowLoss", { x: rows, target: randomIntegers([37], 53, 21) }, crossEntropy],
  ["LanewiseRowLossBackward", { dy: random([37], 22), x: rows, target: randomIntegers([37], 53, 23) }, crossEntropy],
  ["Cast", { x: randomIntegers([1009], 99, 24) }, { dtype: "float32" }],
  ["Sum", { x: rows }, { axis: -1, keepDims: false }],
  ["Mean", { x: a }, { axis: [1, 3], keepDims: true }],
  ["Max", { x: a }, { reductionIndices: 2, keepDims: false }],
  ["ArgMax", { x: a }, { axis: 2 }],
  ["Transpose", { x: a }, { perm: [0, 2, 1, 3] }],
  ["Transpose", { x: a }, { perm: [3, 1, 0, 2] }],
  ["Slice", { x: a }, { begin: [1, 2, 3, 4], size: [5, 6, 7, 5] }],
  ["Tile", { x: a }, { reps: [2, 1, 3, 1] }],
  ["PadV2", { x: a }, { paddings: [[1, 0], [0, 2], [3, 0], [0, 0]], constantValue: 7 }], // biome-ignore format: pairs
  ["FusedBatchNorm", { x: a, ...statistics }, { varianceEpsilon: 0.001 }],
  ["GatherV2", { x: rows, indices: randomIntegers([71], 37, 25) }, { axis: 0, batchDims: 0 }],
  ["GatherV2", { x: a, indices: randomIntegers([71], 11, 26) }, { axis: 2, batchDims: 0 }],
];

const nameOf = (threads: number) => `threads-${threads}`;

/** The backend of one or three threads, as the current one. */
function use(threads: number): LanewiseBackend {
  tf.setBackend(nameOf(threads));
  return tf.backend() as LanewiseBackend;
}

function run([kernel, inputs, given]: Case): ArrayLike<number> {
  const tensors = Object.entries(inputs).map(([key, { values, shape: size }]) => {
    const type = values instanceof Int32Array ? "int32" : "float32";
    return [key, tf.tensor(values.slice(), size, type)];
  });
  return (tf.engine().runKernel(kernel, Object.fromEntries(tensors), given as never) as tf.Tensor).dataSync();
}

function expectSame(one: ArrayLike<number>, three: ArrayLike<number>): void {
  expect(three.length).toBe(one.length);
  expect(Array.from(one).every((value, i) => Object.is(value, three[i]))).toBe(true);
}

beforeAll(async () => {
  for (const threads of [1, 3]) {
    await registerBackend({ name: nameOf(threads), threads });
    await use(threads).threads.startAndWait();
  }
});
afterAll(() => {
  for (const threads of [1, 3]) tf.removeBackend(nameOf(threads));
});

describe("three threads give the bits of one", () => {
  it.each([...images, ...products.slice(0, 1)])("$0, split when it is known to take long", (...each) => {
    use(1);
    const one = run(each);
    const { threads } = use(3);
    const before = threads.jobs;
    let three = run(each);
    // What a kernel costs is learned by the first calls.
    for (let i = 0; i < 20 && threads.jobs === before; i++) three = run(each);
    expect(threads.jobs).toBeGreaterThan(before);
    expectSame(one, three);
  });

  it.each([...others, ...products])("$0, split into as many parts as there can be", (...each) => {
    use(1);
    const one = run(each);
    const { threads } = use(3);
    const before = threads.jobs;
    threads.splitsAll = true;
    const three = run(each);
    threads.splitsAll = false;
    expect(threads.jobs).toBeGreaterThan(before);
    expectSame(one, three);
  });
});
