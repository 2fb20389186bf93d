// Element-wise losses against their specs' float64 functions: losses, gradients, costs, weights, reductions.

import { describe, expect, it } from "vitest";
import { bell, floats, LENGTHS, memo, optionSets, resolved, uniform } from "../inputs.js";
import { firstDifference, judge } from "../judge.js";
import { eachSubject, named, type Options, specsOf, subjects } from "../subjects.js";
import { targetsFor, withinDomain } from "./calls.js";
import { elementAllowance, judgeCost, type LossTruth, lossTruth, reduceLosses } from "./lossTruth.js";

const COUNT = 12007;

describe.each(named(specsOf("loss")))("%s", (name, spec) => {
  const sets = optionSets(spec).map((options) => [JSON.stringify(options), options] as const);
  const free = !spec.labels && spec.task === "regression";

  interface Pair {
    readonly prediction: Float32Array;
    readonly target: Float32Array;
    readonly truth: LossTruth;
  }
  const pair = (key: string, options: Options, make: () => [Float32Array, Float32Array]): Pair =>
    memo(`${name} ${key} ${JSON.stringify(options)}`, () => {
      const [prediction, target] = make();
      return { prediction, target, truth: lossTruth(spec, prediction, target, options) };
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
        const { prediction, target, truth } = ordinary(length, options);
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
          const mean = reduceLosses(truth.losses, truth.terms, way.weights, way.divisor);
          const root = Math.sqrt(mean.value);
          const cost = spec.root ? { ...mean, value: root, magnitude: mean.magnitude / root } : mean;
          const scale = spec.root ? cost.scale / (2 * root) : cost.scale;
          const factor = (i: number) => scale * (way.weights ? (way.weights[i] as number) : 1);
          judgeCost(label, subject.cost(name, [prediction, target], given), cost, precision);
          const gradients = truth.gradients.map((each, i) => each * factor(i));
          const grad = subject.numbers(name, "grad", [prediction, target], given);
          judge(
            `${label} grad`,
            grad,
            gradients,
            elementAllowance(spec, precision, factor, truth.terms, truth.gradients, options),
          );
          const both = subject.call(name, "valueAndGrad", [prediction, target], given) as unknown as {
            value: number;
            grad: Float32Array;
          };
          judgeCost(`${label} valueAndGrad`, both.value, cost, precision);
          expect(firstDifference(both.grad, grad), `${label}: valueAndGrad and grad`).toBe(-1);
        }
      }
    });

    // A root has no losses of single elements.
    if (!spec.root) {
      it.each(sets)("losses and gradients of single elements %s", (_, options) => {
        const { prediction, target, truth } = drawn(options);
        const context = (i: number) => `prediction ${prediction[i]}, target ${target[i]}`;
        const allowance = (own: Float64Array, terms?: Float64Array) => ({
          ...elementAllowance(spec, precision, () => 1, terms, own, options),
          context,
        });
        const losses = subject.numbers(name, "forward", [prediction, target], { ...options, reduction: "none" });
        judge(`${name} none`, losses, truth.losses, allowance(truth.losses));
        const summed = subject.numbers(name, "grad", [prediction, target], { ...options, reduction: "sum" });
        judge(`${name}.grad`, summed, truth.gradients, allowance(truth.gradients, truth.terms));
      });

      it.each(sets)("weighted losses and gradients %s", (_, options) => {
        const { prediction, target, truth } = drawn(options);
        const weights = memo(`w ${prediction.length}`, () => uniform(prediction.length, 66, 0, 3));
        const factor = (i: number) => weights[i] as number;
        const context = (i: number) => `prediction ${prediction[i]}, target ${target[i]}, weight ${weights[i]}`;
        const allowance = (own: Float64Array, terms?: Float64Array) => ({
          ...elementAllowance(spec, precision, factor, terms, own, options),
          context,
        });
        const weighted = (values: Float64Array) => values.map((each, i) => each * (weights[i] as number));
        const given = { ...options, weights, reduction: "none" };
        judge(
          `${name} weighted`,
          subject.numbers(name, "forward", [prediction, target], given),
          weighted(truth.losses),
          allowance(truth.losses),
        );
        const { value, grad } = subject.parts<"value" | "grad">(name, "valueAndGrad", [prediction, target], given);
        judge(`${name}.grad weighted`, grad, weighted(truth.gradients), allowance(truth.gradients, truth.terms));
        expect(firstDifference(value, subject.numbers(name, "forward", [prediction, target], given))).toBe(-1);
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
