// Special values at the ends of float32 and of options: what is promised, the call, and what comes. Part of specialRows.ts.

import type { Row } from "./specialRows.js";
import type { Given, Options } from "./subjects.js";

const f = (...values: number[]) => Float32Array.from(values);
const int = (...values: number[]) => Int32Array.from(values);
const NEVER = Infinity;
const { log, log1p, exp } = Math;

export const extremeRows: Row[] = [];
const row = (
  what: string,
  op: string,
  method: string,
  inputs: readonly Given[],
  expected: Row["expected"],
  options: Options = {},
) => extremeRows.push({ what, op, method, inputs, options, expected });
const value = (what: string, op: string, x: number, expected: number, options: Options = {}) =>
  row(what, op, "forward", [f(x)], [expected], options);
const slope = (what: string, op: string, x: number, expected: number, options: Options = {}) =>
  row(what, op, "derivative", [f(x)], [expected], options);

// A coefficient of 0 against ∞: the limit, as for every other number.
for (const sign of [1, -1]) {
  value("no slope", "linear", sign * NEVER, 2.5, { slope: 0, intercept: 2.5 });
  value("beta 0", "swish", sign * NEVER, sign * NEVER, { beta: 0 });
  slope("beta 0", "swish", sign * NEVER, 0.5, { beta: 0 });
  for (const [op, options] of [
    ["l1Penalty", { lambda: 0 }],
    ["l2Penalty", { lambda: 0 }],
    ["elasticNetPenalty", { l1: 0, l2: 0 }],
  ] as const) {
    row("no penalty", op, "forward", [f(sign * NEVER, 1)], 0, options);
    row("no penalty", op, "grad", [f(sign * NEVER, 1)], [0, 0], options);
    row("no penalty of NaN", op, "forward", [f(NaN, 1)], NaN, options);
  }
  row("l2 0", "elasticNetPenalty", "grad", [f(sign * NEVER, 2)], [0.5 * sign, 0.5], { l1: 0.5, l2: 0 });
  row("l2 0", "elasticNetPenalty", "forward", [f(sign * NEVER)], NEVER, { l1: 0.5, l2: 0 });
}
value("negativeSlope 0", "leakyRelu", -NEVER, 0, { negativeSlope: 0 });

// 1 − epsilon is not rounded, nor flushed.
for (const epsilon of [1e-15, 1e-7, 0.01]) {
  const least = -log1p(-epsilon);
  row("beside 1", "sparseCategoricalCrossEntropy", "forward", [f(0, 1), int(1)], least, { epsilon });
  row("beside 1", "categoricalCrossEntropy", "forward", [f(0, 1), f(0, 1)], least, { epsilon, shape: [1, 2] });
  row("beside 1", "binaryCrossEntropy", "forward", [f(1), f(1)], least, { epsilon });
  row("beside 0", "binaryCrossEntropy", "forward", [f(0), f(0)], least, { epsilon });
  row("at 0", "sparseCategoricalCrossEntropy", "forward", [f(0, 1), int(0)], -log(epsilon), { epsilon });
  row("at 1, of the other", "binaryCrossEntropy", "forward", [f(1), f(0)], -log(epsilon), { epsilon });
  row("clipped", "sparseCategoricalCrossEntropy", "grad", [f(0, 1), int(1)], [0, 0], { epsilon });
}

// What a product or a sum brings back above 2^-126 is not flushed on the way.
const tiny = exp(-88);
for (const [size, masked] of [
  [100, 0],
  [1e10, 40],
  [1e30, -60],
] as const) {
  const up = size * tiny;
  for (const [op, sign] of [
    ["softmax", 1],
    ["softmin", -1],
  ] as const) {
    row("large times tiny", op, "backward", [f(0, size), f(sign * masked, sign * (masked - 88))], [-sign * up, sign * up]);
  }
  row("large times tiny", "logSoftmax", "backward", [f(size, 0), f(masked, masked - 88)], [0, -up]);
  row("large times tiny", "logSoftmax", "backwardFromOutput", [f(size, 0), f(0, -88)], [0, -up]);
  row("large times tiny", "logSumExp", "backward", [f(size), f(masked, masked - 88)], [size, up]);
  const one = { shape: [1, 2], reduction: "sum", weights: f(size) };
  const logits = f(masked, masked - 88);
  row("large times tiny", "crossEntropy", "forward", [logits, int(0)], up, one);
  row("large times tiny", "crossEntropy", "grad", [logits, int(0)], [-up, up], one);
  row("large times tiny", "crossEntropy", "forward", [logits, f(1, 0)], up, one);
  row("large times tiny", "crossEntropy", "grad", [logits, f(1, 0)], [-up, up], one);
  row("large times tiny", "klDivergenceWithLogits", "forward", [logits, f(1, 0)], up, one);
  row("large times tiny", "klDivergenceWithLogits", "grad", [logits, f(1, 0)], [-up, up], one);
  row("a large class weight", "crossEntropy", "grad", [logits, f(1, 0)], [-up, up], {
    shape: [1, 2],
    reduction: "sum",
    classWeights: f(size, 1),
  });
  row("targets that sum to more", "crossEntropy", "grad", [f(masked, masked, masked - 88), f(1, 1, 0)], [0, 0, tiny], {
    shape: [1, 3],
    reduction: "sum",
  });
}
for (const top of [0, 50, -60, 1000]) {
  const x = f(top, top - 88, top - 88, top - 88, top - 88);
  const rest = [-88, -88, -88, -88];
  row("many tiny ones", "logSoftmax", "forward", [x], [-4 * tiny, ...rest]);
  row("many tiny ones", "crossEntropy", "forward", [x, int(0)], 4 * tiny);
  row("many tiny ones", "crossEntropy", "valueAndGrad", [x, int(0)], {
    value: 4 * tiny,
    grad: [-4 * tiny, tiny, tiny, tiny, tiny],
  });
}
row("many tiny ones", "logSumExp", "forward", [f(0, -88, -88, -88, -88)], [4 * tiny]);

// What leaves the range of float32 on the way, and not in the end.
for (const d of [1e-22, 2e-23, 1e-40, 1.9e19, 3e38]) {
  row(`a difference of ${d}`, "rootMeanSquaredError", "forward", [f(d, 0), f(0, 0)], Math.fround(d) / Math.SQRT2);
  row(`a difference of ${d}`, "rootMeanSquaredError", "grad", [f(d, 0), f(0, 0)], [Math.SQRT1_2, 0]);
  row(`a difference of ${-d}`, "rootMeanSquaredError", "grad", [f(0, 0), f(d, 0)], [-Math.SQRT1_2, 0]);
}
row("a large difference", "meanSquaredError", "grad", [f(3e38, 0), f(0, 0)], [3e38, 0]);
row("a large difference", "meanSquaredError", "forward", [f(2e19, 0), f(0, 0)], 2e38);
row("a large violation", "squaredHinge", "grad", [f(-3e38, 1), f(1, 1)], [-3e38, 0]);
