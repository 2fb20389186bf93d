// Element-wise kernels against the CPU backend: awkward shapes, broadcasting, special values.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { kernels } from "../../src/tfjs/kernels/index.js";
import { type Input, random, sideBySide, start } from "./sideBySide.js";

beforeAll(start);

const LENGTHS = [0, 1, 3, 4, 5, 15, 16, 17, 31, 1009];
const SPECIAL = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, 1e-8, -1e-8, 1e-30, 20, -20, 88.5, 1e10, -1e10, 3e38, -3e38];
const LIMITS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

const input = (values: readonly number[], shape = [values.length]): Input => ({ values: Float32Array.from(values), shape });

/** What the CPU backend itself is off by, where that is more than our bound; it is no oracle there. */
const LOOSER: Readonly<Record<string, number>> = { Erf: 3e-7 };
/** Two float32 roundings; CPU kernels compute in float64 and round once. */
const TOLERANCE = 1e-6;

function expectNear(kernel: string, inputs: Record<string, Input>, attributes: object = {}): void {
  const { cpu, ours, resident } = sideBySide(kernel, inputs, attributes);
  const [wanted, given] = [cpu[0], ours[0]];
  expect({ shape: given?.shape, dtype: given?.dtype }).toEqual({ shape: wanted?.shape, dtype: wanted?.dtype });
  const wrong = (given?.values ?? []).flatMap((value, i) => {
    const truth = wanted?.values[i] as number;
    const scale = Math.max(Math.abs(truth), LOOSER[kernel] ? 1 : 2 ** -126);
    const near = Object.is(value, truth) || value === truth || Math.abs(value - truth) <= (LOOSER[kernel] ?? TOLERANCE) * scale;
    // What is subnormal may be 0.
    const flushed = value === 0 && Math.abs(truth) < 2 ** -126;
    return near || flushed
      ? []
      : [{ i, value, truth, at: Object.values(inputs).map((each) => each.values[i % each.values.length]) }];
  });
  expect(wrong.slice(0, 3), kernel).toEqual([]);
  expect(resident, `${kernel} is made by a kernel of ours`).toBe(true);
}

const unary: Readonly<Record<string, object>> = {
  Abs: {},
  ClipByValue: { clipValueMin: -0.7, clipValueMax: 1.5 },
  Elu: {},
  Erf: {},
  Exp: {},
  LeakyRelu: { alpha: 0.2 },
  Neg: {},
  Reciprocal: {},
  Relu: {},
  Relu6: {},
  Sqrt: {},
  Rsqrt: {},
  Sigmoid: {},
  Square: {},
  Step: { alpha: -0.25 },
  Tanh: {},
  Log: {},
  ZerosLike: {},
  OnesLike: {},
};

describe.each(Object.entries(unary))("%s", (kernel, attributes) => {
  it.each(LENGTHS)("agrees on %i elements", (length) => {
    expectNear(kernel, { x: random([length], length + 1) }, attributes);
  });

  it("agrees on special values", () => {
    expectNear(kernel, { x: input([...SPECIAL, ...LIMITS]) }, attributes);
  });
});

/** tfjs-cpu loses digits here by itself (e^x − 1, log(1 + x), log(1 + e^x), selu): JavaScript's own functions are the truth. */
describe.each([
  ["Expm1", Math.expm1],
  ["Log1p", Math.log1p],
  ["Selu", (x: number) => (x > 0 ? 1.0507009873554805 * x : 1.7580993408473766 * Math.expm1(x))],
  ["Softplus", (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))],
] as const)("%s", (kernel, truth) => {
  it("is right, near 0 too", () => {
    const values = [...SPECIAL, ...random([999], 7).values];
    const { ours, resident } = sideBySide(kernel, { x: input(values) }, {});
    const off = values.map((_, i) => {
      const wanted = Math.fround(truth(Math.fround(values[i] as number)));
      const given = ours[0]?.values[i] as number;
      return Object.is(given, wanted) || given === wanted ? 0 : Math.abs(given - wanted) / Math.max(Math.abs(wanted), 2 ** -126);
    });
    expect(Math.max(...off.filter((each) => !Number.isNaN(each)))).toBeLessThan(TOLERANCE);
    expect(resident).toBe(true);
  });
});

