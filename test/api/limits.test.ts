// Defaults and limits of options, and the ranges of activations, written down by hand from NUMERICS.md and the docs: what the
// code says of itself would go along with any change.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { OptionSpec } from "../../src/spec/options.js";
import type { Spec } from "../../src/spec/types.js";
import { optionSets, resolved } from "../inputs.js";
import { named, specsOf } from "../subjects.js";
import { functionOf, namedCallsOf, specs } from "./arguments.js";

interface Limits {
  readonly default: unknown;
  readonly takes: readonly unknown[];
  readonly refuses: readonly unknown[];
}

/** The largest float32, and the least of which it holds every digit. */
const LARGEST = 3.4028234663852886e38;
const LEAST = 2 ** -126;
/** What float32 has no place for, or only a rough one. */
const BELOW = [1.1e-38, 1e-40, 1e-45, 1e-46, 1e-300, Number.MIN_VALUE];
const ABOVE = [3.5e38, 1e45, 1e300, Number.MAX_VALUE];
const bothSigns = (values: readonly number[]) => values.flatMap((each) => [each, -each]);
const ENDLESS = [Infinity, -Infinity, NaN];

const finite = (value: number): Limits => ({
  default: value,
  takes: [0, -0, ...bothSigns([LEAST, 1.17549435e-38, 1e38, 3.4028235e38, LARGEST])],
  refuses: [...bothSigns([...BELOW, ...ABOVE]), ...ENDLESS],
});
const positive = (value: number): Limits => ({
  default: value,
  takes: [LEAST, LARGEST],
  refuses: [0, -0, -1, ...bothSigns([...BELOW, ...ABOVE]), ...ENDLESS],
});
const nonNegative = (value: number): Limits => ({
  default: value,
  takes: [0, -0, LEAST, LARGEST],
  refuses: [-1, ...bothSigns([...BELOW, ...ABOVE]), ...ENDLESS],
});
const limit = (value: number): Limits => ({
  default: value,
  takes: [0, -0, ...bothSigns([...BELOW, ...ABOVE, Infinity])],
  refuses: [NaN],
});
const choice = (first: string, second: string): Limits => ({
  default: first,
  takes: [first, second],
  refuses: ["", "none of both"],
});
const epsilon: Limits = {
  default: 0,
  takes: [0, LEAST, 1e-7, 0.25, 0.5 - 2 ** -54],
  refuses: [...bothSigns(BELOW), -LEAST, 0.5, 0.75, 1, ...ENDLESS],
};
const labelSmoothing: Limits = {
  default: 0,
  takes: [0, LEAST, 0.1, 0.5, 1 - 2 ** -53],
  refuses: [...bothSigns(BELOW), -LEAST, 1 + 2 ** -52, 2, ...ENDLESS],
};
const emptyRow = choice("nan", "zero");
const labels = choice("minusOneOne", "zeroOne");

const OPTIONS: Readonly<Record<string, Readonly<Record<string, Limits>>>> = {
  linear: { slope: finite(1), intercept: finite(0) },
  leakyRelu: { negativeSlope: finite(0.01) },
  elu: { alpha: finite(1) },
  swish: { beta: finite(1) },
  softplus: { beta: positive(1) },
  gelu: { approximate: { ...choice("none", "tanh") } },
  hardTanh: { min: limit(-1), max: limit(1) },
  maxout: { pieces: { default: 2, takes: [1, 2, 3, 6], refuses: [0, -1, 1.5, 2 ** -30, ...ENDLESS] } },
  softmax: { emptyRow },
  logSoftmax: { emptyRow },
  softmin: { emptyRow },
  logSumExp: { emptyRow },
  meanSquaredError: { half: { default: false, takes: [true, false], refuses: [] } },
  huber: { delta: positive(1) },
  binaryCrossEntropy: { epsilon, labelSmoothing },
  binaryCrossEntropyWithLogits: { posWeight: positive(1), labelSmoothing },
  hinge: { labels },
  squaredHinge: { labels },
  crossEntropy: { labelSmoothing },
  categoricalCrossEntropy: { epsilon },
  sparseCategoricalCrossEntropy: { epsilon },
  klDivergence: { direction: choice("forward", "reverse") },
  l1Penalty: { lambda: nonNegative(0.01) },
  l2Penalty: { lambda: nonNegative(0.01) },
  elasticNetPenalty: { l1: nonNegative(0.01), l2: nonNegative(0.01) },
};

/** Options that the facade reads: what a call means that gives none. */
const SHARED = { reduction: "mean", normalize: "count", emptyMean: "nan", axis: -1 } as const;

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

