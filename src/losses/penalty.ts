// Penalties on the weights, added to a cost.

import { weigh } from "../math/exponential.js";
import { penalty } from "../spec/define.js";
import { nonNegative } from "../spec/options.js";

export const l1Penalty = penalty({
  name: "l1Penalty",
  family: "penalties",
  summary: "Drives weights to exactly zero (lasso).",
  options: {
    /** How strongly the penalty counts. */
    lambda: nonNegative(0.01),
  },
  penalty: (w, { lambda }) => weigh(lambda, Math.abs(w)),
  gradient: (w, { lambda }) => lambda * Math.sign(w),
  parameters: ({ lambda }) => [lambda],
  formula: "lambda · Σ |w|",
  notes: ["The gradient at 0 is 0."],
  source: "Tibshirani: Regression Shrinkage and Selection via the Lasso (1996)",
  // Coefficients are rounded to floats, then each product.
  bound: { fast: 1.5, high: 0.51 },
});

export const l2Penalty = penalty({
  name: "l2Penalty",
  family: "penalties",
  summary: "Keeps weights small (ridge, weight decay).",
  options: {
    /** How strongly the penalty counts. */
    lambda: nonNegative(0.01),
  },
  penalty: (w, { lambda }) => weigh(lambda, w * w),
  gradient: (w, { lambda }) => 2 * weigh(lambda, w),
  parameters: ({ lambda }) => [lambda],
  formula: "lambda · Σ w²",
  notes: ["Without the ½ of some textbooks, as in Keras."],
  source: "Hoerl, Kennard: Ridge Regression (1970)",
  bound: { fast: 3, high: 0.51 },
});

export const elasticNetPenalty = penalty({
  name: "elasticNetPenalty",
  family: "penalties",
  summary: "l1Penalty and l2Penalty together.",
  options: {
    /** How strongly the sizes count. */
    l1: nonNegative(0.01),
    /** How strongly the squares count. */
    l2: nonNegative(0.01),
  },
  penalty: (w, { l1, l2 }) => weigh(l1, Math.abs(w)) + weigh(l2, w * w),
  gradient: (w, { l1, l2 }) => l1 * Math.sign(w) + 2 * weigh(l2, w),
  parameters: ({ l1, l2 }) => [l1, l2],
  formula: "l1 · Σ |w| + l2 · Σ w²",
  source: "Zou, Hastie: Regularization and Variable Selection via the Elastic Net (2005)",
  bound: { fast: 4, high: 0.51 },
});
