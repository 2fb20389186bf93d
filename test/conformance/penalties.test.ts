// Penalties on weights against their specs' float64 functions.

import { describe, expect, it } from "vitest";
import { bell, floats, LENGTHS, memo, optionSets, resolved } from "../inputs.js";
import { bounded, firstDifference, judge } from "../judge.js";
import { eachSubject, named, specsOf, subjects } from "../subjects.js";
import { judgeCost, reduceLosses } from "./lossTruth.js";

describe.each(named(specsOf("penalty")))("%s", (name, spec) => {
  eachSubject(subjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      const values = resolved(spec, options);
      const weights = memo("weights", () => floats(8009, 81));
      const gradients = memo(`${name} ${JSON.stringify(options)} gradients`, () =>
        Float64Array.from(weights, (each) => spec.gradient(each, values)),
      );
      const context = (i: number) => `weight ${weights[i]}`;
      judge(`${name}.grad`, subject.numbers(name, "grad", [weights], options), gradients, {
        ...bounded(spec.bound, subject.precision),
        context,
      });
      for (const length of LENGTHS) {
        const some = memo(`some ${length}`, () => bell(length, 82 + length));
        const cost = memo(`${name} ${JSON.stringify(options)} ${length}`, () => {
          const penalties = Float64Array.from(some, (each) => spec.penalty(each, values));
          return reduceLosses(penalties, penalties, undefined, 1);
        });
        judgeCost(`${name} of ${length}`, subject.cost(name, [some], options), cost, subject.precision);
        const both = subject.call(name, "valueAndGrad", [some], options) as unknown as { value: number; grad: Float32Array };
        expect(both.value).toBe(subject.cost(name, [some], options));
        expect(firstDifference(both.grad, subject.numbers(name, "grad", [some], options))).toBe(-1);
      }
    });
  });
});
