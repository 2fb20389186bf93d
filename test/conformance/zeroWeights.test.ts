// A weight of 0 leaves its loss out of value and gradient: whatever stands there, the results are the same bits as beside tame
// numbers, and the gradient there is 0. Sample weights of every loss, class weights of every loss that has them.

import { describe, expect, it } from "vitest";
import type { SpecOf } from "../../src/spec/types.js";
import { bell, classes, memo, optionSets, SPECIALS, seeded, uniform } from "../inputs.js";
import { firstDifference } from "../judge.js";
import { eachSubject, type Given, named, type Options, type Outcome, type Subject, specsOf, subjects } from "../subjects.js";
import { predictionsFor, targetsFor, withinDomain } from "./calls.js";

const LENGTHS = [1, 5, 16, 17, 61, 16385];

/** Every third weight is 0, now and then −0. */
const weightsFor = (count: number) =>
  memo(`weights ${count}`, () => uniform(count, 231, 0.5, 2).map((each, i) => (i % 3 > 0 ? each : i % 2 > 0 ? -0 : 0)));

/** `tame` with anything at all where the weight is 0. */
function wild(tame: Float32Array, weightOf: (index: number) => number, seed: number, allowed: readonly number[]): Float32Array {
  const random = seeded(seed);
  return tame.map((each, i) => (weightOf(i) === 0 ? (allowed[Math.floor(random() * allowed.length)] as number) : each));
}

/** Signs of zero compare loosely. */
const unsigned = (numbers: Float32Array) => numbers.map((each) => each + 0);

/** Arrays by name; a cost has none. */
function arrays(outcome: Outcome): [name: string, numbers: Float32Array][] {
  if (typeof outcome === "number") return [];
  if (outcome instanceof Float32Array) return [["", unsigned(outcome)]];
  return Object.entries(outcome).flatMap(([name, part]) =>
    arrays(part).map(([, numbers]) => [name, numbers] as [string, Float32Array]),
  );
}

function costOf(outcome: Outcome): number | undefined {
  if (outcome instanceof Float32Array) return undefined;
  return typeof outcome === "number" ? outcome : costOf(outcome.value as Outcome);
}

const rooted = new Set<string>(specsOf("loss").flatMap((spec) => (spec.root ? [spec.name] : [])));

interface Pair {
  readonly tame: readonly Given[];
  readonly wild: readonly Given[];
  readonly options: Options;
  /** Of a gradient's elements, those that are left out. */
  readonly isLeftOut: (index: number) => boolean;
}

function expectLeftOut(subject: Subject, op: string, method: string, { tame, wild: other, options, isLeftOut }: Pair): void {
  const expected = subject.call(op, method, tame, options);
  const got = subject.call(op, method, other, options);
  const label = `${op}.${method} ${JSON.stringify({ ...options, weights: undefined, classWeights: undefined })}`;
  const cost = costOf(expected);
  // The sums of `fast` that are taken once more are then more accurate.
  const tolerance = subject.precision === "fast" ? 2.5e-7 * Math.max(1, Math.abs(cost ?? 0)) : 0;
  if (cost !== undefined) expect(Math.abs((costOf(got) as number) - cost), label).toBeLessThanOrEqual(tolerance);
  arrays(got).forEach(([name, numbers], k) => {
    const calm = arrays(expected)[k]?.[1] as Float32Array;
    // The root's gradient is divided by its value.
    const isSame = (each: number, i: number) => Math.abs(each - (calm[i] as number)) <= tolerance * Math.abs(calm[i] as number);
    const index = rooted.has(op) ? numbers.findIndex((each, i) => !isSame(each, i)) : firstDifference(numbers, calm);
    expect(index, `${label} ${name}[${index}] is ${numbers[index]}, beside tame numbers ${calm[index]}`).toBe(-1);
    expect(numbers.some(Number.isNaN), label).toBe(false);
    const isGradient = name === "grad" || method === "grad";
    const left = isGradient ? numbers.findIndex((each, i) => isLeftOut(i) && each !== 0) : -1;
    expect(left, `${label} ${name}[${left}] is ${numbers[left]}`).toBe(-1);
  });
}

const reductions: readonly Options[] = [{}, { reduction: "sum" }, { reduction: "none" }, { normalize: "weights" }];
const methods = ["forward", "grad", "valueAndGrad"];

describe.each(named(specsOf("loss")))("%s", (name, spec) => {
  const inDomain = (values: Float32Array) => withinDomain(spec, values);
  const inputs = (count: number, options: Options) =>
    memo(`${name} ${count} ${JSON.stringify(options)}`, () => {
      const weights = weightsFor(count);
      const at = (i: number) => weights[i] as number;
      const [prediction, target] = [inDomain(bell(count, 232, 2)), targetsFor(spec, count, 233, options)];
      const anything = Array.from(inDomain(Float32Array.from(SPECIALS)));
      // Labels and probabilities are checked, weights or not.
      const isTarget = ([low, high]: readonly [number, number], each: number) => !(each < low || each > high);
      const { targetDomain } = spec;
      const allowed = targetDomain ? anything.filter((each) => isTarget(targetDomain, each)) : anything;
      const targets = spec.labels ? [...new Set(target), Number.NaN] : allowed;
      return {
        tame: [prediction, target],
        wild: [wild(prediction, at, 234, anything), wild(target, at, 235, targets)],
        weights,
        isLeftOut: (i: number) => at(i) === 0,
      };
    });
  const usable = spec.root ? reductions.filter((each) => !("reduction" in each)) : reductions;

  eachSubject(subjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      for (const count of LENGTHS) {
        const { weights, ...pair } = inputs(count, options);
        for (const reduction of usable) {
          // A mean divided by weights that are all 0 is NaN.
          if (count === 1 && "normalize" in reduction) continue;
          for (const method of methods)
            expectLeftOut(subject, name, method, { ...pair, options: { ...options, ...reduction, weights } });
        }
      }
    });
  });
});

