import { channelActivation } from "../spec/define.js";

export const prelu = channelActivation({
  name: "prelu",
  family: "piecewise",
  sharedKernel: "leakyRelu",
  summary: "The rectified linear unit whose slope below zero is learned.",
  options: {},
  forward: (x, alpha) => (x > 0 ? x : alpha * x),
  derivative: (x, alpha) => (Number.isNaN(x) ? x : x > 0 ? 1 : alpha),
  alphaDerivative: (x) => (x > 0 ? 0 : x),
  range: () => [-Infinity, Infinity],
  monotonic: false,
  kinks: () => [0],
  formula: "x > 0 ? x : alpha · x",
  notes: [
    "alpha holds one slope, or one for each channel of the last axis.",
    "backward gives { x, alpha }: ∂/∂alpha is the sum of dy · min(x, 0) over all elements that share the slope.",
  ],
  source: "He, Zhang, Ren, Sun: Delving Deep into Rectifiers (2015)",
  bound: { fast: 1, high: 0.51 },
});
