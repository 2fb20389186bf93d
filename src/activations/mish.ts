import { activation } from "../spec/define.js";

// The root x₀ of mish′ as a sum of two doubles, and w₀ = e^x₀; mpmath, 40 digits: −1.1924312145154952121…
const ROOT = -1.1924312145154952;
const ROOT_REST = -4.8484829848031044e-17;
const EXP_ROOT = 0.3034825352815289;

/** tanh(log(1 + e^x)) = n / (n + 2), n = e^x (e^x + 2) */
function gate(x: number): number {
  if (x > 20) return 1;
  const w = Math.exp(x);
  const n = w * (w + 2);
  return n / (n + 2);
}

/**
 * w h / (w (w + 2) + 2)² with w = e^x and h = 4 (x + 1) + 4 w² + w³ + w (4 x + 6); beside the root h is expanded about it, in
 * y = x − x₀ and d = w − w₀, which have one sign.
 */
function mishDerivative(x: number): number {
  if (x < -800) return -0;
  if (x > 40) return 1;
  const w = Math.exp(x);
  let h = 4 * (x + 1) + w * (4 * x + 6 + w * (4 + w));
  if (Math.abs(x - ROOT) < 0.25) {
    const y = x - ROOT - ROOT_REST;
    const d = EXP_ROOT * Math.expm1(y);
    const slope = 4 * ROOT + 6 + EXP_ROOT * (8 + 3 * EXP_ROOT);
    h = d * (slope + d * (4 + 3 * EXP_ROOT + d)) + 4 * y * (1 + w);
  }
  return (w * h) / (w * (w + 2) + 2) ** 2;
}

export const mish = activation({
  name: "mish",
  family: "smooth",
  summary: "x weighted by tanh(softplus(x)): a smooth relu that dips below zero.",
  options: {},
  forward: (x) => (x < -800 ? -0 : x * gate(x)),
  derivative: mishDerivative,
  range: () => [-0.3088434130172504, Infinity],
  monotonic: false,
  formula: "x · tanh(log(1 + e^x))",
  notes: [
    "As x · n / (n + 2), n = e^x (e^x + 2): neither tail is lost, and one exponential is enough.",
    "The bound of fast is 4: n carries the exponential's error twice, and six roundings follow. mish′ is computed in float64 lanes.",
  ],
  source: "Misra: Mish, A Self Regularized Non-Monotonic Activation Function (2019)",
  bound: { fast: 4, high: 0.51 },
});
