import { weigh } from "../math/exponential.js";
import { siluDerivative, silu as siluOf } from "../math/silu.js";
import { activation } from "../spec/define.js";
import { finite } from "../spec/options.js";

const source = "Ramachandran, Zoph, Le: Searching for Activation Functions (2017); Elfwing, Uchibe, Doya (2017)";

export const silu = activation({
  name: "silu",
  family: "smooth",
  summary: "The sigmoid linear unit: x weighted by its own probability.",
  options: {},
  forward: (x) => siluOf(x),
  derivative: (x) => siluDerivative(x),
  range: () => [-0.2784645427610738, Infinity],
  monotonic: false,
  formula: "x · σ(x)",
  notes: [
    "silu(−∞) = −0, where x · σ(x) evaluated as written gives NaN.",
    "The bound of fast is 4 for silu′, whose seven roundings follow each other; silu itself is within 2.5.",
  ],
  source,
  bound: { fast: 4, high: 0.51 },
});

export const swish = activation({
  name: "swish",
  family: "smooth",
  summary: "silu with a slope inside: between x / 2 (beta 0) and relu (large beta).",
  options: {
    /** Sharpness: 1 is silu, 0 is x / 2, and large values come near relu. */
    beta: finite(1),
  },
  forward: (x, { beta }) => (beta === 0 ? x / 2 : siluOf(beta * x) / beta),
  derivative: (x, { beta }) => siluDerivative(weigh(beta, x)),
  parameters: ({ beta }) => [beta],
  range: ({ beta }) =>
    beta > 0
      ? [-0.2784645427610738 / beta, Infinity]
      : beta < 0
        ? [-Infinity, -0.2784645427610738 / beta]
        : [-Infinity, Infinity],
  monotonic: false,
  formula: "x · σ(beta · x)",
  notes: [
    "swish with beta = 1 is silu.",
    "For other beta both precisions compute in float64 lanes: rounding beta · x alone would cost |beta · x| / 2 ulp.",
  ],
  source,
  bound: { fast: 4, high: 0.51 },
});
