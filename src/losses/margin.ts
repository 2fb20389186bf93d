// Margin losses: targets are −1 and +1 (or 0 and 1, mapped), predictions are scores.

import { loss } from "../spec/define.js";
import { choice } from "../spec/options.js";

type Labels = { readonly labels: "minusOneOne" | "zeroOne" };

const options = {
  /** Targets are −1 and 1, or 0 and 1. */
  labels: choice("minusOneOne", "zeroOne"),
};
const sign = (target: number, { labels }: Labels) => (labels === "zeroOne" ? 2 * target - 1 : target);
const parameters = ({ labels }: Labels) => (labels === "zeroOne" ? [2, -1] : [1, 0]);
const labels = (given: Labels) => (given.labels === "zeroOne" ? ([0, 1] as const) : ([-1, 1] as const));
/** max(0, 1 − t·p); NaN stays. */
const violation = (p: number, t: number) => (1 - t * p <= 0 ? 0 : 1 - t * p);
const notes = ['Targets are −1 or +1; `labels: "zeroOne"` takes 0 or 1. Any other target is a RangeError.'];

export const hinge = loss({
  name: "hinge",
  family: "binary",
  task: "binary",
  summary: "The margin loss of support vector machines.",
  options,
  loss: (p, target, given) => violation(p, sign(target, given)),
  gradient: (p, target, given) => {
    const t = sign(target, given);
    return 1 - t * p > 0 ? -t : 1 - t * p <= 0 ? 0 : NaN;
  },
  parameters,
  labels,
  kinks: (target, given) => [sign(target, given)],
  formula: "max(0, 1 − target · prediction)",
  notes: [...notes, "The gradient at the joint is 0."],
  source: "Cortes, Vapnik: Support-Vector Networks (1995)",
  bound: { fast: 0.51, high: 0.51 },
});

export const squaredHinge = loss({
  name: "squaredHinge",
  family: "binary",
  task: "binary",
  summary: "The hinge squared: smooth at the margin.",
  options,
  loss: (p, target, given) => violation(p, sign(target, given)) ** 2,
  gradient: (p, target, given) => {
    const t = sign(target, given);
    return -2 * t * violation(p, t) + 0;
  },
  slope: 2,
  parameters,
  labels,
  formula: "max(0, 1 − target · prediction)²",
  notes,
  source: "Lee, Lin: A Study on L2-Loss SVM (2013)",
  bound: { fast: 2, high: 0.51 },
});
