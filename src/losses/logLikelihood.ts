// Cross-entropies of probabilities, and of their logarithms.

import { isClipped, logClipped } from "../math/clip.js";
import { weigh, weighed } from "../math/exponential.js";
import { rowLoss } from "../spec/define.js";
import { fraction } from "../spec/options.js";
import type { RowTarget } from "../spec/types.js";

const options = {
  /** Clips probabilities to [epsilon, 1 − epsilon]. */
  epsilon: fraction(0, 0.5),
};
const parameters = ({ epsilon }: { epsilon: number }) => [epsilon];
const indexOf = (target: RowTarget) => (target as { index: number }).index;
const probabilitiesOf = (target: RowTarget) => (target as { probabilities: Float64Array }).probabilities;
const oneEntry = (length: number, index: number, value: number) => {
  const gradient = new Float64Array(length);
  gradient[index] = value;
  return gradient;
};
const clipNote =
  "Probabilities are taken as given: not renormalised, not clipped (Keras does both), but outside [0, 1] they are a RangeError; `epsilon` clips to [epsilon, 1 − epsilon], where the gradient is 0.";
const bound = { fast: 4, high: 0.51 };

export const categoricalCrossEntropy = rowLoss({
  name: "categoricalCrossEntropy",
  family: "probabilities",
  targets: "probabilities",
  predictions: "probabilities",
  weighted: false,
  summary: "The multi-class loss of probabilities against a distribution or one-hot rows.",
  options,
  loss: (p, target, { epsilon }) =>
    p.reduce((sum, each, c) => sum - weigh(probabilitiesOf(target)[c] as number, logClipped(each, epsilon)), 0),
  gradient: (p, target, { epsilon }) =>
    p.map((each, c) => (isClipped(each, epsilon) ? 0 : -weigh(probabilitiesOf(target)[c] as number, 1 / each))),
  terms: (p, target, { epsilon }) =>
    p.reduce((sum, each, c) => sum + Math.abs(weigh(probabilitiesOf(target)[c] as number, logClipped(each, epsilon))), 0),
  parameters,
  formula: "−Σ_c target_c · log p_c",
  notes: [
    clipNote,
    "A class with target 0 contributes exactly 0, also where p = 0.",
    "In `fast` a gradient beyond the range of float32 (y / p of a p below 3e-39) counts as infinite, before weights or the mean make it smaller.",
  ],
  source: "Good (1952); Goodfellow, Bengio, Courville (2016), section 6.2.2.3",
  bound,
});

export const sparseCategoricalCrossEntropy = rowLoss({
  name: "sparseCategoricalCrossEntropy",
  family: "probabilities",
  targets: "classes",
  predictions: "probabilities",
  weighted: true,
  summary: "The multi-class loss of probabilities against class indices.",
  options,
  loss: (p, target, { epsilon }, classWeights) => {
    const index = indexOf(target);
    return weighed(classWeights[index] as number, -logClipped(p[index] as number, epsilon));
  },
  gradient: (p, target, { epsilon }, classWeights) => {
    const index = indexOf(target);
    const each = p[index] as number;
    return oneEntry(p.length, index, weighed(classWeights[index] as number, isClipped(each, epsilon) ? 0 : -1 / each));
  },
  parameters,
  formula: "−log p_target",
  notes: [clipNote],
  source: "As categoricalCrossEntropy",
  bound,
});

export const negativeLogLikelihood = rowLoss({
  name: "negativeLogLikelihood",
  family: "probabilities",
  targets: "classes",
  predictions: "logProbabilities",
  weighted: true,
  summary: "The loss of log-probabilities (of logSoftmax) against class indices.",
  options: {},
  loss: (logP, target, _, classWeights) => {
    const index = indexOf(target);
    return weighed(classWeights[index] as number, -(logP[index] as number));
  },
  gradient: (logP, target, _, classWeights) => {
    const index = indexOf(target);
    return oneEntry(logP.length, index, weighed(classWeights[index] as number, Number.isNaN(logP[index]) ? Number.NaN : -1));
  },
  formula: "−logP_target",
  notes: ["logSoftmax followed by it is crossEntropy."],
  source: "Fisher (1922); PyTorch NLLLoss",
  bound,
});
