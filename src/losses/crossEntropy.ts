import { weigh, weighed } from "../math/exponential.js";
import { sharesLess, shareTerms, shiftedExponentials, spread } from "../math/shiftedExponentials.js";
import { rowLoss } from "../spec/define.js";
import { fraction } from "../spec/options.js";
import type { RowTarget } from "../spec/types.js";

/** The weight of each class in the loss: classWeight · (smoothed) target. A class that an index does not name has no part in it. */
function classTerms(target: RowTarget, classes: number, smoothing: number, classWeights: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: classes }, (_, c) => {
    const y = "index" in target ? (c === target.index ? 1 : 0) : (target.probabilities[c] as number);
    if ("index" in target && y === 0 && smoothing === 0) return 0;
    return weighed(classWeights[c] as number, y * (1 - smoothing) + smoothing / classes);
  });
}

/** Whether class weights of 0 leave nothing of the row. */
function isLeftOut(terms: Float64Array, classWeights: ArrayLike<number>): boolean {
  return terms.every((a) => a === 0) && terms.some((_, c) => classWeights[c] === 0);
}

export const crossEntropy = rowLoss({
  name: "crossEntropy",
  family: "logits",
  targets: "either",
  predictions: "logits",
  weighted: true,
  summary: "The multi-class loss of logits: softmax and negative log-likelihood in one.",
  options: {
    /** Spreads this share of the target evenly over all classes. */
    labelSmoothing: fraction(0, 1),
  },
  loss: (x, target, { labelSmoothing }, classWeights) => {
    const terms = classTerms(target, x.length, labelSmoothing, classWeights);
    if (isLeftOut(terms, classWeights)) return 0;
    const { max, logSum } = shiftedExponentials(x);
    return terms.reduce((sum, a, c) => sum + weigh(a, max - (x[c] as number) + logSum), 0);
  },
  gradient: (x, target, { labelSmoothing }, classWeights) => {
    const terms = classTerms(target, x.length, labelSmoothing, classWeights);
    return isLeftOut(terms, classWeights) ? terms.fill(0) : sharesLess(x, terms);
  },
  terms: (x, target, { labelSmoothing }, classWeights) => {
    const terms = classTerms(target, x.length, labelSmoothing, classWeights);
    if (isLeftOut(terms, classWeights)) return 0;
    const { max, logSum } = shiftedExponentials(x);
    return terms.reduce((sum, a, c) => sum + Math.abs(weigh(a, max - (x[c] as number) + logSum)), 0);
  },
  gradientTerms: (x, target, { labelSmoothing }, classWeights) =>
    shareTerms(x, classTerms(target, x.length, labelSmoothing, classWeights), labelSmoothing === 0),
  factor: (target, { labelSmoothing }, classWeights) =>
    classTerms(target, classWeights.length, labelSmoothing, classWeights).reduce((sum, a) => sum + Math.abs(a), 0),
  onTheWay: spread,
  vanishes: (x, target, { labelSmoothing }, classWeights) =>
    classTerms(target, x.length, labelSmoothing, classWeights).some((a, c) => x[c] === -Infinity && Math.abs(a) < 2 ** -126),
  parameters: ({ labelSmoothing }) => [labelSmoothing],
  formula: "−Σ_c target_c · logSoftmax(x)_c",
  notes: [
    "Targets are class indices, one for each row, or probabilities of the logits' shape, one-hot integers too; with a single class they are indices.",
    "With `classWeights` and indices the mean is Σ w[t] · loss / Σ w[t] (PyTorch); with probabilities it is divided by the rows.",
    "`ignoreIndex` has no default; ignored rows leave both sum and divisor.",
    "`labelSmoothing` s replaces the target y by y(1 − s) + s / classes.",
    "A class with target 0 contributes exactly 0, also against a logit of −∞.",
  ],
  source: "Bridle (1990); Szegedy et al.: Rethinking the Inception Architecture (2016) for label smoothing",
  bound: {
    fast: 6,
    high: 0.51,
    reason: "A gradient of a target of several classes is rounded eight times: 5.1 ulp has been seen.",
  },
});
