// Element-wise activations against their specs' float64 functions, in ulp of the true value, over all kinds of floats.

import { describe, it } from "vitest";
import { elementTolerance } from "../../src/accuracy/elements.js";
import { ownTolerance } from "../../src/accuracy/tolerance.js";
import { Pass } from "../../src/runtime/abi.js";
import type { Spec, SpecOf } from "../../src/spec/types.js";
import { floats, memo, optionSets, outputTells, resolved } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, type Options, specsOf, subjects } from "../subjects.js";

const COUNT = 8191;
const key = (spec: Spec, options: Options) => `${spec.name} ${JSON.stringify(options)}`;

function inputs(spec: SpecOf<"activation">, options: Options): Float32Array {
  const kinks = spec.kinks?.(resolved(spec, options)) ?? [];
  return memo(`x ${key(spec, options)}`, () => floats(COUNT, 11, [...kinks, ...kinks.map((kink) => -kink)]));
}

/** Upstream gradients of all sizes. An infinite one times a slope that float32 holds as 0 has no answer, and is left out. */
function upstream(slopes: Float64Array): Float32Array {
  const sizes = memo("dy", () => floats(COUNT, 12));
  return Float32Array.from(slopes, (slope, i) => {
    const dy = sizes[(7 * i) % sizes.length] as number;
    return Number.isFinite(dy) || Math.abs(slope) >= 2 ** -126 ? dy : 1;
  });
}

function truth(
  spec: SpecOf<"activation">,
  options: Options,
  what: string,
  of: (x: number) => number,
  x: Float32Array,
): Float64Array {
  return memo(`${what} ${key(spec, options)}`, () => Float64Array.from(x, of));
}

describe.each(named(specsOf("activation")))("%s", (name, spec) => {
  eachSubject(subjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))(
      "value and derivative %s",
      (_, options) => {
        const x = inputs(spec, options);
        const values = resolved(spec, options);
        const tolerance = ownTolerance(spec.bound, subject.precision);
        const context = (i: number) => `x = ${x[i]}`;
        const y = truth(spec, options, "value", (each) => spec.forward(each, values), x);
        judge(`${name}`, subject.numbers(name, "forward", [x], options), y, tolerance, context);
        const slopes = truth(spec, options, "derivative", (each) => spec.derivative(each, values), x);
        judge(`${name}.derivative`, subject.numbers(name, "derivative", [x], options), slopes, tolerance, context);
      },
    );

    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("backward %s", (_, options) => {
      const x = inputs(spec, options);
      const values = resolved(spec, options);
      const slopes = truth(spec, options, "derivative", (each) => spec.derivative(each, values), x);
      const dy = upstream(slopes);
      const dx = slopes.map((slope, i) => slope * (dy[i] as number));
      const slope = (i: number) => slopes[i] as number;
      const tolerance = elementTolerance(spec.bound, subject.precision, Pass.backward, dy, slope);
      const context = (i: number) => `dy = ${dy[i]}, x = ${x[i]}`;
      judge(`${name}.backward`, subject.numbers(name, "backward", [dy, x], options), dx, tolerance, context);
    });

    if (!spec.derivativeFromOutput) return;
    const fromOutput = optionSets(spec).filter((options) => outputTells(spec, options));
    it.each(fromOutput.map((options) => [JSON.stringify(options), options] as const))("backwardFromOutput %s", (_, options) => {
      const values = resolved(spec, options);
      const y = Float32Array.from(inputs(spec, options), (each) => spec.forward(each, values));
      const slopes = Float64Array.from(y, (each) => spec.derivativeFromOutput?.(each, values) as number);
      const dy = upstream(slopes);
      const dx = slopes.map((slope, i) => slope * (dy[i] as number));
      const got = subject.numbers(name, "backwardFromOutput", [dy, y], options);
      const slope = (i: number) => slopes[i] as number;
      const tolerance = elementTolerance(spec.bound, subject.precision, Pass.backwardFromOutput, dy, slope);
      judge(`${name}.backwardFromOutput`, got, dx, tolerance, (i) => `dy = ${dy[i]}, y = ${y[i]}`);
    });
  });
});
