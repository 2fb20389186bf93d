import { sigmoid as logistic, sigmoidDerivative } from "../math/exponential.js";
import { activation } from "../spec/define.js";

export const sigmoid = activation({
  name: "sigmoid",
  family: "smooth",
  summary: "The logistic function: squashes to a probability.",
  options: {},
  forward: (x) => logistic(x),
  derivative: (x) => sigmoidDerivative(x),
  derivativeFromOutput: (y) => y * (1 - y),
  range: () => [0, 1],
  monotonic: true,
  formula: "1 / (1 + e^−x)",
  notes: ["The derivative is taken from x, so that it keeps its relative accuracy where 1 − y is rounded to 0 (x > 16.6)."],
  source: "Verhulst (1838); Rumelhart, Hinton, Williams: Learning representations by back-propagating errors (1986)",
  bound: { fast: 2.5, high: 0.51 },
});
