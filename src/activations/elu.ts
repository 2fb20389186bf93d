import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

export const elu = activation({
  name: "elu",
  family: "smooth",
  summary: "Linear above zero, an exponential saturating at −alpha below.",
  options: {
    /** The limit towards −∞ is −alpha. */
    alpha: finite(1),
  },
  forward: (x, { alpha }) => (x > 0 ? x : alpha * Math.expm1(x)),
  derivative: (x, { alpha }) => (x > 0 ? 1 : alpha * Math.exp(x)),
  derivativeFromOutput: (y, { alpha }) => (y > 0 ? 1 : y + alpha),
  nonNegativeFromOutput: "alpha",
  parameters: ({ alpha }) => [alpha],
  range: ({ alpha }) => [Math.min(0, -alpha), Infinity],
  monotonic: true,
  kinks: ({ alpha }) => (alpha === 1 ? [] : [0]),
  // e^x is kept down to 2^-150.
  factor: ({ alpha }) => Math.abs(alpha) * 2 ** -24,
  formula: "x > 0 ? x : alpha · (e^x − 1)",
  notes: [
    "elu′(0) = alpha. In `fast` what is below alpha · 2^-150 may be 0.",
    "By expm1: e^x − 1 loses everything near zero (elu(−1e-8) = 0 in ONNX Runtime Web).",
    "backwardFromOutput needs alpha ≥ 0 (else a RangeError): below 0 the output does not tell the side.",
  ],
  source: "Clevert, Unterthiner, Hochreiter: Fast and Accurate Deep Network Learning by ELUs (2015)",
  bound: { fast: 2.5, high: 0.51 },
});
