import { activation } from "../spec/define.js";

export const softsign = activation({
  name: "softsign",
  family: "piecewise",
  summary: "Squashes to −1 … 1 like tanh, with tails that fall off slowly.",
  options: {},
  forward: (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  derivative: (x) => 1 / (1 + Math.abs(x)) ** 2,
  range: () => [-1, 1],
  monotonic: true,
  formula: "x / (1 + |x|)",
  notes: [
    "softsign(±∞) = ±1, where x / (1 + |x|) evaluated as written gives NaN.",
    "The bound of fast is 4: the derivative's square doubles what rounding 1 + |x| costs. The value keeps 1.5.",
  ],
  source: "Bergstra, Desjardins, Lamblin, Bengio: Quadratic Polynomials Learn Better Image Features (2009)",
  bound: { fast: 4, high: 0.51 },
});
