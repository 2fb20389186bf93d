// Special values, kinks and conventions one by one: what is promised, the call, and what comes.
//
// Exact values stand as they are (signs of zero count where `signed`); others are compared within the precision's bound.

import { extremeRows } from "./specialRowsExtremes.js";
import type { Given, Options } from "./subjects.js";

type Expected = number | readonly number[];

export interface Row {
  readonly what: string;
  readonly op: string;
  readonly method: string;
  readonly inputs: readonly Given[];
  readonly options: Options;
  /** Numbers, or the error that it throws. */
  readonly expected: Expected | Readonly<Record<string, Expected>> | typeof RangeError;
  readonly signed?: boolean;
}

const f = (...values: number[]) => Float32Array.from(values);
const int = (...values: number[]) => Int32Array.from(values);
const NEVER = Infinity;
const none = { reduction: "none" };
const { log, log1p, exp } = Math;

const rows: Row[] = [...extremeRows];
const row = (
  what: string,
  op: string,
  method: string,
  inputs: readonly Given[],
  expected: Row["expected"],
  options: Options = {},
) => rows.push({ what, op, method, inputs, options, expected });
const value = (what: string, op: string, x: number, expected: number, options: Options = {}) =>
  rows.push({ what, op, method: "forward", inputs: [f(x)], options, expected: [expected], signed: expected === 0 });
const slope = (what: string, op: string, x: number, expected: number, options: Options = {}) =>
  row(what, op, "derivative", [f(x)], [expected], options);

// Section 2: limits.
for (const op of ["silu", "swish", "mish", "gelu"]) {
  value("the limit at −∞ is −0", op, -Infinity, -0);
  value("∞", op, Infinity, Infinity);
  slope("the limit of the slope at −∞", op, -Infinity, 0);
  slope("the limit of the slope at ∞", op, Infinity, 1);
}
value("softplus(−∞)", "softplus", -Infinity, 0);
value("softplus(∞)", "softplus", Infinity, Infinity);
for (const sign of [1, -1]) {
  value("tanh(±∞)", "tanh", sign * Infinity, sign);
  slope("tanh′(±∞)", "tanh", sign * Infinity, 0);
  slope("σ′(±∞)", "sigmoid", sign * Infinity, 0);
}
value("σ(−∞)", "sigmoid", -Infinity, 0);
value("σ(∞)", "sigmoid", Infinity, 1);
value("elu(−∞)", "elu", -Infinity, -1);
value("−0 of an odd function", "tanh", -0, -0);
value("−0 of the identity", "linear", -0, -0);
value("relu6(NaN)", "relu6", NaN, NaN);
value("elu near zero is not lost", "elu", -1e-8, -1e-8);
value("elu near zero is not lost", "elu", -1e-6, Math.expm1(Math.fround(-1e-6)));
value("log1p near zero is not lost", "softplus", -17, log1p(exp(-17)));
slope("σ′ beyond 16.6 is not 0", "sigmoid", 20, exp(-20) / (1 + exp(-20)) ** 2);
slope("tanh′ beyond 9 is not 0", "tanh", 10, (4 * exp(-20)) / (1 + exp(-20)) ** 2);
value("gelu's tail is not 0", "gelu", -5.75, -2.5657491609934268e-8); // mpmath, 30 digits