function rowInputs(spec: SpecOf<"rowLoss">, rows: number, columns: number, hard: boolean) {
  const prediction = predictionsFor(spec, rows, columns, 241);
  const target = hard
    ? classes(rows, columns, 242)
    : predictionsFor({ ...spec, predictions: "probabilities" }, rows, columns, 243);
  const anything = spec.predictions === "probabilities" ? [0, 1, Number.NaN, 2 ** -140] : SPECIALS;
  return { prediction, target, anything };
}

const rowKinds = specsOf("rowLoss").flatMap((spec) => [
  ...(spec.targets === "probabilities" ? [] : [[`${spec.name} of classes`, spec, true] as const]),
  ...(spec.targets === "classes" ? [] : [[`${spec.name} of probabilities`, spec, false] as const]),
]);
const SHAPES = [
  [1, 3],
  [9, 1],
  [37, 5],
  [7, 130],
] as const;

describe.each(rowKinds)("%s", (_, spec, hard) => {
  eachSubject(subjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("sample weights %s", (_, options) => {
      for (const [rows, columns] of SHAPES) {
        // With one class a target that may be either holds classes.
        if (columns === 1 && !hard && spec.targets === "either") continue;
        const { prediction, target, anything } = rowInputs(spec, rows, columns, hard);
        const weights = weightsFor(rows);
        const rowOf = (i: number) => weights[Math.floor(i / columns)] as number;
        const wildTarget = target instanceof Int32Array ? target : wild(target as Float32Array, rowOf, 244, [0, 1, Number.NaN]);
        for (const reduction of rows === 1 ? reductions.slice(0, 3) : reductions) {
          for (const method of methods) {
            expectLeftOut(subject, spec.name, method, {
              tame: [prediction, target],
              wild: [wild(prediction, rowOf, 245, anything), wildTarget],
              options: { ...options, ...reduction, weights, shape: [rows, columns] },
              isLeftOut: (i) => rowOf(i) === 0,
            });
          }
        }
      }
    });

    if (!spec.weighted) return;
    it("class weights", () => {
      for (const [rows, columns] of SHAPES.slice(2)) {
        const { prediction, anything } = rowInputs(spec, rows, columns, hard);
        const classWeights = weightsFor(columns);
        const index = classes(rows, columns, 246);
        // Rows of one class each: those of a class without weight are left out, as classes and as probabilities.
        const oneHot = Float32Array.from(prediction, (_, i) => (i % columns === index[Math.floor(i / columns)] ? 1 : 0));
        const rowOf = (i: number) => classWeights[index[Math.floor(i / columns)] as number] as number;
        const target = hard ? index : oneHot;
        for (const reduction of reductions.slice(0, 3)) {
          for (const method of methods) {
            expectLeftOut(subject, spec.name, method, {
              tame: [prediction, target],
              wild: [wild(prediction, rowOf, 247, anything), target],
              options: { ...reduction, classWeights, shape: [rows, columns] },
              isLeftOut: (i) => rowOf(i) === 0,
            });
          }
        }
      }
    });
  });
});

describe("values", () => {
  const f = (...values: number[]) => Float32Array.from(values);
  // The other loss alone, halved by the mean.
  const cases: [string, Given[], Float32Array, number, number[]][] = [
    ["binaryCrossEntropyWithLogits", [f(-Infinity, 0), f(1, 0)], f(0, 1), Math.LN2 / 2, [0, 0.25]],
    ["binaryCrossEntropyWithLogits", [f(NaN, 0), f(1, 0)], f(-0, 1), Math.LN2 / 2, [0, 0.25]],
    ["meanSquaredError", [f(1e20, 1), f(0, 0)], f(0, 1), 0.5, [0, 1]],
    ["meanSquaredError", [f(Infinity, 1), f(Infinity, 0)], f(0, 1), 0.5, [0, 1]],
    ["meanError", [f(NaN, 1), f(0, 0)], f(0, 1), 0.5, [0, 0.5]],
    ["binaryCrossEntropy", [f(0, 0.5), f(1, 1)], f(0, 1), Math.LN2 / 2, [0, -1]],
    // The loss is finite, its gradient −1 / p is not.
    ["binaryCrossEntropy", [f(1e-40, 0.5), f(1, 1)], f(0, 1), Math.LN2 / 2, [0, -1]],
  ];
  eachSubject(subjects, (subject) => {
    it.each(cases)("%s(%j) %j", (op, inputs, weights, value, gradient) => {
      const got = subject.call(op, "valueAndGrad", inputs, { weights }) as { value: number; grad: Float32Array };
      expect(got.value).toBeCloseTo(value, 6);
      expect(Array.from(unsigned(got.grad))).toEqual(gradient);
      expect(Array.from(unsigned(subject.numbers(op, "grad", inputs, { weights })))).toEqual(gradient);
    });

    it("in place of each input", () => {
      for (const which of [0, 1, 2]) {
        const given = [f(1e20, 1, NaN), f(0, 0, 0), f(0, 1, 0)].map((each) =>
          subject.form === "tensors" ? subject.lw.tensor(each) : each,
        );
        const [prediction, target, weights] = given as [Float32Array, Float32Array, Float32Array];
        const out = given[which] as Float32Array;
        const { value } = subject.lw.meanSquaredError.valueAndGrad(prediction, target, { weights, out });
        expect(value).toBeCloseTo(1 / 3, 7);
        expect(Array.from(unsigned(subject.plain(out) as Float32Array))).toEqual([0, Math.fround(2 / 3), 0]);
      }
    });
  });
});
