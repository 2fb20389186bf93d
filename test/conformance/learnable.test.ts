// Activations with learnable slopes, and those of groups, against their specs' float64 functions.

import { describe, it } from "vitest";
import { elementTolerance, slopeTolerance } from "../../src/accuracy/elements.js";
import { ownTolerance } from "../../src/accuracy/tolerance.js";
import { Pass } from "../../src/runtime/abi.js";
import type { SpecOf } from "../../src/spec/types.js";
import { bell, floats, memo, optionSets, resolved } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, specsOf, subjects } from "../subjects.js";

/** Rows and channels: around vectors, one channel, rows wider than a block, and nothing. */
const SHAPES = [
  [0, 3],
  [1, 1],
  [7, 1],
  [5, 2],
  [4, 3],
  [3, 4],
  [9, 5],
  [2, 16],
  [3, 17],
  [1201, 33],
  [3, 16385],
  [20011, 1],
] as const;

describe.each(named(specsOf("channelActivation")))("%s", (name, spec) => {
  eachSubject(subjects, (subject) => {
    describe.each([
      ["one slope for each channel", false],
      ["one slope for all", true],
    ] as const)("%s", (_, shared) => {
      it.each(SHAPES)("%i rows of %i", (rows, columns) => {
        const size = rows * columns;
        const shape = [rows, columns];
        const kinks = spec.kinks();
        const x = memo(`x ${size}`, () => {
          const all = floats(size, 91, kinks);
          return Float32Array.from({ length: size }, (_, i) => all[(i * 5) % all.length] as number);
        });
        const alpha = memo(`alpha ${shared ? 1 : columns}`, () => bell(shared ? 1 : columns, 92));
        const slope = (i: number) => alpha[shared ? 0 : i % columns] as number;
        const context = (i: number) => `x = ${x[i]}, alpha = ${slope(i)}`;
        const own = ownTolerance(spec.bound, subject.precision);
        const y = Float64Array.from(x, (each, i) => spec.forward(each, slope(i)));
        judge(name, subject.numbers(name, "forward", [x, alpha], { shape }), y, own, context);
        const slopes = Float64Array.from(x, (each, i) => spec.derivative(each, slope(i)));
        judge(`${name}.derivative`, subject.numbers(name, "derivative", [x, alpha], { shape }), slopes, own, context);
      });

      it.each(SHAPES)("backward of %i rows of %i", (rows, columns) => {
        const size = rows * columns;
        const [x, dy] = [memo(`bell ${size}`, () => bell(size, 93, 3)), memo(`dy ${size}`, () => bell(size, 94))];
        const alpha = memo(`alpha ${shared ? 1 : columns}`, () => bell(shared ? 1 : columns, 92));
        const channel = (i: number) => (shared ? 0 : i % columns);
        const slope = (i: number) => alpha[channel(i)] as number;
        const got = subject.parts<"x" | "alpha">(name, "backward", [dy, x, alpha], { shape: [rows, columns] });
        const derivative = (i: number) => spec.derivative(x[i] as number, slope(i));
        const dx = Float64Array.from(x, (_, i) => derivative(i) * (dy[i] as number));
        judge(`${name}.backward x`, got.x, dx, elementTolerance(spec.bound, subject.precision, Pass.backward, dy, derivative));
        const sums = new Float64Array(alpha.length);
        x.forEach((each, i) => {
          const term = spec.alphaDerivative(each, slope(i)) * (dy[i] as number);
          sums[channel(i)] = (sums[channel(i)] as number) + term;
        });
        judge(`${name}.backward alpha`, got.alpha, sums, slopeTolerance(spec, subject.precision, x, alpha, dy, sums));
      });
    });
  });
});

/** Rows, and groups in each. */
const GROUPS = [
  [0, 2],
  [1, 1],
  [3, 5],
  [2, 17],
  [4, 33],
  [40, 101],
  [1, 8209],
] as const;

function groupTruth(spec: SpecOf<"groupActivation">, kind: "shared" | "floats", dy: Float32Array, size: number) {
  const count = dy.length * size;
  const x = kind === "shared" ? bell(count, 95, 2).map(Math.round) : floats(count, 96).subarray(0, count);
  const group = (g: number) => Float64Array.from(x.subarray(g * size, (g + 1) * size));
  const y = Float64Array.from(dy, (_, g) => spec.forward(group(g)));
  const dx = new Float64Array(count);
  dy.forEach((each, g) => {
    dx[g * size + spec.chosen(group(g))] = each;
  });
  return { x, y, dx };
}

describe.each(named(specsOf("groupActivation")))("%s", (name, spec) => {
  const sets = [
    ...optionSets(spec),
    ...Object.keys(spec.options).flatMap((option) => [5, 9, 16, 17, 130].map((n) => ({ [option]: n }))),
  ];
  const known = sets.filter((options) => Object.entries(options).every(([key, value]) => spec.options[key]?.accepts(value)));

  eachSubject(subjects, (subject) => {
    it.each(known.map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      const size = spec.groupSize(resolved(spec, options));
      for (const [rows, groups] of GROUPS.filter(([rows, groups]) => rows * groups * size < 50_000)) {
        const shape = [rows, groups * size];
        const dy = memo(`group dy ${rows * groups}`, () => bell(rows * groups, 97));
        // Few different values, so that maxima are often shared; then floats of all kinds.
        for (const kind of ["shared", "floats"] as const) {
          const { x, y, dx } = memo(`${name} ${kind} ${rows * groups} ${size}`, () => groupTruth(spec, kind, dy, size));
          const context = (i: number) => `[${x.subarray(i * size, (i + 1) * size).slice(0, 8)}]`;
          const exact = ownTolerance(spec.bound, subject.precision);
          judge(`${name} [${shape}]`, subject.numbers(name, "forward", [x], { ...options, shape }), y, exact, context);
          const got = subject.numbers(name, "backward", [dy, x], { ...options, shape });
          judge(`${name}.backward [${shape}]`, got, dx, { ulp: 0 });
        }
      }
    });
  });
});
