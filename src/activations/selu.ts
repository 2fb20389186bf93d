import { activation } from "../spec/define.js";

const SCALE = 1.0507009873554805;
/** λ α with α = 1.6732632423543772 */
const SATURATION = 1.7580993408473766;

export const selu = activation({
  name: "selu",
  family: "smooth",
  summary: "elu scaled so that means and variances settle at 0 and 1 through the layers.",
  options: {},
  forward: (x) => (x > 0 ? SCALE * x : SATURATION * Math.expm1(x)),
  derivative: (x) => (x > 0 ? SCALE : SATURATION * Math.exp(x)),
  derivativeFromOutput: (y) => (y > 0 ? SCALE : y + SATURATION),
  range: () => [-SATURATION, Infinity],
  monotonic: true,
  kinks: () => [0],
  formula: "λ · (x > 0 ? x : α · (e^x − 1)), λ = 1.0507009873554805, α = 1.6732632423543772",
  notes: ["selu′(0) = λ α.", "By expm1: TensorFlow.js's is 1.3 % off at −1e-6."],
  source: "Klambauer, Unterthiner, Mayr, Hochreiter: Self-Normalizing Neural Networks (2017)",
  bound: { fast: 2.5, high: 0.51 },
});
