// Matrix products and reductions against the CPU backend.

import { beforeAll, describe, expect, it } from "vitest";
import { expectClose, expectSame, type Input, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

const SIZES: readonly [m: number, n: number, k: number][] = [
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 16],
  [17, 31, 5],
  [65, 130, 257],
  [1, 129, 300],
];
const TRANSPOSES = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
] as const;

const shaped = (batch: number[], rows: number, columns: number, transposed: boolean, seed: number) =>
  random([...batch, ...(transposed ? [columns, rows] : [rows, columns])], seed);

describe.each(TRANSPOSES)("transposes %s, %s", (transposeA, transposeB) => {
  it.each(SIZES)("multiplies m %i, n %i, k %i", (m, n, k) => {
    const inputs = { a: shaped([], m, k, transposeA, 1), b: shaped([], k, n, transposeB, 2) };
    expectClose("BatchMatMul", inputs, { transposeA, transposeB });
  });

  it.each([
    [[3], [3]],
    [[3], [1]],
    [[1], [4]],
    [
      [2, 3],
      [2, 3],
    ],
    [[2, 3], []],
  ])("multiplies batches %j and %j", (aBatch, bBatch) => {
    const inputs = { a: shaped(aBatch, 5, 7, transposeA, 3), b: shaped(bBatch, 7, 6, transposeB, 4) };
    expectClose("BatchMatMul", inputs, { transposeA, transposeB });
  });

  it.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"])("fuses bias and %s", (activation) => {
    const [m, n, k] = [9, 13, 110];
    const slopes = activation === "prelu" ? { preluActivationWeights: random([n], 8) } : {};
    const inputs: Record<string, Input> = {
      a: shaped([], m, k, transposeA, 5),
      b: shaped([], k, n, transposeB, 6),
      bias: random([n], 7),
      ...slopes,
    };
    const { cpu, ours, resident } = sideBySide("_FusedMatMul", inputs, {
      transposeA,
      transposeB,
      activation,
      leakyreluAlpha: 0.3,
    });
    expect(ours[0]?.shape).toEqual(cpu[0]?.shape);
    const off = (ours[0]?.values ?? []).map((value, i) => Math.abs(value - (cpu[0]?.values[i] as number)));
    expect(Math.max(...off)).toBeLessThan(1e-5);
    expect(resident).toBe(true);
  });
});

it("leaves a bias for each element to the CPU kernels", () => {
  const inputs = { a: random([3, 4], 1), b: random([4, 5], 2), bias: random([3, 5], 3) };
  const { cpu, ours } = sideBySide("_FusedMatMul", inputs, { transposeA: false, transposeB: false, activation: "linear" });
  ours[0]?.values.forEach((value, i) => {
    expect(value).toBeCloseTo(cpu[0]?.values[i] as number, 5);
  });
});

const REDUCED: readonly [shape: number[], axes: number[]][] = [
  [[1], [0]],
  [[17], [0]],
  [[1009], [0]],
  [[5, 7], [0]],
  [[5, 7], [1]],
  [
    [5, 7],
    [0, 1],
  ],
  [[3, 4, 5], [1]],
  [
    [3, 4, 5],
    [0, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 1, 2],
  ],
  [
    [2, 3, 4, 5],
    [1, 3],
  ],
  [[130, 33], [0]],
];

describe.each(REDUCED)("reduction of [%j] over [%j]", (shape, axes) => {
  it.each([true, false])("agrees (keepDims %s)", (keepDims) => {
    const x = random(shape, 11);
    expectClose("Sum", { x }, { axis: axes, keepDims });
    expectClose("Mean", { x }, { axis: axes, keepDims });
    expectSame("Max", { x }, { reductionIndices: axes, axis: axes, keepDims });
    expectSame("Min", { x }, { axis: axes, keepDims });
  });

  it("agrees for products and winners", () => {
    expectClose("Prod", { x: random(shape, 12) }, { axis: axes, keepDims: false });
    if (axes.length > 1) return;
    // Few different numbers, so that there are ties.
    const { values } = random(shape, 13);
    const x = { values: values.map((value) => Math.round(value * 2)), shape };
    expectSame("ArgMax", { x }, { axis: axes[0] });
    expectSame("ArgMin", { x }, { axis: axes[0] });
  });
});

it.each(["Max", "Min", "Sum"])("%s lets a NaN through", (kernel) => {
  for (const at of [0, 4, 9, 16]) {
    const x = random([17], 14);
    x.values[at] = Number.NaN;
    const { ours } = sideBySide(kernel, { x }, { axis: [0], reductionIndices: [0], keepDims: false });
    expect(ours[0]?.values).toEqual([Number.NaN]);
  }
});

it("sums and averages without losing small numbers", () => {
  const x = { values: new Float32Array(2 ** 20).fill(0.1), shape: [2 ** 20] };
  const { ours } = sideBySide("Sum", { x }, { axis: [0], keepDims: false });
  expect(ours[0]?.values[0]).toBe(Math.fround(2 ** 20 * Math.fround(0.1)));
});
