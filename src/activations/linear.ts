import { weigh } from "../math/exponential.js";
import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

/** Adding −0 changes nothing, adding 0 would turn −0 into 0. */
const addend = (intercept: number) => (intercept === 0 ? -0 : intercept);

export const linear = activation({
  name: "linear",
  summary: "The identity, scaled and shifted if wanted.",
  options: { slope: finite(1), intercept: finite(0) },
  forward: (x, { slope, intercept }) => weigh(slope, x) + addend(intercept),
  derivative: (x, { slope }) => (Number.isNaN(x) ? x : slope),
  derivativeFromOutput: (y, { slope }) => (Number.isNaN(y) ? y : slope),
  parameters: ({ slope, intercept }) => [slope, addend(intercept)],
  range: () => [-Infinity, Infinity],
  monotonic: true,
  formula: "slope · x + intercept",
  notes: ["The defaults make it the identity."],
  source: "Goodfellow, Bengio, Courville: Deep Learning (2016), section 6.2.2.1",
  bound: { fast: 0.51, high: 0.51 },
});
