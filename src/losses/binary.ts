// Losses of one probability, or one logit, against a binary target.

import { isClipped, logClipped, logRestClipped } from "../math/clip.js";
import { sigmoid, softplus, weigh } from "../math/exponential.js";
import { loss } from "../spec/define.js";
import { probability } from "../spec/domain.js";
import { fraction, positive } from "../spec/options.js";

/** The smoothed share of a label. That of the other is taken from its own share: 1 less this one would cancel. */
const smooth = (share: number, smoothing: number) => share * (1 - smoothing) + smoothing / 2;

export const binaryCrossEntropy = loss({
  name: "binaryCrossEntropy",
  family: "binary",
  task: "binary",
  summary: "The negative log-likelihood of a probability.",
  options: {
    /** Clips probabilities to [epsilon, 1 − epsilon]. */
    epsilon: fraction(0, 0.5),
    /** Draws targets towards ½ by this share. */
    labelSmoothing: fraction(0, 1),
  },
  domain: probability,
  loss: (p, target, { epsilon, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return -weigh(t, logClipped(p, epsilon)) - weigh(rest, logRestClipped(p, epsilon));
  },
  gradient: (p, target, { epsilon, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    if (isClipped(p, epsilon)) return 0;
    return -weigh(t, 1 / p) + weigh(rest, 1 / (1 - p));
  },
  gradientTerms: (p, target, { labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return weigh(t, 1 / p) + weigh(rest, 1 / (1 - p));
  },
  parameters: ({ epsilon, labelSmoothing }) => [epsilon, labelSmoothing],
  formula: "−target · log p − (1 − target) · log(1 − p)",
  notes: [
    "p or target outside [0, 1] is a RangeError. Limits are exact: a hit is 0, a miss +∞; PyTorch stops at 100, Keras, which clips in float32, at 16.1 for p = 0 and 15.9 for p = 1.",
    "`epsilon` clips p to [epsilon, 1 − epsilon], where the gradient is 0.",
    "In `fast` a gradient beyond the range of float32 (t / p of a p below 3e-39) counts as infinite, before weights or the mean make it smaller.",
    "`labelSmoothing` s replaces the target t by t(1 − s) + s/2.",
  ],
  source: "Good: Rational Decisions (1952); Bishop (2006), section 4.3.2",
  bound: { fast: 4, high: 0.51 },
});

export const binaryCrossEntropyWithLogits = loss({
  name: "binaryCrossEntropyWithLogits",
  family: "binary",
  task: "binary",
  summary: "binaryCrossEntropy of σ(logit), never leaving the logits: right in both tails.",
  options: {
    /** What the loss of the positive class is multiplied by. */
    posWeight: positive(1),
    /** Draws targets towards ½ by this share. */
    labelSmoothing: fraction(0, 1),
  },
  targetDomain: probability,
  loss: (x, target, { posWeight, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return weigh(rest, softplus(x)) + weigh(posWeight * t, softplus(-x));
  },
  gradient: (x, target, { posWeight, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return rest * sigmoid(x) - posWeight * t * sigmoid(-x);
  },
  gradientTerms: (x, target, { posWeight, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return rest * sigmoid(x) + posWeight * t * sigmoid(-x);
  },
  terms: (x, target, { posWeight, labelSmoothing }) => {
    const [t, rest] = [smooth(target, labelSmoothing), smooth(1 - target, labelSmoothing)];
    return weigh(rest, softplus(x)) + weigh(posWeight * t, softplus(-x));
  },
  vanishes: (x, target, { posWeight, labelSmoothing }) => {
    const share = x < 0 ? posWeight * smooth(target, labelSmoothing) : smooth(1 - target, labelSmoothing);
    return Math.abs(x) === Infinity && share < 2 ** -126;
  },
  factor: (x, { posWeight }) => Math.max(1, posWeight, Number.isFinite(x) ? Math.abs(x) : 0),
  parameters: ({ posWeight, labelSmoothing }) => [posWeight, labelSmoothing],
  formula: "(1 − target) · softplus(x) + posWeight · target · softplus(−x)",
  notes: [
    "At x = ±∞ it is 0 or +∞, never NaN. A target outside [0, 1] is a RangeError.",
    "`posWeight` multiplies the loss of the positive class (as in PyTorch). In `fast` what is below posWeight · 2^-126 may be 0, and posWeight · target below 2^-126.",
    "`labelSmoothing` s replaces the target t by t(1 − s) + s/2.",
  ],
  source: "Bishop (2006), section 4.3.2; PyTorch BCEWithLogitsLoss",
  bound: {
    fast: 5,
    high: 0.51,
    reason:
      "posWeight and label smoothing are rounded, and what is made of them: 4.3 ulp has been seen. With the defaults it is 2.41.",
  },
});
