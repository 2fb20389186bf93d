// Penalties on weights against their specs' float64 functions.

import { describe, expect, it } from "vitest";
import { bell, floats, LENGTHS, memo, optionSets } from "../inputs.js";
import { firstDifference, judge } from "../judge.js";
import { eachSubject, named, specsOf, subjects } from "../subjects.js";
import { judgeCost, lossTruth, sumsOf, weighed } from "./lossTruth.js";

describe.each(named(specsOf("penalty")))("%s", (name, spec) => {
  eachSubject(subjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      const truthOf = (key: string, prediction: Float32Array) =>
        memo(`${name} ${JSON.stringify(options)} ${key}`, () => {
          const given = { spec, prediction, target: undefined, options };
          return weighed(given, lossTruth(given), undefined, 1);
        });
      const weights = memo("weights", () => floats(8009, 81));
      const { gradients, tolerances } = truthOf("floats", weights);
      const got = subject.numbers(name, "grad", [weights], options);
      judge(`${name}.grad`, got, gradients, tolerances(subject.precision).gradients, (i) => `weight ${weights[i]}`);
      for (const length of LENGTHS) {
        const some = memo(`some ${length}`, () => bell(length, 82 + length));
        const truth = truthOf(String(length), some);
        const { sum, magnitude } = sumsOf(truth.losses);
        const allowed = { tolerance: truth.tolerances(subject.precision).cost, magnitude, divisor: 1 };
        judgeCost(`${name} of ${length}`, subject.cost(name, [some], options), sum, allowed, subject.precision);
        const both = subject.call(name, "valueAndGrad", [some], options) as unknown as { value: number; grad: Float32Array };
        expect(both.value).toBe(subject.cost(name, [some], options));
        expect(firstDifference(both.grad, subject.numbers(name, "grad", [some], options))).toBe(-1);
      }
    });
  });
});
