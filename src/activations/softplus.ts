import { sigmoid, softplus as softplusOf } from "../math/exponential.js";
import { activation } from "../spec/define.js";
import { positive } from "../spec/options.js";

export const softplus = activation({
  name: "softplus",
  family: "smooth",
  summary: "A smooth relu, always positive.",
  options: {
    /** Sharpness: the larger, the nearer to relu. */
    beta: positive(1),
  },
  forward: (x, { beta }) => softplusOf(beta * x) / beta,
  derivative: (x, { beta }) => sigmoid(beta * x),
  parameters: ({ beta }) => [beta],
  range: () => [0, Infinity],
  monotonic: true,
  formula: "log(1 + e^(beta · x)) / beta",
  notes: ["No threshold: PyTorch's becomes linear above 20, ours is right everywhere, as max(x, 0) + log1p(e^−|x|)."],
  source: "Dugas, Bengio, Bélisle, Nadeau, Garcia: Incorporating Second-Order Functional Knowledge (2000)",
  bound: { fast: 2.5, high: 0.51 },
});

export const logSigmoid = activation({
  name: "logSigmoid",
  family: "smooth",
  summary: "The logarithm of the sigmoid, always negative: a log-probability of one class out of two.",
  options: {},
  forward: (x) => -softplusOf(-x),
  derivative: (x) => sigmoid(-x),
  range: () => [-Infinity, 0],
  monotonic: true,
  formula: "log(1 / (1 + e^−x)) = −softplus(−x)",
  notes: ["As min(x, 0) − log1p(e^−|x|): log(sigmoid(x)) is −∞ below −88 and 0 above 17 in float32."],
  source: "Good: Rational Decisions (1952)",
  bound: { fast: 2.5, high: 0.51 },
});
