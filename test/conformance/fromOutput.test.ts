// backwardFromOutput is the gradient of backward wherever the output tells the side of x; where it does not, for no data.

import { describe, expect, it } from "vitest";
import type { OptionSpecs } from "../../src/spec/options.js";
import { bell, optionSets, resolved, uniform } from "../inputs.js";
import { eachSubject, named, type Options, specsOf, unsplitSubjects } from "../subjects.js";

const x = Float32Array.from([...uniform(50, 221, -3, 3), 0, -0]);
const dy = bell(x.length, 222);
const fromOutput = specsOf("activation").filter((spec) => spec.derivativeFromOutput);

/** Judged by the slopes alone: what rises here and falls there takes some values twice. */
const risesAndFalls = (spec: (typeof fromOutput)[number], options: Options) => {
  const slopes = Array.from(x, (each) => spec.derivative(each, resolved(spec, options)));
  return slopes.some((slope) => slope > 0) && slopes.some((slope) => slope < 0);
};

/** Slopes below 0 of every size, where an op has such an option. */
const withNegatives = (spec: (typeof fromOutput)[number]): Options[] => [
  ...optionSets(spec),
  ...Object.entries(spec.options as OptionSpecs).flatMap(([name, option]) =>
    [-1e-30, -0.01, -2].filter((value) => option.accepts(value)).map((value) => ({ [name]: value })),
  ),
];

describe.each(named(fromOutput))("%s", (name, spec) => {
  const sets = withNegatives(spec).map((options) => [JSON.stringify(options), options] as const);

  eachSubject(unsplitSubjects, (subject) => {
    it.each(sets)("%s", (_, options) => {
      const y = subject.numbers(name, "forward", [x], options);
      if (risesAndFalls(spec, options)) {
        // Also for outputs that would tell: whether a call is an error must not depend on the data.
        for (const outputs of [y, Float32Array.of(1), Float32Array.of()]) {
          const upstream = dy.subarray(0, outputs.length);
          const out = subject.form === "tensors" ? subject.lw.tensor(outputs) : outputs.slice();
          const call = () => subject.method(name, "backwardFromOutput")(upstream, outputs, { ...options, out });
          expect(call).toThrow(RangeError);
          expect(call).toThrow(new RegExp(`^${name}: \\w+ is -`));
          expect(Array.from(out instanceof Float32Array ? out : out.toArray())).toEqual(Array.from(outputs));
        }
        return;
      }
      const slopes = Float64Array.from(x, (each) => spec.derivative(each, resolved(spec, options)));
      const dx = slopes.map((slope, i) => slope * (dy[i] as number));
      // Only y, a rounded number, is known.
      const size = (i: number) => Math.abs(dy[i] as number) * (1 + Math.max(...slopes.map(Math.abs)));
      subject.numbers(name, "backwardFromOutput", [dy, y], options).forEach((got, i) => {
        expect(Math.abs(got - (dx[i] as number)), `x = ${x[i]}`).toBeLessThanOrEqual(size(i) * 2 ** -20);
      });
    });
  });
});

it("both ways are met", () => {
  const outcomes = fromOutput.flatMap((spec) => withNegatives(spec).map((options) => risesAndFalls(spec, options)));
  expect(new Set(outcomes)).toEqual(new Set([true, false]));
});
