// Element-wise losses against their specs' float64 functions: losses, gradients, costs, weights, reductions.

import { describe, expect, it } from "vitest";
import { bell, floats, LENGTHS, memo, optionSets, resolved, uniform } from "../inputs.js";
import { firstDifference, judge } from "../judge.js";
import { eachSubject, named, type Options, specsOf, subjects } from "../subjects.js";
import { targetsFor, withinDomain } from "./calls.js";
import { judgeCost, type LossCase, type LossTruth, lossTruth, sumsOf, weighed } from "./lossTruth.js";

const COUNT = 12007;

describe.each(named(specsOf("loss")))("%s", (name, spec) => {
  const sets = optionSets(spec).map((options) => [JSON.stringify(options), options] as const);
  const free = !spec.labels && spec.task === "regression";

  interface Pair extends LossCase {
    readonly target: Float32Array;
    readonly truth: LossTruth;
  }
  const pair = (key: string, options: Options, make: () => [Float32Array, Float32Array]): Pair =>
    memo(`${name} ${key} ${JSON.stringify(options)}`, () => {
      const [prediction, target] = make();
      const given = { spec, prediction, target, options };
      return { ...given, truth: lossTruth(given) };
    });

  /** Floats of all sizes, near misses and exact hits, and ordinary data. */
  const drawn = (options: Options) =>
    pair("drawn", options, () => {
      const kinks = free ? [] : [-1, 0, 1].flatMap((target) => spec.kinks?.(target, resolved(spec, options)) ?? []);
      const raw = floats(COUNT, 61, kinks);
      const prediction = withinDomain(spec, raw);
      const target = targetsFor(spec, raw.length, 62, options);
      if (free) {
        const others = withinDomain(spec, floats(COUNT, 63));
        for (let i = 0; i < target.length; i++) {
          const p = prediction[i] as number;
          if (i % 4 === 0) target[i] = others[(5 * i) % others.length] as number;
          if (i % 4 === 1) target[i] = withinDomain(spec, Float32Array.of(p * (1 + 2 ** -12)))[0] as number;
          if (i % 16 === 2) target[i] = p;
        }
      }
      return [prediction, target];
    });

  const ordinary = (length: number, options: Options) =>
    pair(`ordinary ${length}`, options, () => [
      withinDomain(spec, bell(length, 64 + length, 2)),
      targetsFor(spec, length, 65 + length, options),
    ]);

  eachSubject(subjects, (subject) => {
    const { precision } = subject;

    it.each(sets)("costs and their gradients at every length %s", (_, options) => {
      // The longest with the defaults alone: what an option does does not depend on the length.
      const longest = Object.keys(options).length === 0 ? Infinity : 1009;
      for (const length of LENGTHS.filter((each) => each > 0 && each <= longest)) {
        const pair = ordinary(length, options);
        const { prediction, target } = pair;
        const weights = memo(`weights ${length}`, () => uniform(length, 67, 0.25, 2));
        const total = weights.reduce((sum, each) => sum + each, 0);
        const ways = [
          { given: {}, divisor: length, weights: undefined },
          { given: { reduction: "sum" }, divisor: 1, weights: undefined },
          { given: { weights }, divisor: length, weights },
          { given: { weights, normalize: "weights" }, divisor: total, weights },
        ].filter(({ given }) => !(spec.root && given.reduction));
        for (const way of length > 100 && length !== 16385 ? ways.slice(0, 1) : ways) {
          const label = `${name} ${JSON.stringify(Object.keys(way.given))} of ${length}`;
          const given = { ...options, ...way.given };
          const { sum, magnitude } = sumsOf(weighed(pair, pair.truth, way.weights, 1).losses);
          const mean = sum / way.divisor;
          const root = Math.sqrt(mean);
          // d√m = dm / (2√m)
          const scale = spec.root ? 1 / way.divisor / (2 * root) : 1 / way.divisor;
          const truth = weighed(pair, pair.truth, way.weights, scale);
          const tolerances = truth.tolerances(precision);
          const [value, divisor] = spec.root ? [root, way.divisor * root] : [mean, way.divisor];
          const allowed = { tolerance: tolerances.cost, magnitude, divisor };
          judgeCost(label, subject.cost(name, [prediction, target], given), value, allowed, precision);
          const grad = subject.numbers(name, "grad", [prediction, target], given);
          judge(`${label} grad`, grad, truth.gradients, tolerances.gradients);
          const both = subject.call(name, "valueAndGrad", [prediction, target], given) as unknown as {
            value: number;
            grad: Float32Array;
          };
          judgeCost(`${label} valueAndGrad`, both.value, value, allowed, precision);
          expect(firstDifference(both.grad, grad), `${label}: valueAndGrad and grad`).toBe(-1);
        }
      }
    });

    // A root has no losses of single elements.
    if (!spec.root) {
      it.each(sets)("losses and gradients of single elements %s", (_, options) => {
        const pair = drawn(options);
        const { prediction, target } = pair;
        const context = (i: number) => `prediction ${prediction[i]}, target ${target[i]}`;
        const truth = weighed(pair, pair.truth, undefined, 1);
        const tolerances = truth.tolerances(precision);
        const losses = subject.numbers(name, "forward", [prediction, target], { ...options, reduction: "none" });
        judge(`${name} none`, losses, truth.losses, tolerances.losses, context);
        const summed = subject.numbers(name, "grad", [prediction, target], { ...options, reduction: "sum" });
        judge(`${name}.grad`, summed, truth.gradients, tolerances.gradients, context);
      });

      it.each(sets)("weighted losses and gradients %s", (_, options) => {
        const pair = drawn(options);
        const { prediction, target } = pair;
        const weights = memo(`w ${prediction.length}`, () => uniform(prediction.length, 66, 0, 3));
        const context = (i: number) => `prediction ${prediction[i]}, target ${target[i]}, weight ${weights[i]}`;
        const truth = weighed(pair, pair.truth, weights, 1);
        const tolerances = truth.tolerances(precision);
        const given = { ...options, weights, reduction: "none" };
        const losses = subject.numbers(name, "forward", [prediction, target], given);
        judge(`${name} weighted`, losses, truth.losses, tolerances.losses, context);
        const { value, grad } = subject.parts<"value" | "grad">(name, "valueAndGrad", [prediction, target], given);
        judge(`${name}.grad weighted`, grad, truth.gradients, tolerances.gradients, context);
        expect(firstDifference(value, losses)).toBe(-1);
      });
    }

    it("of nothing", () => {
      const none = new Float32Array(0);
      expect(subject.cost(name, [none, none])).toBeNaN();
      expect(subject.cost(name, [none, none], { emptyMean: "zero" })).toBe(0);
      expect(subject.numbers(name, "grad", [none, none]).length).toBe(0);
      if (spec.root) return;
      expect(subject.cost(name, [none, none], { reduction: "sum" })).toBe(0);
      expect(subject.numbers(name, "forward", [none, none], { reduction: "none" }).length).toBe(0);
      // All weights zero: a mean over nothing as well.
      const { prediction, target } = ordinary(5, {});
      const given = { weights: new Float32Array(5), normalize: "weights" };
      expect(subject.cost(name, [prediction, target], given)).toBeNaN();
      expect(subject.cost(name, [prediction, target], { ...given, emptyMean: "zero" })).toBe(0);
    });
  });
});
