import { loss } from "../spec/define.js";

/** The float32 next above −1. */
const ABOVE_MINUS_ONE = -1 + 2 ** -24;

/** log(1 + p) − log(1 + t): by one logarithm where the two are near, since their difference would lose all. */
function difference(p: number, t: number): number {
  const ratio = (p - t) / (1 + t);
  return Math.abs(ratio) < 0.5 ? Math.log1p(ratio) : Math.log1p(p) - Math.log1p(t);
}

export const meanSquaredLogarithmicError = loss({
  name: "meanSquaredLogarithmicError",
  family: "regression",
  task: "regression",
  summary: "The squared distance of the logarithms: for targets that span orders of magnitude.",
  options: {},
  domain: [ABOVE_MINUS_ONE, Infinity],
  domainInWords: "a number > -1",
  loss: (p, t) => difference(p, t) ** 2,
  gradient: (p, t) => (2 * difference(p, t)) / (1 + p),
  formula: "(log(1 + prediction) − log(1 + target))²",
  notes: ["Predictions and targets ≤ −1 are a RangeError; Keras and TensorFlow.js clip negative ones."],
  source: "Kaggle practice; Keras documentation",
  bound: { fast: 0.51, high: 0.51 },
});
