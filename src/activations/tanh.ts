import { activation } from "../spec/define.js";

export const tanh = activation({
  name: "tanh",
  family: "smooth",
  summary: "The hyperbolic tangent: squashes to −1 … 1, odd.",
  options: {},
  forward: (x) => Math.tanh(x),
  derivative: (x) => {
    const w = Math.exp(-2 * Math.abs(x));
    return (4 * w) / (1 + w) ** 2;
  },
  derivativeFromOutput: (y) => (1 - y) * (1 + y),
  range: () => [-1, 1],
  monotonic: true,
  formula: "(e^x − e^−x) / (e^x + e^−x)",
  notes: ["The derivative is taken from x: 1 − y² is 100 % off beyond |x| = 9."],
  source: "LeCun, Bottou, Orr, Müller: Efficient BackProp (1998)",
  bound: { fast: 2.5, high: 0.51 },
});
