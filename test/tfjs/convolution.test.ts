// Convolutions and their gradients against the CPU backend, over a grid of awkward shapes.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { expectClose, type Input, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

type Pad = "same" | "valid" | number | [[0, 0], [number, number], [number, number], [0, 0]];

interface Case {
  readonly size: [number, number];
  readonly filter: [number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  readonly pad: Pad;
}

const sizes: [number, number][] = [
  [7, 5],
  [1, 9],
  [12, 13],
];
const filters: [number, number][] = [
  [1, 1],
  [3, 3],
  [2, 5],
  [4, 1],
];
const pads: Pad[] = [
  "same",
  "valid",
  1,
  [
    [0, 0],
    [2, 0],
    [1, 3],
    [0, 0],
  ],
];
const steps: [number, number][] = [
  [1, 1],
  [2, 2],
  [3, 1],
  [2, 3],
];

/** Every combination whose output is not empty. */
const cases: Case[] = sizes.flatMap((size) =>
  filters.flatMap((filter) =>
    pads.flatMap((pad) =>
      [
        ...steps.map((strides) => ({ strides, dilations: [1, 1] as [number, number] })),
        { strides: [1, 1] as [number, number], dilations: [2, 3] as [number, number] },
      ].flatMap(({ strides, dilations }) => {
        const each = { size, filter, strides, dilations, pad };
        const { outHeight, outWidth } = geometry(each, 1, 1, 1, false);
        return outHeight > 0 && outWidth > 0 ? [each] : [];
      }),
    ),
  ),
);

function geometry(
  { size, filter, strides, dilations, pad }: Case,
  batch: number,
  channels: number,
  out: number,
  depthwise: boolean,
) {
  const shape: [number, number, number, number] = [batch, ...size, channels];
  return tf.backend_util.computeConv2DInfo(shape, [...filter, channels, out], strides, dilations, pad, "floor", depthwise);
}

const describeCase = ({ size, filter, strides, dilations, pad }: Case) =>
  `${size} by ${filter}, strides ${strides}, dilations ${dilations}, pad ${JSON.stringify(pad)}`;

const attributesOf = ({ strides, dilations, pad }: Case) => ({
  strides,
  dilations,
  pad,
  dataFormat: "NHWC",
  dimRoundingMode: "floor",
});

/** Every case with some of the channel counts in turn, so that all of these meet all kinds of cases. */
const inTurn = <T>(channels: readonly T[]) =>
  cases.flatMap((each, i) =>
    [0, 1].map((k) => [describeCase(each), channels[(2 * i + k) % channels.length] as T, each] as const),
  );

describe("convolution and its gradients", () => {
  const channels = [
    [1, 1, 1],
    [1, 3, 8],
    [2, 1, 4],
    [3, 5, 17],
    [2, 8, 16],
    [1, 17, 3],
    [2, 4, 5],
  ] as const;

  it.each(inTurn(channels))("%s; images, channels in and out: %s", (_, [batch, inputs, outputs], each) => {
    const filterShape = [...each.filter, inputs, outputs];
    const x = random([batch, ...each.size, inputs], 1);
    const filter = random(filterShape, 2);
    const dy = random(geometry(each, batch, inputs, outputs, false).outShape, 3);
    const attributes = attributesOf(each);
    expectClose("Conv2D", { x, filter }, attributes);
    if (each.dilations[0] > 1) return;
    expectClose("Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: x.shape });
    expectClose("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape });
  });
});

describe("depthwise convolution and its gradients", () => {
  const channels = [
    [1, 1, 1],
    [2, 3, 1],
    [1, 4, 1],
    [2, 8, 1],
    [1, 17, 1],
    [2, 3, 2],
    [1, 5, 3],
  ] as const;

  it.each(inTurn(channels))("%s; images, channels and multiplier: %s", (_, [batch, inputs, multiplier], each) => {
    const filterShape = [...each.filter, inputs, multiplier];
    const x = random([batch, ...each.size, inputs], 4);
    const filter = random(filterShape, 5);
    const dy = random(geometry(each, batch, inputs, multiplier, true).outShape, 6);
    const attributes = attributesOf(each);
    expectClose("DepthwiseConv2dNative", { x, filter }, attributes);
    if (each.dilations[0] > 1) return;
    expectClose("DepthwiseConv2dNativeBackpropInput", { dy, filter }, { ...attributes, inputShape: x.shape });
    expectClose("DepthwiseConv2dNativeBackpropFilter", { x, dy }, { ...attributes, filterShape });
  });
});

describe("long sums and large images", () => {
  const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };

  it.each([
    ["more taps than a part of a panel", [1, 6, 7, 70], [3, 3, 70, 9]],
    ["a run longer than a part of a panel", [1, 2, 3, 600], [1, 3, 600, 9]],
    ["more pixels than a block and a band", [1, 67, 41, 2], [3, 3, 2, 3]],
    ["more images than parts of a filter gradient", [37, 3, 5, 2], [3, 2, 2, 9]],
  ])("%s", (_, shape, filterShape) => {
    const x = random(shape, 7);
    const filter = random(filterShape, 8);
    const dy = random([...shape.slice(0, 3), filterShape[3] as number], 9);
    expectClose("Conv2D", { x, filter }, attributes);
    expectClose("Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: shape });
    expectClose("Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape });
  });
});

it("a last band of fewer rows writes nothing behind its image", async () => {
  // A size that fills its block of memory, so that the next one begins where it ends; the last band has 297 rows.
  const shape = [1, 1792, 1, 64];
  const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  // A memory of its own, where nothing was freed before.
  await registerBackend({ name: "neighbours" });
  tf.setBackend("neighbours");
  const backend = tf.backend() as LanewiseBackend;
  const [x, filter] = [random(shape, 20), random([3, 3, 64, 1], 21)].map(({ values, shape: size }) => tf.tensor(values, size));
  const run = () => tf.engine().runKernel("DepthwiseConv2dNative", { x, filter } as never, attributes) as tf.Tensor;
  // Whatever work area it needs is there before the result whose neighbour is watched.
  run();
  const first = run();
  const place = backend.address(first);
  const neighbour = backend.output([5_000_000]);
  expect(backend.address(neighbour)).toBe(place + 1792 * 64 * 4);
  const numbers = backend.entry(neighbour).values as Float32Array;
  numbers.fill(5);
  first.dispose();
  const second = run();
  expect(backend.address(second)).toBe(place);
  expect(numbers.every((each) => each === 5)).toBe(true);
  tf.removeBackend("neighbours");
});

it.each([4, 12, 24, 40])(
  "where memory ends, the CPU kernel takes over and nothing is lost: images of %i by 128",
  async (height) => {
    const name = `small-${height}`;
    await registerBackend({ name, memory: { maximumBytes: 2 ** 20 } });
    const shape = [1, height, 128, 8];
    const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
    const [x, dy, filter] = [random(shape, 22), random([1, height, 128, 16], 23), random([3, 3, 8, 16], 24)];
    const runs = [
      ["Conv2D", { x, filter }, attributes],
      ["Conv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: shape }],
      ["Conv2DBackpropFilter", { x, dy }, { ...attributes, filterShape: filter.shape }],
    ] as const;
    const resultsOn = (backend: string) => {
      tf.setBackend(backend);
      return tf.tidy(() =>
        runs.map(([kernel, inputs, given]) => {
          const tensors = Object.entries(inputs).map(([key, { values, shape: size }]) => [key, tf.tensor(values.slice(), size)]);
          return (tf.engine().runKernel(kernel, Object.fromEntries(tensors), given as never) as tf.Tensor).dataSync();
        }),
      );
    };
    const cpu = resultsOn("cpu");
    const ours = resultsOn(name);
    ours.forEach((values, i) => {
      expect(values.length).toBe(cpu[i]?.length);
      expect(values.every((value, j) => Math.abs(value - (cpu[i]?.[j] as number)) < 1e-3)).toBe(true);
    });
    // All that is left is the work area.
    const { linear } = tf.backend() as LanewiseBackend;
    const { usedBytes } = linear.use();
    resultsOn(name);
    expect(linear.use().usedBytes).toBe(usedBytes);
    tf.removeBackend(name);
  },
);

describe.each(["FusedConv2D", "FusedDepthwiseConv2D"])("%s", (kernel) => {
  const x = random([2, 5, 6, 3], 10);
  const filter = random(kernel === "FusedConv2D" ? [3, 2, 3, 6] : [3, 2, 3, 2], 11);
  const bias = random([6], 12);
  const preluActivationWeights = random([6], 13);
  const common = { strides: [2, 2], pad: "same", dataFormat: "NHWC", dilations: [1, 1], leakyreluAlpha: 0.3 };

  it.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu", "prelu"])("adds a bias and applies %s", (activation) => {
    const inputs = { x, filter, bias, ...(activation === "prelu" ? { preluActivationWeights } : {}) };
    const { cpu, ours, resident } = sideBySide(kernel, inputs, { ...common, activation });
    expect(resident).toBe(true);
    ours[0]?.values.forEach((value, i) => {
      expect(value).toBeCloseTo(cpu[0]?.values[i] as number, 5);
    });
  });
});

describe("special values", () => {
  const attributes = { strides: [1, 1], pad: "same", dataFormat: "NHWC", dilations: [1, 1] };
  const special = (shape: number[], value: number, at: number): Input => {
    const input = random(shape, 14);
    input.values[at] = value;
    return input;
  };

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%d spreads as in the CPU backend", (value) => {
    const x = special([1, 5, 4, 2], value, 17);
    const dy = special([1, 5, 4, 3], value, 20);
    const filter = special([3, 3, 2, 3], value, 5);
    const plain = { x: random(x.shape, 15), dy: random(dy.shape, 16), filter: random(filter.shape, 17) };
    const kinds = ({ cpu, ours }: { cpu: { values: number[] }[]; ours: { values: number[] }[] }) =>
      [cpu, ours].map(([result]) => result?.values.map((each) => (Number.isFinite(each) ? "finite" : String(each))));
    for (const [kernel, inputs, more] of [
      ["Conv2D", { x, filter: plain.filter }, {}],
      ["Conv2D", { x: plain.x, filter }, {}],
      ["Conv2DBackpropInput", { dy, filter: plain.filter }, { inputShape: x.shape }],
      ["Conv2DBackpropInput", { dy: plain.dy, filter }, { inputShape: x.shape }],
      ["Conv2DBackpropFilter", { x, dy: plain.dy }, { filterShape: filter.shape }],
      ["Conv2DBackpropFilter", { x: plain.x, dy }, { filterShape: filter.shape }],
    ] as const) {
      const [cpu, ours] = kinds(sideBySide(kernel, inputs, { ...attributes, ...more }));
      expect(ours, kernel).toEqual(cpu);
    }
  });

  it("an empty batch gives an empty result", () => {
    const x = random([0, 5, 4, 2], 18);
    const { cpu, ours } = sideBySide("Conv2D", { x, filter: random([3, 3, 2, 3], 19) }, attributes);
    expect(ours).toEqual(cpu);
  });
});
