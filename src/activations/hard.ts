import { activation } from "../spec/define.js";
import { limit } from "../spec/options.js";

const keepNaN = (x: number, value: number) => (Number.isNaN(x) ? x : value);
const clamp = (x: number, low: number, high: number) => keepNaN(x, Math.min(Math.max(x, low), high));
const isInside = (x: number, low: number, high: number) => keepNaN(x, x > low && x < high ? 1 : 0);

const relu6Limits = [0, 6] as const;

export const relu6 = activation({
  name: "relu6",
  family: "piecewise",
  kernel: "hardTanh",
  summary: "relu with a ceiling at 6, for arithmetic of few bits.",
  options: {},
  forward: (x) => clamp(x, 0, 6),
  derivative: (x) => isInside(x, 0, 6),
  derivativeFromOutput: (y) => isInside(y, 0, 6),
  parameters: () => relu6Limits,
  range: () => relu6Limits,
  monotonic: true,
  kinks: () => relu6Limits,
  formula: "min(max(x, 0), 6)",
  notes: ["relu6′ is 0 at 0 and at 6.", "relu6(NaN) is NaN (0 in TensorFlow.js)."],
  source: "Krizhevsky: Convolutional Deep Belief Networks on CIFAR-10 (2010)",
  bound: { fast: 0, high: 0 },
});

/** The limits as the kernel compares with them: float32. */
const limits = ({ min, max }: { readonly min: number; readonly max: number }) => [Math.fround(min), Math.fround(max)] as const;

export const hardTanh = activation({
  name: "hardTanh",
  family: "piecewise",
  summary: "x between two limits: tanh in three straight lines.",
  options: {
    /** The lower end; may be −∞. */
    min: limit(-1),
    /** The upper end; may be ∞. */
    max: limit(1),
  },
  forward: (x, options) => clamp(x, ...limits(options)),
  derivative: (x, options) => isInside(x, ...limits(options)),
  derivativeFromOutput: (y, options) => isInside(y, ...limits(options)),
  parameters: limits,
  range: (options) => {
    const [low, high] = limits(options);
    return [Math.min(low, high), high];
  },
  monotonic: true,
  kinks: limits,
  formula: "min(max(x, min), max)",
  notes: [
    "hardTanh′ is 0 at both limits.",
    "The limits are rounded to float32, and may be infinite; with min above max all is max.",
  ],
  source: "Collobert: Large Scale Machine Learning (2004)",
  bound: { fast: 0, high: 0 },
});

export const hardSigmoid = activation({
  name: "hardSigmoid",
  family: "piecewise",
  summary: "The sigmoid in three straight lines.",
  options: {},
  forward: (x) => clamp(x + 3, 0, 6) / 6,
  derivative: (x) => isInside(x, -3, 3) / 6,
  range: () => [0, 1],
  monotonic: true,
  kinks: () => [-3, 3],
  formula: "min(max(x / 6 + ½, 0), 1)",
  notes: ["The slope is 1/6 as in PyTorch and Keras 3 (0.2 in ONNX and Keras 2).", "hardSigmoid′ is 0 at ±3."],
  source: "Courbariaux, Bengio, David: BinaryConnect (2015); Howard et al.: Searching for MobileNetV3 (2019)",
  bound: { fast: 2.5, high: 0.51 },
});

export const hardSwish = activation({
  name: "hardSwish",
  family: "piecewise",
  summary: "x times hardSigmoid: silu without an exponential.",
  options: {},
  forward: (x) => (x <= -3 ? -0 : x >= 3 ? x : (x * (x + 3)) / 6),
  derivative: (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6),
  range: () => [-0.375, Infinity],
  monotonic: false,
  kinks: () => [-3, 3],
  formula: "x · min(max(x / 6 + ½, 0), 1)",
  notes: ["hardSwish′(−3) = 0 and hardSwish′(3) = 1, as in PyTorch since 2025 and JAX (PyTorch 1.13 had −½ and 3/2)."],
  source: "Howard et al.: Searching for MobileNetV3 (2019)",
  bound: { fast: 2.5, high: 0.51 },
});
