import { activation } from "../spec/define.js";

export const binaryStep = activation({
  name: "binaryStep",
  family: "piecewise",
  summary: "1 from zero upwards, 0 below: the perceptron's threshold.",
  options: {},
  forward: (x) => (Number.isNaN(x) ? x : x >= 0 ? 1 : 0),
  derivative: (x) => (Number.isNaN(x) ? x : 0),
  range: () => [0, 1],
  monotonic: true,
  kinks: () => [0],
  formula: "x ≥ 0 ? 1 : 0",
  notes: ["The derivative is 0 everywhere, so nothing is learned through it.", "binaryStep(0) = 1."],
  source: "Rosenblatt: The Perceptron (1958)",
  bound: { fast: 0, high: 0 },
});
