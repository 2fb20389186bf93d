import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

/** Adding −0 changes nothing, adding 0 would turn −0 into 0. */
const addend = (intercept: number) => (intercept === 0 ? -0 : intercept);

export const linear = activation({
  name: "linear",
  family: "piecewise",
  summary: "The identity, scaled and shifted if wanted.",
  options: {
    /** What x is multiplied by. */
    slope: finite(1),
    /** What is added. */
    intercept: finite(0),
  },
  forward: (x, { slope, intercept }) => {
    if (slope === 0) return Number.isNaN(x) ? x : intercept;
    return slope * x + addend(intercept);
  },
  terms: (x, { slope }) => Math.abs(slope * x),
  derivative: (x, { slope }) => (Number.isNaN(x) ? x : slope),
  derivativeFromOutput: (y, { slope }) => (Number.isNaN(y) ? y : slope),
  parameters: ({ slope, intercept }) => [slope, slope === 0 ? intercept : addend(intercept)],
  range: () => [-Infinity, Infinity],
  monotonic: true,
  formula: "slope · x + intercept",
  notes: [
    "The defaults make it the identity; a slope of 0 makes it the intercept.",
    "Beside the root, −intercept / slope, the bound does not hold for what float64 rounds off slope · x, 2^-53 of it.",
  ],
  source: "Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.1",
  bound: { fast: 0.51, high: 0.51 },
});
