import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

export const linear = activation({
  name: "linear",
  summary: "The identity, scaled and shifted if wanted.",
  options: { slope: finite(1), intercept: finite(0) },
  forward: (x, { slope, intercept }) => slope * x + intercept,
  derivative: (x, { slope }) => (Number.isNaN(x) ? x : slope),
  derivativeFromOutput: (y, { slope }) => (Number.isNaN(y) ? y : slope),
  parameters: ({ slope, intercept }) => [slope, intercept],
  range: () => [-Infinity, Infinity],
  monotonic: true,
  formula: "slope · x + intercept",
  notes: ["The defaults make it the identity."],
  source: "Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.1",
  bound: { fast: 4, high: 0.51 },
});