// Section 2: finite limits of losses, exact zeros of terms without weight.
for (const [x, target, loss, slopeThere] of [
  [Infinity, 1, 0, 0],
  [Infinity, 0, Infinity, 1],
  [-Infinity, 0, 0, 0],
  [-Infinity, 1, Infinity, -1],
] as const) {
  row("logits at ±∞", "binaryCrossEntropyWithLogits", "forward", [f(x), f(target)], loss);
  row("logits at ±∞", "binaryCrossEntropyWithLogits", "grad", [f(x), f(target)], [slopeThere]);
}
for (const [p, target, loss] of [
  [0, 0, 0],
  [1, 1, 0],
  [0, 1, Infinity],
  [1, 0, Infinity],
] as const) {
  row("exact limits at 0 and 1", "binaryCrossEntropy", "forward", [f(p), f(target)], loss);
}
row("a row of −∞", "logSumExp", "forward", [f(-NEVER, -NEVER)], [-Infinity]);
row("a row with ∞", "logSumExp", "forward", [f(1, Infinity)], [Infinity]);
row("no overflow", "logSumExp", "forward", [f(1000, 1000)], [1000 + log(2)]);
row("∞ and NaN", "logSumExp", "forward", [f(NaN, Infinity)], [NaN]);
row("target 0 against a logit of −∞", "crossEntropy", "forward", [f(0, -NEVER), int(0)], 0);
row("target 0 against a logit of −∞", "crossEntropy", "grad", [f(0, -NEVER), int(0)], [0, 0]);
row("target 0 against a logit of −∞", "crossEntropy", "forward", [f(0, 0, -NEVER), f(0.5, 0.5, 0)], log(2), { shape: [1, 3] });
row("target 0 against a logit of −∞", "crossEntropy", "grad", [f(0, 0, -NEVER), f(0.5, 0.5, 0)], [0, 0, 0], { shape: [1, 3] });
row("target > 0 against a logit of −∞", "crossEntropy", "forward", [f(0, -NEVER), int(1)], Infinity);
row("target 0 against a logit of −∞", "klDivergenceWithLogits", "forward", [f(0, -NEVER), f(1, 0)], 0, { shape: [1, 2] });
for (const op of ["klDivergence", "categoricalCrossEntropy"]) {
  row("target 0 against q = 0", op, "forward", [f(1, 0), f(1, 0)], 0, { shape: [1, 2] });
  row("target 0 against q = 0", op, "grad", [f(1, 0), f(1, 0)], [-1, 0], { shape: [1, 2] });
  row("p > 0 against q = 0", op, "forward", [f(1, 0), f(0.5, 0.5)], Infinity, { shape: [1, 2] });
}
row("q = 0 against p > 0, reversed", "klDivergence", "forward", [f(1, 0), f(0.5, 0.5)], log(2), {
  direction: "reverse",
  shape: [1, 2],
});

// Section 2: rows that are masked, infinite or not numbers.
for (const op of ["softmax", "logSoftmax", "softmin"]) {
  const masked = op === "softmin" ? Infinity : -Infinity;
  const dy = f(1, 2);
  row("a masked row", op, "forward", [f(masked, masked)], [NaN, NaN]);
  row("a masked row, emptyRow zero", op, "forward", [f(masked, masked)], [0, 0], { emptyRow: "zero" });
  row("a masked row, emptyRow zero", op, "backward", [dy, f(masked, masked)], [0, 0], { emptyRow: "zero" });
  row("a row with the other infinity", op, "forward", [f(-masked, 1)], [NaN, NaN]);
  row("a row with the other infinity, emptyRow zero", op, "forward", [f(-masked, 1)], [NaN, NaN], { emptyRow: "zero" });
  row("a row with NaN", op, "forward", [f(1, NaN)], [NaN, NaN]);
}
row("a masked entry", "softmax", "forward", [f(3, -NEVER)], [1, 0]);
row("a masked entry", "logSoftmax", "forward", [f(3, -NEVER)], [0, -Infinity]);
row("a masked row's gradient, emptyRow zero", "logSumExp", "backward", [f(1), f(-NEVER, -NEVER)], [0, 0], { emptyRow: "zero" });

row("an empty row's gradient from its output", "logSoftmax", "backwardFromOutput", [f(1, 2), f(0, 0)], [0, 0], {
  emptyRow: "zero",
});
row("zeros are no empty row without the option", "logSoftmax", "backwardFromOutput", [f(1, 2), f(0, 0)], [-2, -1]);

