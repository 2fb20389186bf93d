// Kullback–Leibler divergences. q is the prediction, p the target; both are probabilities, rows sum to 1.

import { sharesLess, shareTerms, shiftedExponentials, spread } from "../math/shiftedExponentials.js";
import { rowLoss } from "../spec/define.js";
import { choice } from "../spec/options.js";
import type { RowTarget } from "../spec/types.js";

const probabilitiesOf = (target: RowTarget) => (target as { probabilities: Float64Array }).probabilities;
const source = "Kullback, Leibler: On Information and Sufficiency (1951)";

/** log(a / b), of numbers that are nearly alike too. */
function logOfRatio(a: number, b: number): number {
  const distance = (a - b) / b;
  return Math.abs(distance) < 0.5 ? Math.log1p(distance) : Math.log(a / b);
}

// e as a sum of two numbers: the product of the first with a float32 is exact.
const E = 2.7182817459106445;
const E_REST = 8.254840070411029e-8;

/** log(a / b) + 1, which cancels beside a = b / e. */
function logOfRatioPlusOne(a: number, b: number): number {
  const distance = (E * a - b + E_REST * a) / b;
  return Math.abs(distance) < 0.5 ? Math.log1p(distance) : logOfRatio(a, b) + 1;
}

/** a · log(a / b), exactly 0 where a is 0. */
const weighedLog = (a: number, b: number) => (a === 0 && !Number.isNaN(b) ? 0 : a * logOfRatio(a, b));

/** a · (log a − logB), exactly 0 where a is 0. */
const logRatio = (a: number, logB: number) => (a === 0 && !Number.isNaN(logB) ? 0 : a * (Math.log(a) - logB));

/** Σ f(q_c, p_c) */
const total = (q: Float64Array, p: Float64Array, term: (q: number, p: number) => number) =>
  q.reduce((sum, each, c) => sum + term(each, p[c] as number), 0);

export const klDivergence = rowLoss({
  name: "klDivergence",
  family: "probabilities",
  targets: "probabilities",
  predictions: "probabilities",
  weighted: false,
  summary: "How far a predicted distribution is from the target's.",
  options: {
    /** D(target‖prediction), or D(prediction‖target). */
    direction: choice("forward", "reverse"),
  },
  loss: (q, target, { direction }) =>
    total(q, probabilitiesOf(target), (b, a) => (direction === "forward" ? weighedLog(a, b) : weighedLog(b, a))),
  gradient: (q, target, { direction }) =>
    q.map((b, c) => {
      const a = probabilitiesOf(target)[c] as number;
      if (direction === "forward") return a === 0 && !Number.isNaN(b) ? 0 : -a / b;
      return a === 0 && b === 0 ? 0 : logOfRatioPlusOne(b, a);
    }),
  terms: (q, target, { direction }) =>
    total(q, probabilitiesOf(target), (b, a) => {
      const weight = direction === "forward" ? a : b;
      // Of a ratio next to 1 float64 rounds off 2^-53.
      return weight === 0 ? 0 : weight * (Math.abs(logOfRatio(a, b)) + 2 ** -22);
    }),
  parameters: ({ direction }) => [direction === "reverse" ? 1 : 0],
  formula: "forward: Σ_c p_c · log(p_c / q_c); reverse: Σ_c q_c · log(q_c / p_c)",
  notes: [
    "Arguments are probabilities, outside [0, 1] a RangeError: prediction q, target p. `forward` is D(target‖prediction), `reverse` D(prediction‖target).",
    "The mean is over rows, the true divergence (PyTorch calls it batchmean).",
    "A term whose weight is 0 is exactly 0 in value and gradient; p > 0 against q = 0 is +∞.",
  ],
  source,
  bound: { fast: 0.51, high: 0.51 },
});

export const klDivergenceWithLogits = rowLoss({
  name: "klDivergenceWithLogits",
  family: "logits",
  targets: "probabilities",
  predictions: "logits",
  weighted: false,
  summary: "The forward divergence of softmax(logits) from the target's distribution.",
  options: {},
  loss: (x, target) => {
    const p = probabilitiesOf(target);
    const { max, logSum } = shiftedExponentials(x);
    return total(x, p, (each, a) => logRatio(a, each - max - logSum));
  },
  gradient: (x, target) => sharesLess(x, probabilitiesOf(target)),
  terms: (x, target) => {
    const p = probabilitiesOf(target);
    const { max, logSum } = shiftedExponentials(x);
    return total(x, p, (each, a) => (a === 0 ? 0 : a * (Math.abs(Math.log(a)) + Math.abs(each - max) + logSum)));
  },
  gradientTerms: (x, target) => shareTerms(x, probabilitiesOf(target), true),
  factor: (target) => probabilitiesOf(target).reduce((a, b) => a + b, 0),
  onTheWay: spread,
  formula: "Σ_c p_c · (log p_c − logSoftmax(x)_c)",
  notes: ["crossEntropy with probabilities, less the target's entropy: 0 at a perfect fit.", "The mean is over rows."],
  source,
  bound: {
    fast: 5,
    high: 0.51,
    reason: "A gradient of a target of several classes is rounded eight times: over 4 ulp is possible.",
  },
});