const SHAPES: readonly [number[], number[]][] = [
  [[5], [5]],
  [[], [17]],
  [[17], []],
  [[1], [1]],
  [[], []],
  [[3, 17], [17]],
  [[17], [3, 17]],
  [
    [5, 7],
    [5, 1],
  ],
  [
    [5, 1],
    [5, 7],
  ],
  [
    [5, 1],
    [1, 7],
  ],
  [
    [2, 3, 4, 5],
    [2, 1, 1, 5],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 5],
  ],
  [
    [2, 1, 4, 1],
    [1, 3, 1, 5],
  ],
  [
    [4, 0],
    [1, 0],
  ],
  [[1009], [1009]],
];

const arithmetic = ["Add", "Sub", "Multiply", "RealDiv", "Maximum", "Minimum", "SquaredDifference"];
const comparisons = ["Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual"];

describe.each([...arithmetic, ...comparisons, "Pow"])("%s", (kernel) => {
  it.each(SHAPES)("broadcasts [%j] and [%j]", (aShape, bShape) => {
    const positive = (each: Input) => (kernel === "Pow" ? { ...each, values: each.values.map((v) => Math.abs(v) * 3) } : each);
    expectNear(kernel, { a: positive(random(aShape, 3)), b: random(bShape, 4) });
  });

  it("agrees on every pair of special values", () => {
    const values = [...SPECIAL, ...LIMITS];
    const a = values.flatMap((each) => values.map(() => each));
    const b = values.flatMap(() => values);
    expectNear(kernel, { a: input(a), b: input(b) });
  });
});

describe("kernels for whole numbers and truth values", () => {
  it("make numbers of their own when cast", () => {
    tf.setBackend("lanewise-tested");
    const integers = tf.tensor1d([1, -2, 3], "int32");
    const floats = integers.toFloat();
    expect(Array.from(floats.add(0.5).dataSync())).toEqual([1.5, -1.5, 3.5]);
    expect(Array.from(integers.dataSync())).toEqual([1, -2, 3]);
    expect(Array.from(tf.tensor1d([1.9, -1.9, 3e9]).toInt().dataSync())).toEqual([1, -1, 3e9 | 0]);
    expect(Array.from(tf.tensor1d([true, false]).cast("float32").dataSync())).toEqual([1, 0]);
  });

  it("choose and combine", () => {
    tf.setBackend("lanewise-tested");
    for (const length of LENGTHS) {
      const a = tf.tensor1d(random([length], 5).values);
      const b = tf.tensor1d(random([length], 6).values);
      const [larger, positive] = [a.greater(b), a.greater(0)];
      const [x, y] = [Array.from(a.dataSync()), Array.from(b.dataSync())];
      expect(Array.from(tf.where(larger, a, b).dataSync())).toEqual(x.map((each, i) => Math.max(each, y[i] as number)));
      const truth = x.map((each, i) => [each > (y[i] as number), each > 0] as const);
      expect(Array.from(larger.logicalAnd(positive).dataSync())).toEqual(truth.map(([p, q]) => Number(p && q)));
      expect(Array.from(larger.logicalOr(positive).dataSync())).toEqual(truth.map(([p, q]) => Number(p || q)));
      expect(Array.from(larger.logicalNot().dataSync())).toEqual(truth.map(([p]) => Number(!p)));
    }
  });
});

describe("bool data that are not zeros and ones alone, which TensorFlow.js lets through", () => {
  const bytes = [0, 1, 2, 3, 128, 255];
  const all = (of: (a: number, b: number) => number) => Uint8Array.from(bytes.flatMap((a) => bytes.map((b) => of(a, b))));
  const [a, b] = [all((first) => first), all((_, second) => second)].map((values) => ({ values, shape: [values.length] }));

  it.each<[string, Record<string, Input>]>([
    ["LogicalAnd", { a, b } as Record<string, Input>],
    ["LogicalOr", { a, b } as Record<string, Input>],
    ["LogicalNot", { x: a } as Record<string, Input>],
    ["Select", { condition: a as Input, t: random([36], 1), e: random([36], 2) }],
  ])("are to %s what they are to the CPU backend", (kernel, inputs) => {
    const { cpu, ours, resident } = sideBySide(kernel, inputs, {});
    expect(ours).toEqual(cpu);
    expect(resident).toBe(true);
  });

  it("are cast as numbers", () => {
    const { cpu, ours } = sideBySide("Cast", { x: a as Input }, { dtype: "float32" });
    expect(ours).toEqual(cpu);
  });
});

it("covers every element-wise kernel", () => {
  const others = ["Prelu", "Softmax", "EluGrad", "AddN", "Cast", "Fill", "Select", "Expm1", "Log1p", "Softplus", "Selu"];
  const known = [...Object.keys(unary), ...arithmetic, ...comparisons, ...others, "Pow"];
  expect(known.filter((name) => !(name in kernels))).toEqual([]);
});
