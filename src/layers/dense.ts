import { layer } from "../spec/define.js";

export const dense = layer({
  name: "dense",
  family: "dense",
  summary: "The fully connected layer: every output a weighted sum of all inputs, plus a bias.",
  options: {},
  formula: "x[m, k] · weights[k, n] + bias[n]",
  notes: ["weights are stored by input, then output (as in TensorFlow; PyTorch's Linear stores the transpose)."],
  source: "Goodfellow, Bengio, Courville: Deep Learning (2016), chapter 6",
  bound: { fast: 4, high: 0.51 },
});
