// What an array holds counts as float32, whatever array it is, in every place: in the kernel, and in what the facade itself
// computes. And what was computed for one call does not answer for another that differs in one thing.

import { describe, expect, it } from "vitest";
import type { Numeric } from "../../src/facade/types.js";
import { load } from "../../src/load.js";
import type { OptionSpec } from "../../src/spec/options.js";
import type { Spec } from "../../src/spec/types.js";
import { bell, classes, optionSets, uniform } from "../inputs.js";
import { specsOf } from "../subjects.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

const NUMBERS: readonly (readonly number[])[] = [
  [0.1, 0.7, 0.3],
  [1e-50, 1, 1],
  [1 + 2 ** -30, 1 - 2 ** -30, 3],
  [16_777_217, 1, 1 / 3],
  [1e-46, 2e-45, 1e-40],
];

const weightedLosses = specsOf("rowLoss").filter(({ weighted }) => weighted);

describe.each(instances)("%s", (_, lw) => {
  it.each(weightedLosses.map((spec) => [spec.name, spec] as const))("class weights of %s", (op, spec) => {
    const call = namedCallsOf(spec, 4, 3).find(({ inputs }) => inputs[1] instanceof Int32Array) as NamedCall;
    const [prediction] = call.inputs;
    const target = Int32Array.of(0, 2, 1, 0);
    for (const weights of NUMBERS) {
      for (const indices of [target, new Int32Array(4), Int32Array.of(1, 1, 1, 2)]) {
        for (const normalize of ["count", "weights"] as const) {
          const rowWeights = [0.1, 0.7, 1e-46, 3];
          const run = (wrap: (values: readonly number[]) => unknown) =>
            (lw[op as "crossEntropy"].valueAndGrad as unknown as (...given: unknown[]) => unknown)(prediction, indices, {
              shape: [4, 3],
              normalize,
              classWeights: wrap(weights),
              weights: wrap(rowWeights),
            });
          const expected = run((values) => Float32Array.from(values));
          expect(
            run((values) => values),
            String(weights),
          ).toEqual(expected);
          expect(
            run((values) => Float64Array.from(values)),
            String(weights),
          ).toEqual(expected);
          lw.scope(() =>
            expect((run((values) => lw.tensor(values)) as { value: number }).value).toBe((expected as { value: number }).value),
          );
        }
      }
    }
  });

  it("divide by what the kernel multiplied with", () => {
    // The only row's weight is 0 in float32: a mean over nothing.
    expect(lw.crossEntropy([1, 2, 3], [0], { classWeights: [1e-50, 1, 1] })).toBeNaN();
    expect(lw.crossEntropy([1, 2, 3], [0], { classWeights: [1e-50, 1, 1], emptyMean: "zero" })).toBe(0);
    expect(lw.meanSquaredError([1], [3], { weights: [1e-50], normalize: "weights" })).toBeNaN();
    // log 3 for each row, whatever it weighs: the mean of equal losses is the loss.
    const third = Math.log(3);
    for (const classWeights of [
      [0.1, 0.7, 0.3],
      [1e-40, 1e-41, 3e-42],
    ]) {
      for (const weights of [
        [0.1, 0.3, 0.7],
        [1e-38, 3e-39, 1],
      ]) {
        const cost = lw.crossEntropy(new Float32Array(9), [0, 1, 2], {
          shape: [3, 3],
          classWeights,
          weights,
          normalize: "weights",
        });
        expect(Math.abs(cost / third - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it.each(specsOf("loss").map((spec) => [spec.name, spec] as const))("weights of %s", (_op, spec) => {
    for (const call of namedCallsOf(spec, 1, 6)) {
      const weights = [0.1, 0.7, 1e-46, 3, 1 / 3, 16_777_217];
      for (const normalize of ["count", "weights"]) {
        const run = (values: unknown) => functionOf(lw, call)(...call.inputs, { ...call.options, normalize, weights: values });
        const expected = run(Float32Array.from(weights));
        expect(run(weights), call.title).toEqual(expected);
        expect(run(Float64Array.from(weights)), call.title).toEqual(expected);
      }
    }
  });

  const { Float16Array } = globalThis as {
    readonly Float16Array?: { from(values: ArrayLike<number>): Numeric & ArrayLike<number> };
  };

  it.skipIf(!Float16Array)("of 16 bits are data, targets and weights like any other", () => {
    const half = (values: ArrayLike<number>) => Float16Array?.from(values) as Numeric & ArrayLike<number>;
    for (const call of specs.flatMap((spec) => namedCallsOf(spec))) {
      const run = functionOf(lw, call);
      const inputs = call.inputs.map((input) => (input instanceof Float32Array ? half(input) : input));
      const wide = inputs.map((input, i) =>
        call.inputs[i] instanceof Float32Array ? Float32Array.from(input as ArrayLike<number>) : input,
      );
      expect(run(...inputs, call.options), call.title).toEqual(run(...wide, call.options));
    }
    const x = uniform(40_000, 55, -3, 3);
    const rounded = half(x);
    expect(lw.silu(rounded)).toEqual(lw.silu(Float32Array.from(rounded)));
    expect(lw.tensor(rounded).toArray()).toEqual(Float32Array.from(rounded));
    const [weights, target] = [half([0.1, 0.7]), half([1, 0])];
    const options = { shape: [2, 3], weights, normalize: "weights", classWeights: half([1, 2, 3]) } as const;
    const wide = { ...options, weights: Array.from(weights), classWeights: [1, 2, 3] };
    expect(lw.crossEntropy([1, 2, 3, 4, 5, 6.5], target, options)).toBe(lw.crossEntropy([1, 2, 3, 4, 5, 6.5], [1, 0], wide));
  });

  describe("calls in a row that differ in one thing", () => {
    /** The call alone, then after another. */
    function expectApart(call: NamedCall, variants: readonly object[], label: string): void {
      const run = functionOf(lw, call);
      const make = (variant: object) => outcome(() => run(...call.inputs, { ...call.options, ...variant }));
      for (const before of variants) {
        for (const after of variants) {
          make(before);
          const first = make(after);
          // Again after itself, when nothing else can have been kept.
          const second = make(after);
          expect(first, `${label}: ${JSON.stringify(before)}, then ${JSON.stringify(after)}`).toEqual(second);
        }
      }
    }

    it.each(specs.map((spec) => [spec.name, spec] as const))("in an option: %s", (_op, spec) => {
      const sets = [...optionSets(spec), ...zeros(spec)];
      for (const call of namedCallsOf(spec)) expectApart(call, sets, call.title);
    });

    it("0 and −0 are two values of an option", () => {
      const negative = Float32Array.of(-1);
      const signs = (...slopes: number[]) =>
        slopes.map((negativeSlope) => Object.is((lw.leakyRelu(negative, { negativeSlope }) as Float32Array)[0], 0));
      // −1 · −0 is 0, −1 · 0 is −0.
      expect(signs(0, -0, 0, -0, -0, 0)).toEqual([false, true, false, true, true, false]);
      const sign = (slope: number) => Object.is((lw.linear.derivative(negative, { slope }) as Float32Array)[0], -0);
      expect([0, -0, 0].map(sign)).toEqual([false, true, false]);
    });

    it("in the shape, the axis or the length of a row", () => {
      const x = uniform(24, 51, -3, 3);
      const shapes = [
        [24],
        [1, 24],
        [24, 1],
        [2, 12],
        [12, 2],
        [2, 3, 4],
        [4, 3, 2],
        [2, 4, 3],
        [3, 4, 2],
        [6, 4],
        [4, 6],
        [2, 2, 6],
        [2, 6, 2],
      ];
      const layouts = shapes.flatMap((shape) => shape.map((_length, axis) => ({ shape, axis })));
      for (const spec of specsOf("row")) {
        const softmax = lw[spec.name as "softmax"];
        const truth = layouts.map(({ shape, axis }) => byHand(spec, x, shape, axis));
        for (const [i, before] of layouts.entries()) {
          for (const [j, after] of layouts.entries()) {
            // Those that share two of [outer, length, inner], and every tenth of the others.
            if ((i + j) % 10 !== 0 && sharedParts(before, after) < 2) continue;
            softmax(x, before);
            const got = softmax(x, after);
            (truth[j] as Float64Array).forEach((each, k) => {
              expect(Math.abs((got[k] as number) - each), `${spec.name} ${JSON.stringify([before, after])}`).toBeLessThan(1e-5);
            });
          }
        }
      }
    });

    it("in the rows and columns of a loss, and in its target", () => {
      const logits = bell(24, 52, 2);
      const losses = (
        [
          [2, 12],
          [12, 2],
          [4, 6],
          [6, 4],
          [24, 1],
          [1, 24],
        ] as const
      ).flatMap((shape) => {
        const targets = [classes(shape[0], shape[1], 53), classes(shape[0], shape[1], 54)];
        return targets.map((target) => () => lw.crossEntropy(logits, target, { shape, reduction: "sum" }));
      });
      const alone = losses.map((loss) => [loss(), loss()][1]);
      for (const before of losses) {
        losses.forEach((loss, i) => {
          before();
          expect(loss()).toBe(alone[i]);
        });
      }
    });
  });
});

const zeros = (spec: Spec) =>
  Object.entries<OptionSpec<unknown>>(spec.options).flatMap(([name, option]) =>
    [0, -0].filter((each) => option.accepts(each)).map((each) => ({ [name]: each })),
  );

const outcome = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return (error as Error).message;
  }
};

interface Layout {
  readonly shape: readonly number[];
  readonly axis: number;
}

const partsOf = ({ shape, axis }: Layout) => {
  const product = (lengths: readonly number[]) => lengths.reduce((all, length) => all * length, 1);
  return [product(shape.slice(0, axis)), shape[axis] as number, product(shape.slice(axis + 1))];
};
const sharedParts = (a: Layout, b: Layout) => partsOf(a).filter((part, i) => part === partsOf(b)[i]).length;

/** The spec's own formula, row by row. */
function byHand(spec: Spec & { kind: "row" }, x: Float32Array, shape: readonly number[], axis: number): Float64Array {
  const [outer, length, inner] = partsOf({ shape, axis }) as [number, number, number];
  const out = new Float64Array(spec.reduces ? outer * inner : x.length);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (k: number) => (o * length + k) * inner + i;
      const y = spec.forward(
        Float64Array.from({ length }, (_, k) => x[at(k)] as number),
        { emptyRow: "nan" },
      );
      if (spec.reduces) out[o * inner + i] = y[0] as number;
      else for (const [k, each] of y.entries()) out[at(k)] = each;
    }
  }
  return out;
}
