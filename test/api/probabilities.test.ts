// Probabilities are one domain for all ops that take them, predictions and targets alike: NaN passes, what rounding has lifted
// to at most 1 + 2^-20 is taken as 1, anything else outside [0, 1] is a RangeError with its index.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { distributions, uniform } from "../inputs.js";
import { firstDifference } from "../judge.js";
import { eachSubject, subjects } from "../subjects.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

/** The operands that are probabilities, op by op, from the definitions. */
const PROBABILITIES: Readonly<Record<string, readonly ("prediction" | "target")[]>> = {
  binaryCrossEntropy: ["prediction", "target"],
  binaryCrossEntropyWithLogits: ["target"],
  crossEntropy: ["target"],
  categoricalCrossEntropy: ["prediction", "target"],
  sparseCategoricalCrossEntropy: ["prediction"],
  klDivergence: ["prediction", "target"],
  klDivergenceWithLogits: ["target"],
};
const HIGHEST = 1 + 2 ** -20;
const ABOVE = 1 + 2 ** -20 + 2 ** -23;
const OUTSIDE = [-1, -(2 ** -149), ABOVE, 2, Infinity, -Infinity, -0.25];
const LIFTED = [1 + 2 ** -23, 1 + 2 ** -21, HIGHEST];

const instances = await Promise.all(
  (["reference", "wasm"] as const).flatMap((backend) =>
    [false, true].map(async (verify) => [`${backend}${verify ? " verify" : ""}`, await load({ backend, verify })] as const),
  ),
);

/** Calls in which an operand holds probabilities: class indices are none. */
const calls = Object.entries(PROBABILITIES).flatMap(([op, names]) => {
  const spec = specs.find(({ name }) => name === op);
  if (!spec) throw new Error(`no op ${op}`);
  return namedCallsOf(spec).flatMap((call) =>
    names
      .map((name) => call.names.indexOf(name))
      .filter((index) => call.inputs[index] instanceof Float32Array)
      .map((index): [string, NamedCall, number] => [`${call.title} ${call.names[index]}`, call, index]),
  );
});

const replaced = (call: NamedCall, index: number, values: unknown) => call.inputs.map((each, i) => (i === index ? values : each));
/** A probability among others, at a place. */
function withValue(call: NamedCall, index: number, place: number, value: number): Float32Array {
  const values = (call.inputs[index] as Float32Array).slice();
  values[place] = value;
  return values;
}