describe("options", () => {
  it("stand in the table, all of them", () => {
    const names = (options: object) => Object.keys(options).sort();
    const inCode = specs.filter(({ options }) => names(options).length > 0).map((spec) => [spec.name, names(spec.options)]);
    const byHand = Object.entries(OPTIONS).map(([op, options]) => [op, names(options)]);
    expect(Object.fromEntries(inCode)).toEqual(Object.fromEntries(byHand));
  });

  it("have the defaults of the table", () => {
    for (const spec of specs) {
      const defaults = Object.entries<OptionSpec<unknown>>(spec.options).map(([name, option]) => [name, option.default]);
      const byHand = Object.entries(OPTIONS[spec.name] ?? {}).map(([name, limits]) => [name, limits.default]);
      expect(Object.fromEntries(defaults), spec.name).toEqual(Object.fromEntries(byHand));
    }
  });

  describe.each(instances)("%s", (_, lw) => {
    it.each(specs.map((spec) => [spec.name, spec] as const))("of %s that are not given are the defaults", (op, spec) => {
      const given = Object.fromEntries(Object.entries(OPTIONS[op] ?? {}).map(([name, limits]) => [name, limits.default]));
      for (const call of namedCallsOf(spec)) {
        const run = functionOf(lw, call);
        const known = Object.entries(SHARED).filter(([name]) => isShared(spec, name) && !(name in call.options));
        const all = { ...given, ...Object.fromEntries(known) };
        expect(run(...call.inputs, { ...all, ...call.options }), call.title).toEqual(run(...call.inputs, call.options));
      }
    });

    it.each(Object.keys(OPTIONS))("of %s end where the table says", (op) => {
      const spec = specs.find(({ name }) => name === op) as Spec;
      for (const call of namedCallsOf(spec)) {
        const run = functionOf(lw, call);
        for (const [name, { takes, refuses }] of Object.entries(OPTIONS[op] ?? {})) {
          const pass = (value: unknown) => () => run(...call.inputs, { ...call.options, [name]: value });
          const title = (value: unknown) => `${call.title}: ${name} ${String(value)}`;
          for (const value of refuses) expect(pass(value), title(value)).toThrow(RangeError);
          // Groups of another size need another input, labels other targets: then it is those that are refused.
          for (const value of takes) {
            // Below 0 the output does not tell the side of x.
            const tells =
              call.method !== "backwardFromOutput" || !["alpha", "negativeSlope"].includes(name) || (value as number) >= 0;
            if (tells) expect(messageOf(pass(value)), title(value)).not.toContain(`${op}: ${name} is`);
            else expect(pass(value), title(value)).toThrow(RangeError);
          }
        }
      }
    });
  });

  it("of load() end at 4 GiB, 1 thread, and all calls", async () => {
    for (const maximumBytes of [2 ** 32 + 1, 2 ** 33, 0, -1, NaN, Infinity]) {
      await expect(load({ backend: "reference", memory: { maximumBytes } }), String(maximumBytes)).rejects.toThrow(RangeError);
    }
    for (const threads of [0, -1, 1.5, NaN, Infinity])
      await expect(load({ threads }), String(threads)).rejects.toThrow(RangeError);
    for (const sample of [-0.1, 1.1, NaN]) await expect(load({ verify: { sample } }), String(sample)).rejects.toThrow(RangeError);
    const lw = await load({ backend: "wasm", memory: { maximumBytes: 2 ** 32 } });
    expect(lw.memory().maximumBytes).toBeLessThanOrEqual(2 ** 32);
    expect((await load({ backend: "wasm", memory: { maximumBytes: 2 ** 24 } })).memory().maximumBytes).toBe(2 ** 24);
  });
});

function isShared(spec: Spec, option: string): boolean {
  if (option === "axis") return spec.kind === "row";
  if (spec.kind === "loss" && spec.root) return option !== "reduction";
  return spec.kind === "loss" || spec.kind === "rowLoss";
}

function messageOf(run: () => unknown): string {
  try {
    run();
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

/** The ranges with the defaults; a root of the derivative's, where it is not a limit. */
const RANGES: Readonly<Record<string, readonly [low: number, high: number]>> = {
  linear: [-Infinity, Infinity],
  binaryStep: [0, 1],
  sigmoid: [0, 1],
  tanh: [-1, 1],
  relu: [0, Infinity],
  relu6: [0, 6],
  leakyRelu: [-Infinity, Infinity],
  elu: [-1, Infinity],
  selu: [-1.7580993408473766, Infinity],
  swish: [-0.2784645427610738, Infinity],
  silu: [-0.2784645427610738, Infinity],
  softplus: [0, Infinity],
  logSigmoid: [-Infinity, 0],
  gelu: [-0.16997120747990366, Infinity],
  mish: [-0.3088434130172504, Infinity],
  softsign: [-1, 1],
  hardTanh: [-1, 1],
  hardSigmoid: [0, 1],
  hardSwish: [-0.375, Infinity],
};

describe("ranges", () => {
  const grid = Float64Array.from({ length: 400_001 }, (_, i) => (i - 200_000) / 10_000);
  const points = [...grid, -Infinity, -1e30, -1e3, 1e3, 1e30, Infinity];

  it("stand in the table, all of them", () => {
    expect(Object.keys(RANGES).sort()).toEqual(
      specsOf("activation")
        .map(({ name }) => name)
        .sort(),
    );
  });

  it.each(named(specsOf("activation")))("of %s are attained and not left", (op, spec) => {
    const byHand = RANGES[op] as readonly [number, number];
    spec.range(resolved(spec, {})).forEach((end, i) => {
      if (Number.isFinite(end)) expect(end).toBeCloseTo(byHand[i] as number, 6);
      else expect(end).toBe(byHand[i]);
    });
    for (const options of optionSets(spec)) {
      const values = resolved(spec, options);
      const [low, high] = spec.range(values);
      let [least, most] = [Infinity, -Infinity];
      for (const x of points) {
        const y = spec.forward(x, values);
        least = Math.min(least, y);
        most = Math.max(most, y);
      }
      const near = 1e-6 * Math.max(1, ...[low, high].filter(Number.isFinite).map(Math.abs));
      const title = `${op} ${JSON.stringify(options)}: ${least} to ${most}, said to be ${low} to ${high}`;
      expect(least >= low - 1e-12 && most <= high + 1e-12, title).toBe(true);
      expect(least <= low + near && most >= high - near, title).toBe(true);
    }
  });
});
