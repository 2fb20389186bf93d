// Pooling, its gradients and batch normalisation against the CPU backend.

import { backend_util } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectClose, expectSame, expectWithin, type Input, type Inputs, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

const pads = ["same", "valid", 1] as const;
const windows: { filterSize: [number, number]; strides: [number, number] }[] = [
  { filterSize: [2, 2], strides: [2, 2] },
  { filterSize: [3, 3], strides: [1, 1] },
  { filterSize: [3, 2], strides: [2, 1] },
  { filterSize: [2, 2], strides: [3, 3] },
  { filterSize: [1, 1], strides: [2, 2] },
];

const cases = [1, 3, 4, 5, 8, 16, 17].flatMap((channels) =>
  pads.flatMap((pad) =>
    windows
      .filter(({ filterSize }) => pad !== 1 || filterSize[0] > 1)
      .map((window) => ({ channels, attributes: { ...window, pad, dimRoundingMode: "floor" as const } })),
  ),
);

function outShape(
  shape: number[],
  { filterSize, strides, pad, dimRoundingMode }: (typeof cases)[number]["attributes"],
): number[] {
  const size = shape as [number, number, number, number];
  return backend_util.computePool2DInfo(size, filterSize, strides, 1, pad, dimRoundingMode).outShape;
}

describe("pooling and its gradients", () => {
  it.each(cases)("$channels channels, $attributes", ({ channels, attributes }) => {
    const x = random([2, 7, 6, channels], 1);
    const dy = random(outShape(x.shape, attributes), 2);
    expectSame("MaxPool", { x }, attributes);
    expectClose("MaxPoolGrad", { dy, input: x, output: dy }, attributes, ["dy"]);
    expectClose("AvgPool", { x }, attributes);
    expectClose("AvgPoolGrad", { dy, input: x }, attributes);
  });

  const attributes = { filterSize: [3, 3], strides: [1, 1], pad: "same" } as const;

  it("among equal maxima the first takes the gradient", () => {
    const x = random([2, 7, 6, 5], 3);
    const ties: Input = { ...x, values: x.values.map((value) => Math.round(value)) as Float32Array };
    expectClose("MaxPoolGrad", { dy: random([2, 7, 6, 5], 4), input: ties, output: x }, attributes, ["dy"]);
  });

  it("a NaN is no maximum, and a window without numbers gives −∞ and takes no gradient", () => {
    const x = random([2, 7, 6, 5], 5);
    x.values.forEach((_, i) => {
      if (i % 3 === 0 || i < 120) x.values[i] = Number.NaN;
      if (i % 17 === 0) x.values[i] = Number.NEGATIVE_INFINITY;
    });
    expectSame("MaxPool", { x }, attributes);
    const { cpu, ours } = sideBySide("MaxPoolGrad", { dy: random([2, 7, 6, 5], 6), input: x, output: x }, attributes);
    ours[0]?.values.forEach((value, i) => {
      expect(value).toBeCloseTo(cpu[0]?.values[i] as number, 5);
    });
  });
});

describe("batch normalisation", () => {
  const statistics = (shape: number[]) => ({
    mean: random(shape, 7),
    variance: { shape, values: random(shape, 8).values.map(Math.abs) },
    scale: random(shape, 9),
    offset: random(shape, 10),
  });

  // Each of the terms is at most 64 here, and rounded a few times.
  const expectNear = (inputs: Inputs) => expectWithin(64 * 2 ** -22, "FusedBatchNorm", inputs, { varianceEpsilon: 0.001 });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 16, 17])("of %i channels", (channels) => {
    const x = random([3, 2, 5, channels], 11);
    const { mean, variance, scale, offset } = statistics([channels]);
    expectNear({ x, mean, variance, scale, offset });
    expectNear({ x, mean, variance, scale });
    expectNear({ x, mean, variance, offset });
    expectNear({ x, mean, variance });
  });

  it("with statistics for every element", () => {
    expectNear({ x: random([2, 3, 5], 12), ...statistics([2, 3, 5]) });
  });
});
