// Losses of the difference d = prediction − target.

import { loss } from "../spec/define.js";
import { flag, positive } from "../spec/options.js";

const largeDifference = "In `fast` a difference beyond the range of float32 (3.4e38) counts as infinite, but in costs.";

export const meanError = loss({
  name: "meanError",
  family: "regression",
  task: "regression",
  summary: "The mean signed difference: the bias of the predictions.",
  options: {},
  loss: (p, t) => p - t,
  gradient: (p, t) => (Number.isNaN(p - t) ? NaN : 1),
  formula: "prediction − target",
  notes: [
    "Positive where predictions are too large. A diagnostic: its gradient is constant, so it cannot be minimised alone.",
    largeDifference,
  ],
  source: "Forecasting practice, e.g. Hyndman, Koehler: Another look at measures of forecast accuracy (2006)",
  bound: { fast: 0.51, high: 0.51 },
});

export const meanAbsoluteError = loss({
  name: "meanAbsoluteError",
  family: "regression",
  task: "regression",
  summary: "The mean distance, robust against outliers (L1).",
  options: {},
  loss: (p, t) => Math.abs(p - t),
  gradient: (p, t) => Math.sign(p - t),
  kinks: (target) => [target],
  formula: "|prediction − target|",
  notes: ["The gradient where prediction = target is 0.", largeDifference],
  source: "Laplace; Huber: Robust Statistics (1981)",
  bound: { fast: 0.51, high: 0.51 },
});

export const meanSquaredError = loss({
  name: "meanSquaredError",
  family: "regression",
  task: "regression",
  summary: "The mean squared distance (L2).",
  options: {
    /** Halves the loss, so that its gradient is the difference itself. */
    half: flag(false),
  },
  loss: (p, t, { half }) => (half ? 0.5 : 1) * (p - t) ** 2,
  gradient: (p, t, { half }) => (half ? 1 : 2) * (p - t),
  slope: 2,
  parameters: ({ half }) => [half ? 0.5 : 1],
  formula: "(prediction − target)²",
  notes: [
    "`half: true` is the ½(prediction − target)² of many textbooks, whose gradient is the difference itself.",
    largeDifference,
  ],
  source: "Gauss, Legendre; Bishop: Pattern Recognition and Machine Learning (2006), section 1.1",
  bound: { fast: 2, high: 0.51 },
});

export const rootMeanSquaredError = loss({
  name: "rootMeanSquaredError",
  family: "regression",
  kernel: "meanSquaredError",
  task: "regression",
  summary: "The root of the mean squared distance, in the units of the target.",
  options: {},
  root: true,
  loss: (p, t) => (p - t) ** 2,
  gradient: (p, t) => 2 * (p - t),
  slope: 2,
  parameters: () => [1],
  formula: "√(mean (prediction − target)²)",
  notes: ["It has no reduction but the mean. At a perfect fit the gradient is 0, where others give NaN.", largeDifference],
  source: "As meanSquaredError",
  bound: { fast: 4, high: 0.51 },
});

export const huber = loss({
  name: "huber",
  family: "regression",
  task: "regression",
  summary: "Squared near the target, linear far from it.",
  options: {
    /** The distance beyond which the loss is linear. */
    delta: positive(1),
  },
  loss: (p, t, { delta }) => {
    const d = Math.abs(p - t);
    return d <= delta ? 0.5 * d * d : delta * (d - 0.5 * delta);
  },
  gradient: (p, t, { delta }) => {
    const d = p - t;
    return Number.isNaN(d) ? d : Math.max(-delta, Math.min(delta, d));
  },
  onTheWay: (p, t) => Math.abs(p - t),
  parameters: ({ delta }) => [delta],
  formula: "|d| ≤ delta ? ½d² : delta · (|d| − ½delta), d = prediction − target",
  notes: [largeDifference],
  source: "Huber: Robust Estimation of a Location Parameter (1964)",
  // 1.92 with a delta that is a float; else it is rounded too: 3.3 has been seen.
  bound: { fast: 4, high: 0.51 },
});