// Section 2: kinks.
slope("relu′(0) = 0", "relu", 0, 0);
slope("leakyRelu′(0) = the slope", "leakyRelu", 0, 0.01);
slope("leakyRelu′(−0) = the slope", "leakyRelu", -0, 0.2, { negativeSlope: 0.2 });
row("prelu′(0) = the slope", "prelu", "derivative", [f(0, 0), f(0.5, -2)], [0.5, -2]);
slope("relu6′ is 0 at its ends", "relu6", 0, 0);
slope("relu6′ is 0 at its ends", "relu6", 6, 0);
for (const sign of [-1, 1]) {
  slope("hardTanh′ is 0 at its ends", "hardTanh", sign, 0);
  slope("hardSigmoid′ is 0 at its ends", "hardSigmoid", 3 * sign, 0);
  slope("hardSwish′ at ±3", "hardSwish", 3 * sign, sign > 0 ? 1 : 0);
}
slope("elu′(0) = alpha", "elu", 0, 1);
slope("elu′(0) = alpha", "elu", 0, 2.5, { alpha: 2.5 });
slope("elu′(0) = alpha", "elu", -0, 0.25, { alpha: 0.25 });
slope("binaryStep′ = 0", "binaryStep", 0, 0);
value("binaryStep(0) = 1", "binaryStep", 0, 1);
row("|d|′(0) = 0", "meanAbsoluteError", "grad", [f(2, 3, 1), f(2, 2, 2)], [0, 1, -1], { reduction: "sum" });
row("|w|′(0) = 0", "l1Penalty", "grad", [f(0, 2, -2)], [0, 0.5, -0.5], { lambda: 0.5 });
row("hinge′ at the joint = 0", "hinge", "grad", [f(1, -1), f(1, -1)], [0, 0]);
row("squaredHinge′ at the joint = 0", "squaredHinge", "grad", [f(1, -1), f(1, -1)], [0, 0]);
row("maxout: the first maximum", "maxout", "backward", [f(5), f(2, 7, 7)], [0, 5, 0], { pieces: 3 });
row("maxout: −0 and 0 are equal", "maxout", "backward", [f(5), f(-0, 0)], [5, 0]);
row("RMSE′ at a perfect fit = 0", "rootMeanSquaredError", "grad", [f(1, 2), f(1, 2)], [0, 0]);
row("RMSE at a perfect fit", "rootMeanSquaredError", "forward", [f(1, 2), f(1, 2)], 0);

// Section 3: reductions and weights.
const [p, t] = [f(1, 2), f(0, 0)];
const weights = f(1, 3);
row("mean", "meanSquaredError", "forward", [p, t], 2.5);
row("sum", "meanSquaredError", "forward", [p, t], 5, { reduction: "sum" });
row("none", "meanSquaredError", "forward", [p, t], [1, 4], none);
row("sample weights, by count", "meanSquaredError", "forward", [p, t], 13 / 2, { weights });
row("sample weights, by weights", "meanSquaredError", "forward", [p, t], 13 / 4, { weights, normalize: "weights" });
row("sample weights of the losses", "meanSquaredError", "forward", [p, t], [1, 12], { weights, ...none });
row("sample weights of the gradient", "meanSquaredError", "grad", [p, t], [2 / 4, 12 / 4], { weights, normalize: "weights" });
row("half", "meanSquaredError", "forward", [p, t], 1.25, { half: true });
row("half", "meanSquaredError", "grad", [p, t], [0.5, 1], { half: true });

