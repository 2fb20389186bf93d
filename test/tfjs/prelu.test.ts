// prelu and leakyRelu, by themselves and fused, as the CPU backend has them: what shapes they give, what 0 · ∞ is.

import { beforeAll, describe, expect, it } from "vitest";
import { type Input, type Inputs, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

const SPECIAL = [0, -0, 1, -1, 0.5, -2, 3e38, -3e38, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const input = (values: readonly number[], shape = [values.length]): Input => ({ values: Float32Array.from(values), shape });

/** The same shape and the same numbers within a rounding, but for the sign of 0. */
function expectNear(kernel: string, inputs: Inputs, attributes: object): void {
  const { cpu, ours } = sideBySide(kernel, inputs, attributes);
  const [wanted, given] = [cpu[0], ours[0]];
  expect(given?.shape).toEqual(wanted?.shape);
  const wrong = (given?.values ?? []).filter((value, i) => {
    const truth = wanted?.values[i] as number;
    return !(Object.is(value, truth) || value === truth || Math.abs(value - truth) <= 1e-6 * Math.max(1, Math.abs(truth)));
  });
  expect(wrong).toEqual([]);
  expect(given?.values.length).toBe(wanted?.values.length);
}

it.each<[x: number[], alpha: number[]]>([
  [[3], [1, 1]],
  [[3], [1, 3]],
  [[3], []],
  [[], [1]],
  [
    [2, 3],
    [1, 1, 3],
  ],
  [
    [2, 3],
    [1, 1, 1],
  ],
  [
    [2, 3],
    [2, 1],
  ],
  [
    [2, 3],
    [1, 3],
  ],
  [
    [1, 3],
    [2, 3],
  ],
  [[1], [3]],
  [[0, 3], [3]],
  [[3, 0], [1]],
])("prelu of x [%j] with alpha [%j] has the broadcast shape", (x, alpha) => {
  expectNear("Prelu", { x: random(x, 1), alpha: random(alpha, 2) }, {});
});

it("prelu of every pair of special values", () => {
  const x = SPECIAL.flatMap((each) => SPECIAL.map(() => each));
  const alpha = SPECIAL.flatMap(() => SPECIAL);
  expectNear("Prelu", { x: input(x), alpha: input(alpha) }, {});
  for (const each of SPECIAL) expectNear("Prelu", { x: input(SPECIAL), alpha: input([each]) }, {});
  for (const each of SPECIAL) expectNear("Prelu", { x: input(SPECIAL), alpha: input([each], []) }, {});
});

// 1e39 is no infinity until it is a float32.
it.each([...SPECIAL, 1e39, -1e39])("leakyRelu of special values with a slope of %d", (alpha) => {
  expectNear("LeakyRelu", { x: input(SPECIAL) }, { alpha });
});

const image = { strides: [1, 1], pad: "valid", dataFormat: "NHWC", dilations: [1, 1] };
/** Products of which some are 0, with a bias that leaves them there. */
const zeros = [0, 1, -1, 0, 2, -3];
const fused: readonly (readonly [kernel: string, inputs: Record<string, Input>, attributes: object])[] = [
  [
    "_FusedMatMul",
    { a: input([1, 1], [2, 1]), b: input(zeros, [1, 6]), bias: input([0, 0, 0, 0, 0, 0]) },
    { transposeA: false, transposeB: false },
  ],
  ["FusedConv2D", { x: random([1, 2, 1, 1], 3), filter: input(zeros, [1, 1, 1, 6]), bias: input([0, 0, 0, 0, 0, 0]) }, image],
  [
    "FusedDepthwiseConv2D",
    { x: random([1, 2, 1, 6], 4), filter: input(zeros, [1, 1, 6, 1]), bias: input([0, 0, 0, 0, 0, 0]) },
    image,
  ],
];

describe.each(fused)("%s", (kernel, inputs, attributes) => {
  it.each([[], [1], [6], [1, 6], [1, 1, 1, 1, 6], [1, 1, 1, 1, 1]].map((shape) => [shape] as const))(
    "with slopes of [%j]",
    (shape) => {
      const preluActivationWeights = random([...shape], 5);
      expectNear(kernel, { ...inputs, preluActivationWeights }, { ...attributes, activation: "prelu" });
    },
  );

  it.each(SPECIAL)("with a slope of %d", (slope) => {
    expectNear(kernel, { ...inputs, preluActivationWeights: input([slope]) }, { ...attributes, activation: "prelu" });
    const preluActivationWeights = input([0.5, slope, slope, slope, 0.25, slope]);
    expectNear(kernel, { ...inputs, preluActivationWeights }, { ...attributes, activation: "prelu" });
    expectNear(kernel, inputs, { ...attributes, activation: "leakyrelu", leakyreluAlpha: slope });
  });
});
