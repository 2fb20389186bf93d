// Every number of channels, columns and rows up to what two vectors of each loop hold: each kernel has its own ways for what is left.

import { beforeAll, describe, it } from "vitest";
import { expectClose, expectSame, expectWithin, type Input, random, randomIntegers, randomTruths, start } from "./sideBySide.js";

beforeAll(start);

const counts = Array.from({ length: 37 }, (_, i) => i + 1);
const image = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
const positive = ({ values, shape }: Input): Input => ({ values: values.map((value) => 0.1 + Math.abs(value)), shape });

describe.each(counts)("%i", (count) => {
  const x = random([2, 5, 4, count], 1);
  const dy = random(x.shape, 2);

  it("channels of pooling", () => {
    for (const filterSize of [
      [2, 2],
      [2, 3],
    ]) {
      const window = { filterSize, strides: [1, 1], pad: "same" };
      expectSame("MaxPool", { x }, window);
      expectClose("MaxPoolGrad", { dy, input: x, output: x }, window, ["dy"]);
      expectClose("AvgPool", { x }, window);
      expectClose("AvgPoolGrad", { dy, input: x }, window);
    }
  });

  it("channels of convolutions, in and out", () => {
    for (const [inputs, outputs] of [
      [count, 3],
      [3, count],
    ] as const) {
      const [source, gradient] = [random([1, 5, 4, inputs], 3), random([1, 5, 4, outputs], 4)];
      const filter = random([2, 3, inputs, outputs], 5);
      expectClose("Conv2D", { x: source, filter }, image);
      expectClose("FusedConv2D", { x: source, filter, bias: random([outputs], 6) }, { ...image, activation: "linear" });
      expectClose("Conv2DBackpropInput", { dy: gradient, filter }, { ...image, inputShape: source.shape });
      expectClose("Conv2DBackpropFilter", { x: source, dy: gradient }, { ...image, filterShape: filter.shape });
    }
  });

  it("channels of depthwise convolutions", () => {
    for (const multiplier of [1, 2]) {
      const filter = random([2, 3, count, multiplier], 7);
      const gradient = random([2, 5, 4, count * multiplier], 8);
      expectClose("DepthwiseConv2dNative", { x, filter }, image);
      expectClose(
        "FusedDepthwiseConv2D",
        { x, filter, bias: random([count * multiplier], 9) },
        { ...image, activation: "linear" },
      );
      expectClose("DepthwiseConv2dNativeBackpropInput", { dy: gradient, filter }, { ...image, inputShape: x.shape });
      expectClose("DepthwiseConv2dNativeBackpropFilter", { x, dy: gradient }, { ...image, filterShape: filter.shape });
    }
  });

  it("columns and rows of an image", () => {
    for (const shape of [
      [1, count, 3, 5],
      [1, 3, count, 5],
    ]) {
      const [source, filter] = [random(shape, 10), random([3, 3, 5, 6], 11)];
      const channels = random([3, 3, 5, 1], 12);
      expectClose("Conv2D", { x: source, filter }, image);
      expectClose("DepthwiseConv2dNative", { x: source, filter: channels }, image);
      expectClose(
        "DepthwiseConv2dNativeBackpropFilter",
        { x: source, dy: random(shape, 13) },
        { ...image, filterShape: [3, 3, 5, 1] },
      );
      expectSame("MaxPool", { x: source }, { filterSize: [3, 3], strides: [2, 2], pad: "same" });
    }
  });

  it("rows, columns and terms of a product", () => {
    for (const [m, n, k] of [
      [count, 5, 6],
      [5, count, 6],
      [5, 6, count],
    ] as const) {
      for (const transposeA of [false, true]) {
        for (const transposeB of [false, true]) {
          const a = random(transposeA ? [k, m] : [m, k], 14);
          const b = random(transposeB ? [n, k] : [k, n], 15);
          expectClose("BatchMatMul", { a, b }, { transposeA, transposeB });
        }
      }
    }
  });

  it("numbers of a reduction, beside one another and inside", () => {
    for (const [shape, axis] of [
      [[3, count], 1],
      [[count, 3], 0],
      [[3, 5, count], 1],
      [[2, count, 3], 1],
    ] as const) {
      const source = random([...shape], 16);
      expectClose("Sum", { x: source }, { axis, keepDims: false });
      expectClose("Mean", { x: source }, { axis, keepDims: false });
      expectClose("Prod", { x: positive(source) }, { axis, keepDims: false });
      expectSame("Max", { x: source }, { reductionIndices: axis, axis, keepDims: false });
      expectSame("Min", { x: source }, { axis, keepDims: false });
      const ties: Input = { ...source, values: source.values.map((value) => Math.round(value * 2)) };
      expectSame("ArgMax", { x: ties }, { axis });
      expectSame("ArgMin", { x: ties }, { axis });
    }
  });

  it("columns that are gathered, summed by segments, or normalised", () => {
    const rows = random([11, count], 17);
    expectSame("GatherV2", { x: rows, indices: randomIntegers([7], 11, 18) }, { axis: 0, batchDims: 0 });
    expectSame("GatherV2", { x: rows, indices: randomIntegers([7], count, 19) }, { axis: 1, batchDims: 0 });
    expectClose("UnsortedSegmentSum", { x: rows, segmentIds: randomIntegers([11], 4, 20) }, { numSegments: 5 });
    const statistics = { mean: random([count], 21), variance: positive(random([count], 22)) };
    const terms = { scale: random([count], 23), offset: random([count], 24) };
    expectWithin(64 * 2 ** -22, "FusedBatchNorm", { x: rows, ...statistics, ...terms }, { varianceEpsilon: 0.001 });
  });

  it("elements of a line", () => {
    const [a, b] = [random([3, count], 25), random([3, count], 26)];
    for (const kernel of ["Add", "Sub", "Maximum", "Greater", "Equal"]) {
      for (const other of [b, random([count], 27), random([3, 1], 28)]) {
        expectSame(kernel, { a, b: other }, {});
        expectSame(kernel, { a: other, b: a }, {});
      }
    }
    expectSame("AddN", [a, a], {});
    for (const kernel of ["Abs", "Neg", "Relu", "Relu6", "Step"]) expectSame(kernel, { x: a }, { alpha: 0.5 });
    const [yes, no] = [randomTruths([3, count], 29), randomTruths([3, count], 30)];
    expectSame("Select", { condition: yes, t: a, e: b }, {});
    expectSame("LogicalAnd", { a: yes, b: no }, {});
    expectSame("LogicalOr", { a: yes, b: no }, {});
    expectSame("LogicalNot", { x: yes }, {});
    expectSame("Cast", { x: yes }, { dtype: "float32" });
    expectSame("Cast", { x: randomIntegers([3, count], 99, 31) }, { dtype: "float32" });
    expectSame("Fill", {}, { shape: [3, count], value: 2, dtype: "float32" });
  });

  it("rows and columns that are moved", () => {
    expectSame("Transpose", { x: random([count, 7], 32) }, { perm: [1, 0] });
    expectSame("Transpose", { x: random([7, count], 33) }, { perm: [1, 0] });
    expectSame("Transpose", { x: random([3, count, 5], 34) }, { perm: [1, 0, 2] });
    expectSame("Reverse", { x: random([3, count], 35) }, { dims: [1] });
    expectSame("Tile", { x: random([3, count], 36) }, { reps: [2, 2] });
    expectSame("Slice", { x: random([5, count + 3], 37) }, { begin: [1, 2], size: [3, count] });
    expectSame("PadV2", { x: random([3, count], 38) }, { paddings: [[1, 2], [3, 1]], constantValue: 5 }); // biome-ignore format: pairs
    expectSame("Concat", [random([3, count], 39), random([3, 5], 40)], { axis: 1 });
  });
});
