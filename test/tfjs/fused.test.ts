// What fused kernels add to their products, and when: a clamp on whole sums, biases of every shape.

import { beforeAll, describe, expect, it } from "vitest";
import { expectWithin, type Input, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

const image = { strides: [1, 1], pad: "valid", dataFormat: "NHWC", dilations: [1, 1] };
const ones = (shape: number[]): Input => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1) });

/** Factors for `terms` terms of three outputs, whose sums go far below 0, far above 6 and near 4 on the way to 4, 4 and −4. */
function factors(terms: number, shape: number[]): Input {
  const half = Math.floor(terms / 2);
  const values = Float32Array.from({ length: terms * 3 }, (_, i) => {
    const [term, output] = [Math.floor(i / 3), i % 3];
    const swing = term === terms - 1 && terms % 2 === 1 ? 0 : term < half ? -1 : 1;
    const last = term === terms - 1 ? 4 : 0;
    return [swing + last, last - swing, swing / 256 - last][output] as number;
  });
  return { values, shape };
}

describe.each([3, 64, 511, 512, 513, 1024, 1025, 1537, 4099])("sums of %i terms", (terms) => {
  const wanted = { linear: [4, 4, -4], relu: [4, 4, 0], relu6: [4, 4, 0] } as const;

  it.each(Object.keys(wanted) as (keyof typeof wanted)[])("are whole before they meet %s", (activation) => {
    const expectRight = (kernel: string, inputs: Record<string, Input>, attributes: object) => {
      const { ours, resident } = sideBySide(kernel, inputs, { ...attributes, activation });
      ours[0]?.values.forEach((value, i) => {
        expect(Math.abs(value - (wanted[activation][i % 3] as number))).toBeLessThan(1e-3);
      });
      expect(resident).toBe(true);
    };
    const bias = { shape: [3], values: new Float32Array(3) };
    const products = { a: ones([2, terms]), b: factors(terms, [terms, 3]), bias };
    expectRight("_FusedMatMul", products, { transposeA: false, transposeB: false });
    // One long run, and as many runs as terms.
    expectRight("FusedConv2D", { x: ones([1, 2, 1, terms]), filter: factors(terms, [1, 1, terms, 3]), bias }, image);
    expectRight("FusedConv2D", { x: ones([1, terms, 1, 1]), filter: factors(terms, [terms, 1, 1, 3]), bias }, image);
  });
});

it("a depthwise sum is whole before it is clamped", () => {
  const filter = factors(21, [7, 3, 3, 1]);
  for (const activation of ["relu", "relu6"]) {
    const { ours } = sideBySide("FusedDepthwiseConv2D", { x: ones([1, 7, 3, 3]), filter }, { ...image, activation });
    const [first, second, third] = (ours[0] as (typeof ours)[number]).values as [number, number, number];
    expect([first, second].map((value) => Math.abs(value - 4) < 1e-3)).toEqual([true, true]);
    expect(third).toBe(0);
  }
});

/** Near the CPU backend's results, made by a kernel of ours or by the CPU's. */
function expectNear(kernel: string, inputs: Record<string, Input>, attributes: object): void {
  const { cpu, ours } = sideBySide(kernel, inputs, attributes);
  expect(ours[0]?.shape).toEqual(cpu[0]?.shape);
  const off = (ours[0]?.values ?? []).map((value, i) => Math.abs(value - (cpu[0]?.values[i] as number)));
  expect(off.every((each) => each < 1e-5)).toBe(true);
}

// As many rows as columns, so that a bias fits either way.
const SIZE = 5;
const biases = [
  [],
  [1],
  [SIZE],
  [SIZE, 1],
  [1, SIZE],
  [1, 1],
  [SIZE, SIZE],
  [1, SIZE, 1],
  [1, 1, SIZE],
  [SIZE, 1, 1],
  [1, 1, 1, 1, SIZE],
];

describe.each(biases.map((shape) => [shape] as const))("a bias of [%j]", (shape) => {
  const bias = random([...shape], 1);

  it.each(["linear", "relu"])("is broadcast as by the CPU backend (%s)", (activation) => {
    const a = random([SIZE, 3], 2);
    const b = random([3, SIZE], 3);
    expectNear("_FusedMatMul", { a, b, bias }, { transposeA: false, transposeB: false, activation });
    const x = random([1, SIZE, SIZE, SIZE], 4);
    expectNear("FusedConv2D", { x, filter: random([1, 1, SIZE, SIZE], 5), bias }, { ...image, activation });
    expectNear("FusedDepthwiseConv2D", { x, filter: random([1, 1, SIZE, 1], 6), bias }, { ...image, activation });
  });
});

it("a bias for each column is added by a kernel of ours", () => {
  const inputs = { a: random([SIZE, 3], 7), b: random([3, SIZE], 8), bias: random([SIZE], 9) };
  expectWithin(1e-5, "_FusedMatMul", inputs, { transposeA: false, transposeB: false, activation: "linear" });
});