describe.each(instances)("%s", (_, lw) => {
  it.each(calls)("%s outside [0, 1] is refused", (_title, call, index) => {
    const run = functionOf(lw, call);
    const size = (call.inputs[index] as Float32Array).length;
    for (const place of [0, 1, size >> 1, size - 1]) {
      for (const value of OUTSIDE) {
        const values = withValue(call, index, place, value);
        const message = `${call.spec.name}: ${call.names[index]}[${place}] is ${value}, expected a probability from 0 to 1`;
        const out = call.outputs === undefined ? {} : { out: new Float32Array(call.outputs).fill(123) };
        for (const form of [values, Array.from(values), Float64Array.from(values)]) {
          const refused = () => run(...replaced(call, index, form), { ...call.options, ...out });
          expect(refused, message).toThrow(new RangeError(message));
        }
        lw.scope(() => {
          const tensor = lw.tensor(values, call.options.shape as number[]);
          expect(() => run(...replaced(call, index, tensor), { ...call.options, ...out })).toThrow(new RangeError(message));
        });
        expect(out.out?.every((each) => each === 123) ?? true).toBe(true);
      }
    }
  });

  it.each(calls)("%s lifted by rounding is 1", (_title, call, index) => {
    const run = functionOf(lw, call);
    for (const value of LIFTED) {
      for (const place of [0, 7, 29]) {
        const lifted = withValue(call, index, place, value);
        const expected = plain(run(...replaced(call, index, withValue(call, index, place, 1)), call.options));
        for (const form of [lifted, Array.from(lifted), Float64Array.from(lifted)]) {
          expect(plain(run(...replaced(call, index, form), call.options)), `${value}`).toEqual(expected);
        }
        lw.scope(() => {
          const tensors = call.inputs.map((each, i) => {
            const values = i === index ? lifted : each;
            return values instanceof Float32Array ? lw.tensor(values, call.options.shape as number[]) : values;
          });
          const { shape: _shape, ...others } = call.options;
          expect(plain(run(...tensors, others)), `${value}, tensors`).toEqual(expected);
          // The caller's own numbers stay.
          expect((tensors[index] as Tensor).toArray()).toEqual(lifted);
        });
        expect(lifted[place]).toBe(value);
      }
    }
  });

  it.each(calls)("%s that is NaN passes", (_title, call, index) => {
    const run = functionOf(lw, call);
    const values = (call.inputs[index] as Float32Array).map(() => Number.NaN);
    expect(holdsNaN(plain(run(...replaced(call, index, values), call.options)))).toBe(true);
  });

  it("counts what an array holds as float32 does", () => {
    // Rounded to float32 these are 1, 0 and 1 + 2^-20.
    expect(lw.binaryCrossEntropy([1 + 2 ** -30, -1e-60], [1, 0])).toBe(0);
    expect(lw.categoricalCrossEntropy([1 + 2 ** -20 + 2 ** -26, 0], [1, 0])).toBe(0);
  });

  it("refuses what gave a number", () => {
    expect(() => lw.categoricalCrossEntropy([2, -1], [1, 0])).toThrow(RangeError);
    expect(() => lw.klDivergence([2, -1], [1, 0])).toThrow(RangeError);
    expect(() => lw.binaryCrossEntropyWithLogits([1], [2])).toThrow(RangeError);
    expect(() => lw.klDivergenceWithLogits([1, 2], [1.5, -0.5])).toThrow(RangeError);
    expect(() => lw.crossEntropy([1, 2], [1.5, -0.5])).toThrow(RangeError);
    // Rows need not sum to 1.
    expect(lw.categoricalCrossEntropy([0.5, 0.5], [1, 1])).toBeCloseTo(2 * Math.LN2, 6);
    // Logits and logarithms are no probabilities.
    expect(lw.negativeLogLikelihood([-1, 3], [1])).toBe(-3);
    expect(lw.crossEntropy([-5, 7], [0, 1])).toBeCloseTo(Math.log1p(Math.exp(-12)), 12);
  });
});

describe("in long arrays, over several blocks", () => {
  const [rows, columns] = [1_901, 9];
  const shape = [rows, columns];
  const prediction = distributions(rows, columns, 91);
  const target = distributions(rows, columns, 92);
  const share = uniform(rows * columns, 93, 0, 1);
  const put = (values: Float32Array, place: number, value: number) => values.map((each, i) => (i === place ? value : each));

  eachSubject(subjects, (subject) => {
    it.each(["categoricalCrossEntropy", "klDivergence", "binaryCrossEntropy"])("each counts like any other: %s", (op) => {
      const other = op === "binaryCrossEntropy" ? share : target;
      const both = (...given: [Float32Array, Float32Array]) =>
        subject.call(op, "valueAndGrad", given, { shape }) as { readonly value: number; readonly grad: Float32Array };
      const expectSame = (a: ReturnType<typeof both>, b: ReturnType<typeof both>) => {
        expect(a.value).toBe(b.value);
        expect(firstDifference(a.grad, b.grad)).toBe(-1);
      };
      for (const place of [0, 16_383, 16_384, rows * columns - 1]) {
        expectSame(both(put(prediction, place, HIGHEST), other), both(put(prediction, place, 1), other));
        expectSame(both(prediction, put(other, place, HIGHEST)), both(prediction, put(other, place, 1)));
        expect(() => both(put(prediction, place, ABOVE), other)).toThrow(`prediction[${place}] is ${ABOVE}`);
        expect(() => both(prediction, put(other, place, -1))).toThrow(`target[${place}] is -1`);
      }
    });
  });
});

/** Numbers, whatever holds them. */
function plain(result: unknown): unknown {
  if (typeof result === "number" || result instanceof Float32Array) return result;
  if ("toArray" in (result as object)) return (result as Tensor).toArray();
  return Object.fromEntries(Object.entries(result as object).map(([name, part]) => [name, plain(part)]));
}

function holdsNaN(result: unknown): boolean {
  if (typeof result === "number") return Number.isNaN(result);
  return result instanceof Float32Array ? result.some(Number.isNaN) : Object.values(result as object).some(holdsNaN);
}
