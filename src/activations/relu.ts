import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

const keepNaN = (x: number, value: number) => (Number.isNaN(x) ? x : value);

/** A slope of 0 is 0 for −∞ too. */
const scaled = (slope: number, x: number) => slope * (slope === 0 ? Math.max(x, -Number.MAX_VALUE) : x);

export const relu = activation({
  name: "relu",
  family: "piecewise",
  summary: "The rectified linear unit.",
  options: {},
  forward: (x) => keepNaN(x, x > 0 ? x : 0),
  derivative: (x) => keepNaN(x, x > 0 ? 1 : 0),
  derivativeFromOutput: (y) => keepNaN(y, y > 0 ? 1 : 0),
  range: () => [0, Infinity],
  monotonic: true,
  kinks: () => [0],
  formula: "max(x, 0)",
  notes: ["relu′(0) = 0."],
  source: "Nair, Hinton: Rectified Linear Units Improve Restricted Boltzmann Machines (2010)",
  bound: { fast: 0, high: 0 },
});

export const leakyRelu = activation({
  name: "leakyRelu",
  family: "piecewise",
  summary: "The rectified linear unit with a small slope below zero.",
  options: {
    /** The slope below 0. */
    negativeSlope: finite(0.01),
  },
  forward: (x, { negativeSlope }) => (x > 0 ? x : scaled(negativeSlope, x)),
  derivative: (x, { negativeSlope }) => keepNaN(x, x > 0 ? 1 : negativeSlope),
  derivativeFromOutput: (y, { negativeSlope }) => keepNaN(y, y > 0 ? 1 : negativeSlope),
  nonNegativeFromOutput: "negativeSlope",
  parameters: ({ negativeSlope }) => [negativeSlope, negativeSlope === 0 ? 1 : 0],
  range: ({ negativeSlope }) => (negativeSlope > 0 ? [-Infinity, Infinity] : [0, Infinity]),
  monotonic: true,
  kinks: () => [0],
  formula: "x > 0 ? x : negativeSlope · x",
  notes: [
    "negativeSlope is 0.01 as in PyTorch, ONNX and JAX; Keras and TensorFlow.js use 0.2 or 0.3.",
    "leakyRelu′(0) = negativeSlope.",
    "backwardFromOutput needs negativeSlope ≥ 0 (else a RangeError): below 0 the output does not tell the side.",
  ],
  source: "Maas, Hannun, Ng: Rectifier Nonlinearities Improve Neural Network Acoustic Models (2013)",
  // The slope is rounded to a float, then the product: 0.84 with the default, 1.5 at most.
  bound: { fast: 1.5, high: 0.51 },
});
