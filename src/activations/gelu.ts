import { sigmoid } from "../math/exponential.js";
import { tailMinusSlope, upperTail } from "../math/gaussian.js";
import { activation } from "../spec/define.js";
import { choice } from "../spec/options.js";

// σ's argument in the tanh form, ½ (1 + tanh(v / 2)) = σ(v): v = 2 √(2/π) (x + 0.044715 x³) = x (A + B x²).
const A = 1.5957691216057308;
const B = 0.07135481627260025;

// The root x₀ of the tanh form's derivative, 1 + e^v + x v′ = 0, as a sum of two doubles, and e^v there; mpmath, 40 digits:
// −0.75246142207101625849…
const ROOT = -0.7524614220710163;
const ROOT_REST = 3.635560509207687e-17;
const EXP_ROOT = 0.29195521191476714;

function geluTanh(x: number): number {
  return x < -30 ? -0 : x * sigmoid(x * (A + B * x * x));
}

/** σ(v) (1 + x v′ σ(−v)); beside the root with x − x₀ as a factor, where both terms have one sign. */
function geluTanhDerivative(x: number): number {
  // Of a finite x it is not 0, which an infinite upstream gradient would show.
  if (Math.abs(x) > 20) return x > 0 ? 1 : x === -Infinity ? -0 : -Number.MIN_VALUE;
  const v = x * (A + B * x * x);
  if (Math.abs(x - ROOT) > 0.25) return sigmoid(v) * (1 + x * (A + 3 * B * x * x) * sigmoid(-v));
  const y = x - ROOT - ROOT_REST;
  const squares = x * x + x * ROOT + ROOT * ROOT;
  const w = Math.exp(v);
  return (w * (EXP_ROOT * Math.expm1(y * (A + B * squares)) + y * (A + 3 * B * squares))) / (1 + w) ** 2;
}

/** Φ(−|x|) is what is left below, and what is missing above. */
function geluExact(x: number): number {
  if (x < -40) return -0;
  return x < 0 ? x * upperTail(-x) : x > 40 ? x : x - x * upperTail(x);
}

function geluExactDerivative(x: number): number {
  return x > 0 ? 1 - tailMinusSlope(x) : tailMinusSlope(-x);
}

export const gelu = activation({
  name: "gelu",
  family: "smooth",
  summary: "The Gaussian error linear unit: x weighted by the share of a normal distribution below it.",
  options: {
    /** The exact function, or its approximation by tanh. */
    approximate: choice("none", "tanh"),
  },
  forward: (x, { approximate }) => (approximate === "tanh" ? geluTanh(x) : geluExact(x)),
  derivative: (x, { approximate }) => (approximate === "tanh" ? geluTanhDerivative(x) : geluExactDerivative(x)),
  parameters: ({ approximate }) => [approximate === "tanh" ? 1 : 0],
  range: ({ approximate }) => [approximate === "tanh" ? -0.17004075057125406 : -0.16997120747990366, Infinity],
  monotonic: false,
  formula: "x · Φ(x), Φ(x) = ½ (1 + erf(x / √2))",
  notes: [
    'Exact by default, as in PyTorch and Keras; approximate "tanh" is x · ½ (1 + tanh(√(2/π) (x + 0.044715 x³))), JAX\'s default.',
    "Its tail keeps its relative accuracy: PyTorch's is 57 % off near −5 and 0 below −5.5.",
    "The tanh form is computed in float64 lanes in both precisions: rounding the cubic alone would cost tens of ulp.",
    "The bound of fast is 4: e^(−x²/2), the polynomial beside it, their product with x and its correction each round once.",
  ],
  source: "Hendrycks, Gimpel: Gaussian Error Linear Units (2016)",
  bound: { fast: 4, high: 0.51 },
});
