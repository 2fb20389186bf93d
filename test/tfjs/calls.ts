// Calls of every kernel of this backend, in forms that its WebAssembly takes: what tests that hold for all kernels go over.

import { kernels } from "../../src/tfjs/kernels/index.js";
import { tableKernels } from "../../src/tfjs/table/kernels.js";
import { dtypeOf, type Inputs, random, randomIntegers, randomTruths } from "./sideBySide.js";

export type Call = readonly [kernel: string, inputs: Inputs, attributes: object];

const flat = random([4999], 1);
const [a, b] = [random([5, 9, 11, 9], 2), random([5, 9, 11, 9], 3)];
const rows = random([97, 53], 4);

const shape = [3, 17, 9, 6];
const [x, dy, filter] = [random(shape, 5), random(shape, 6), random([3, 3, 6, 6], 7)];
const channels = random([3, 3, 6, 1], 8);
const image = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
const window = { filterSize: [3, 3], strides: [2, 2], pad: "same" };
const pooled = random([3, 9, 5, 6], 9);
const slopes = { bias: random([6], 10), preluActivationWeights: random([6], 11) };

const images: readonly Call[] = [
  ["Conv2D", { x, filter }, image],
  ["FusedConv2D", { x, filter, ...slopes }, { ...image, activation: "prelu" }],
  ["Conv2DBackpropInput", { dy, filter }, { ...image, inputShape: shape }],
  ["Conv2DBackpropFilter", { x, dy }, { ...image, filterShape: filter.shape }],
  ["DepthwiseConv2dNative", { x, filter: channels }, image],
  ["FusedDepthwiseConv2D", { x, filter: channels, ...slopes }, { ...image, activation: "prelu" }],
  ["DepthwiseConv2dNativeBackpropInput", { dy, filter: channels }, { ...image, inputShape: shape }],
  ["DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...image, filterShape: channels.shape }],
  ["MaxPool", { x }, window],
  ["MaxPoolGrad", { dy: pooled, input: x, output: pooled }, window],
  ["AvgPool", { x }, window],
  ["AvgPoolGrad", { dy: pooled, input: x }, window],
];

const transposes = [false, true].flatMap((transposeA) => [false, true].map((transposeB) => ({ transposeA, transposeB })));
const products: readonly Call[] = transposes.flatMap(({ transposeA, transposeB }): Call[] => {
  const sized = (batch: number[], height: number, width: number, transposed: boolean, seed: number) =>
    random([...batch, ...(transposed ? [width, height] : [height, width])], seed);
  const of = (batch: number[], m: number, n: number, k: number): Call => [
    "BatchMatMul",
    { a: sized(batch, m, k, transposeA, 12), b: sized(batch, k, n, transposeB, 13) },
    { transposeA, transposeB },
  ];
  return [of([], 150, 97, 100), of([7], 45, 55, 50), of([], 5, 300, 33), of([9], 3, 5, 4)];
});
const fusedProduct: Call = [
  "_FusedMatMul",
  { a: random([97, 33], 14), b: random([33, 6], 15), ...slopes },
  { transposeA: false, transposeB: false, activation: "prelu" },
];

const binary = ["Add", "Sub", "Multiply", "RealDiv", "Maximum", "Minimum", "Pow", "SquaredDifference"];
const comparisons = ["Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual"];
const unary = ["Abs", "Elu", "Erf", "Exp", "Expm1", "Log", "Log1p", "Neg", "OnesLike", "Reciprocal", "Relu", "Relu6", "Rsqrt"];
const moreUnary = ["Selu", "Sigmoid", "Softplus", "Sqrt", "Square", "Tanh", "ZerosLike"];
const [yes, no] = [randomTruths([4999], 16), randomTruths([4999], 17)];

const elements: readonly Call[] = [
  ...[...binary, ...comparisons].flatMap((kernel): Call[] => [
    [kernel, { a, b }, {}],
    [kernel, { a: flat, b: random([4999], 18) }, {}],
    [kernel, { a: flat, b: random([], 19) }, {}],
    [kernel, { a, b: random([9, 1, 9], 20) }, {}],
    [kernel, { a: random([5, 1, 11, 1], 21), b: random([1, 9, 1, 9], 22) }, {}],
  ]),
  ...[...unary, ...moreUnary].map((kernel): Call => [kernel, { x: flat }, {}]),
  ["AddN", [a, b, random(a.shape, 23)], {}],
  ["Cast", { x: randomIntegers([4999], 99, 24) }, { dtype: "float32" }],
  ["Cast", { x: yes }, { dtype: "float32" }],
  ["ClipByValue", { x: flat }, { clipValueMin: -0.5, clipValueMax: 0.5 }],
  ["EluGrad", { dy: a, y: b }, {}],
  ["Fill", {}, { shape: [17, 5], value: 3, dtype: "float32" }],
  ["LeakyRelu", { x: flat }, { alpha: 0.2 }],
  ["LogicalAnd", { a: yes, b: no }, {}],
  ["LogicalNot", { x: yes }, {}],
  ["LogicalOr", { a: yes, b: no }, {}],
  ["Prelu", { x: a, alpha: random([1], 25) }, {}],
  ["Prelu", { x: a, alpha: random([9], 26) }, {}],
  ["Select", { condition: yes, t: flat, e: random([4999], 27) }, {}],
  ["Step", { x: flat }, { alpha: 0.25 }],
];

const statistics = { mean: random([9], 28), variance: { shape: [9], values: random([9], 29).values.map(Math.abs) } };
const allAxes = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
const integers = randomIntegers([5, 9, 11, 9], 99, 30);

const movesOf = (from: typeof a | typeof integers): readonly Call[] => [
  ["Concat", [from, from], { axis: 1 }],
  ["Pack", [from, from], { axis: 2 }],
  ["PadV2", { x: from }, { paddings: [[1, 0], [0, 2], [3, 0], [0, 0]], constantValue: 7 }], // biome-ignore format: pairs
  ["Reverse", { x: from }, { dims: [1, 3] }],
  ["Slice", { x: from }, { begin: [1, 2, 3, 4], size: [4, 6, 7, 5] }],
  ["SplitV", { x: from }, { axis: 1, numOrSizeSplits: [4, 5] }],
  ["StridedSlice", { x: from }, { begin: [0, 1, 2, 3], end: [5, 9, 11, 9], strides: [2, 1, 3, 2], ...allAxes }],
  ["Tile", { x: from }, { reps: [2, 1, 3, 1] }],
  ["Transpose", { x: from }, { perm: [0, 2, 1, 3] }],
  ["Transpose", { x: from }, { perm: [3, 1, 0, 2] }],
  ["Unpack", { value: from }, { axis: 1 }],
];

const arrangements: readonly Call[] = [
  ...movesOf(a),
  ...movesOf(integers),
  ["ArgMax", { x: a }, { axis: 2 }],
  ["ArgMin", { x: a }, { axis: 3 }],
  ["FusedBatchNorm", { x: a, ...statistics }, { varianceEpsilon: 0.001 }],
  ["GatherNd", { params: a, indices: randomIntegers([71, 2], 5, 34) }, {}],
  ["GatherV2", { x: rows, indices: randomIntegers([171], 97, 31) }, { axis: 0, batchDims: 0 }],
  ["GatherV2", { x: a, indices: randomIntegers([71], 11, 32) }, { axis: 2, batchDims: 0 }],
  ["Max", { x: a }, { reductionIndices: 2, keepDims: false }],
  ["Mean", { x: a }, { axis: [1, 3], keepDims: true }],
  ["Min", { x: a }, { axis: 1, keepDims: false }],
  ["ResizeBilinear", { images: a }, { size: [13, 17], alignCorners: false, halfPixelCenters: true }],
  ["Prod", { x: a }, { axis: 3, keepDims: false }],
  ["Softmax", { logits: rows }, { dim: -1 }],
  ["Sum", { x: rows }, { axis: -1, keepDims: false }],
  ["UnsortedSegmentSum", { x: rows, segmentIds: randomIntegers([97], 9, 33) }, { numSegments: 9 }],
];

const tanh = { op: "tanh", options: {} };
const crossEntropy = { op: "crossEntropy", options: { labelSmoothing: 0.1 } };
const huber = { op: "huber", options: { delta: 0.5 } };
const logSumExp = { op: "logSumExp", options: {} };
const classes = randomIntegers([97], 53, 34);
const ofRows = random([97], 35);

const table: readonly Call[] = [
  ["LanewiseActivation", { x: a }, tanh],
  ["LanewiseActivationBackward", { dy: a, x: b }, tanh],
  ["LanewiseRow", { x: rows }, logSumExp],
  ["LanewiseRowBackward", { dy: ofRows, x: rows }, logSumExp],
  ["LanewiseLoss", { x: a, target: b }, huber],
  ["LanewiseLossBackward", { dy: a, x: b, target: a }, huber],
  ["LanewiseRowLoss", { x: rows, target: rows }, crossEntropy],
  ["LanewiseRowLoss", { x: rows, target: classes }, crossEntropy],
  ["LanewiseRowLossBackward", { dy: ofRows, x: rows, target: rows }, crossEntropy],
  ["LanewiseRowLossBackward", { dy: ofRows, x: rows, target: classes }, crossEntropy],
  ["LogSoftmax", { logits: rows }, { axis: -1 }],
];

export const calls: readonly Call[] = [...images, ...products, fusedProduct, ...elements, ...arrangements, ...table];

/** All kernels there are; `calls` has at least one of each. */
export const kernelNames = [...Object.keys(kernels), ...Object.keys(tableKernels)];

/** One call of a kernel for each combination of its inputs' types. */
export function callsByType(kernel: string): Call[] {
  const typesOf = ([, inputs]: Call) => Object.values(inputs).map(({ values }) => dtypeOf(values));
  return Object.values(Object.fromEntries(calls.filter(([name]) => name === kernel).map((call) => [`${typesOf(call)}`, call])));
}