// Section 3: rows and classes. σ₃ = softmax(log 3, 0) = (¾, ¼).
const [threeToOne, classLog] = [f(log(3), 0), -log(0.75)];
const two = { shape: [2, 2] };
const twoRows = f(log(3), 0, log(3), 0);
row("indices", "crossEntropy", "forward", [threeToOne, int(0)], classLog);
row("probabilities", "crossEntropy", "forward", [threeToOne, f(1, 0)], classLog, { shape: [1, 2] });
row("mean over rows", "crossEntropy", "forward", [twoRows, int(0, 1)], (classLog + log(4)) / 2, two);
row("class weights and indices: by weights", "crossEntropy", "forward", [twoRows, int(0, 1)], (classLog + 3 * log(4)) / 4, {
  ...two,
  classWeights: weights,
});
row(
  "class weights and probabilities: by rows",
  "crossEntropy",
  "forward",
  [twoRows, f(1, 0, 0, 1)],
  (classLog + 3 * log(4)) / 2,
  {
    ...two,
    classWeights: weights,
  },
);
row("an ignored row leaves sum and divisor", "crossEntropy", "forward", [twoRows, int(0, -1)], classLog, {
  ...two,
  ignoreIndex: -1,
});
row("an ignored row has no gradient", "crossEntropy", "grad", [twoRows, int(-1, 0)], [0, 0, -0.25, 0.25], {
  ...two,
  ignoreIndex: -1,
});
row("all ignored: NaN", "crossEntropy", "forward", [threeToOne, int(-1)], NaN, { ignoreIndex: -1 });
row("all ignored, emptyMean zero", "crossEntropy", "forward", [threeToOne, int(-1)], 0, { ignoreIndex: -1, emptyMean: "zero" });
row("no class is ignored by itself", "crossEntropy", "forward", [threeToOne, int(-100)], RangeError);
const smoothed = -(0.9 * log(0.75) + 0.1 * log(0.25));
row("label smoothing over classes", "crossEntropy", "forward", [threeToOne, int(0)], smoothed, { labelSmoothing: 0.2 });
row("label smoothing, binary", "binaryCrossEntropyWithLogits", "forward", [f(log(3)), f(1)], smoothed, { labelSmoothing: 0.2 });
row("label smoothing, binary", "binaryCrossEntropy", "forward", [f(0.75), f(1)], smoothed, { labelSmoothing: 0.2 });
row("posWeight", "binaryCrossEntropyWithLogits", "forward", [f(0, 0), f(1, 0)], [3 * log(2), log(2)], { posWeight: 3, ...none });
row("no renormalisation", "categoricalCrossEntropy", "forward", [f(0.5, 0.25), f(1, 0)], log(2), { shape: [1, 2] });
row("epsilon clips", "categoricalCrossEntropy", "forward", [f(0, 1), f(1, 0)], -log(0.01), { epsilon: 0.01, shape: [1, 2] });
row("epsilon: no gradient outside", "categoricalCrossEntropy", "grad", [f(0, 1), f(1, 0)], [0, 0], {
  epsilon: 0.01,
  shape: [1, 2],
});
row("epsilon clips", "sparseCategoricalCrossEntropy", "forward", [f(0, 1), int(0)], -log(0.01), { epsilon: 0.01 });
row("no renormalisation", "sparseCategoricalCrossEntropy", "forward", [f(0.5, 0.25), int(0)], log(2));
row("log-probabilities", "negativeLogLikelihood", "forward", [f(-1.5, -3), int(1)], 3);
row("epsilon clips", "binaryCrossEntropy", "forward", [f(0), f(1)], -log(0.01), { epsilon: 0.01 });
row("no probability", "categoricalCrossEntropy", "forward", [f(2 ** 70, 1), f(1, 0)], RangeError, { shape: [1, 2] });
row("a subnormal number", "categoricalCrossEntropy", "forward", [f(2 ** -149, 1), f(1, 0)], 149 * log(2), { shape: [1, 2] });
row("an infinite number", "categoricalCrossEntropy", "forward", [f(Infinity, 1), f(1, 0)], RangeError, { shape: [1, 2] });
row("a number below 0", "categoricalCrossEntropy", "forward", [f(-1, 1), f(1, 0)], RangeError, { shape: [1, 2] });
// 1 − epsilon is not a float: rounded, it would be a fifth off.
const [certain, small] = [-Math.log1p(-1e-7), { epsilon: 1e-7 }];
row("a small epsilon", "categoricalCrossEntropy", "forward", [f(1, 0), f(1, 0)], certain, { ...small, shape: [1, 2] });
row("a small epsilon", "sparseCategoricalCrossEntropy", "forward", [f(1, 0), int(0)], certain, small);
row("a small epsilon", "binaryCrossEntropy", "forward", [f(1), f(1)], certain, small);
row("outside [0, 1]", "binaryCrossEntropy", "forward", [f(1.01), f(1)], RangeError);
row("outside [0, 1]", "binaryCrossEntropy", "forward", [f(-1e-30), f(1)], RangeError);
const [q, target] = [f(0.5, 0.5), f(0.75, 0.25)];
const forwards = 0.75 * log(1.5) + 0.25 * log(0.5);
const backwards = -0.5 * log(1.5) - 0.5 * log(0.5);
row("forward: D(target‖prediction)", "klDivergence", "forward", [q, target], forwards, { shape: [1, 2] });
row("reverse: D(prediction‖target)", "klDivergence", "forward", [q, target], backwards, { direction: "reverse", shape: [1, 2] });
row("mean over rows", "klDivergence", "forward", [f(0.5, 0.5, 1, 0), f(0.75, 0.25, 1, 0)], forwards / 2, two);
row("logits", "klDivergenceWithLogits", "forward", [f(1, 1), target], forwards, { shape: [1, 2] });

// Section 3: other losses and penalties.
row("log1p of both", "meanSquaredLogarithmicError", "forward", [f(3), f(0)], log(4) ** 2);
row("−1 and below", "meanSquaredLogarithmicError", "forward", [f(-1), f(0)], RangeError);
row("−1 and below", "meanSquaredLogarithmicError", "forward", [f(0), f(-1)], RangeError);
row("delta 1", "huber", "forward", [f(0.5, 3), f(0, 0)], [0.125, 2.5], none);
row("delta 2", "huber", "forward", [f(3), f(0)], 4, { delta: 2 });
row("delta 2", "huber", "grad", [f(3, -3), f(0, 0)], [2, -2], { delta: 2, reduction: "sum" });
row("huber(β) / β", "smoothL1", "forward", [f(3), f(0)], 2, { beta: 2 });
for (const op of ["hinge", "squaredHinge", "softMargin"]) {
  row("labels are −1 and 1", op, "forward", [f(0.5), f(0)], RangeError);
  row("labels are 0 and 1", op, "forward", [f(0.5), f(-1)], RangeError, { labels: "zeroOne" });
}
row("hinge", "hinge", "forward", [f(0.5, 0.5), f(1, -1)], [0.5, 1.5], none);
row("zeroOne maps to −1 and 1", "hinge", "forward", [f(0.5, 0.5), f(1, 0)], [0.5, 1.5], { ...none, labels: "zeroOne" });
row("zeroOne maps to −1 and 1", "squaredHinge", "forward", [f(0.5, 0.5), f(1, 0)], [0.25, 2.25], { ...none, labels: "zeroOne" });
row("the median", "quantile", "forward", [f(1, -1), f(0, 0)], [0.5, 0.5], none);
row("λ Σ |w|", "l1Penalty", "forward", [f(1, -2)], 1.5, { lambda: 0.5 });
row("λ Σ w², without ½", "l2Penalty", "forward", [f(1, -2)], 2.5, { lambda: 0.5 });
row("λ Σ w², without ½", "l2Penalty", "grad", [f(1, -2)], [1, -2], { lambda: 0.5 });
row("their sum", "elasticNetPenalty", "forward", [f(1, -2)], 4, { l1: 0.5, l2: 0.5 });

// Section 3: defaults of activations.
value("slope 0.01", "leakyRelu", -2, -0.02);
row("one slope for all", "prelu", "forward", [f(-2, 3, -4), f(0.5)], [-1, 3, -2]);
row("a slope for each channel", "prelu", "forward", [f(-2, -2, -2, 4), f(0.5, 3)], [-1, -6, -1, 4], two);
row("gradients by name", "prelu", "backward", [f(1, 10), f(-2, 3), f(0.5)], { x: [0.5, 10], alpha: [-2] });
value("alpha 1", "elu", -1, Math.expm1(-1));
value("alpha 1", "celu", -1, Math.expm1(-1));
value("alpha inside and outside", "celu", -1, 2 * Math.expm1(-0.5), { alpha: 2 });
value("α and λ", "selu", -1, 1.0507009873554805 * 1.6732632423543772 * Math.expm1(-1));
value("λ", "selu", 1, 1.0507009873554805);
value("beta 1", "softplus", 0, log(2));
value("beta 2", "softplus", 1, log1p(exp(2)) / 2, { beta: 2 });
value("no threshold", "softplus", 12, log1p(exp(-12)) + 12);
value("exact by default", "gelu", 1, 0.8413447460685429);
value("tanh form", "gelu", 1, 0.8411919906082768, { approximate: "tanh" });
value("x / 6 + ½", "hardSigmoid", 1, 1 / 6 + 0.5);
value("beta 1 is silu", "swish", 1, 1 / (1 + exp(-1)));
value("beta 0 is x / 2", "swish", 3, 1.5, { beta: 0 });
row("adjacent pieces", "maxout", "forward", [f(1, 2, 4, 3)], [2, 4]);

export { rows };
