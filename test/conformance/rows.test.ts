// The softmax family against its specs' float64 functions: widths, axes, masked rows, special values.

import { describe, it } from "vitest";
import { bell, COLUMNS, distributions, floats, memo, optionSets, resolved, SPECIALS, uniform } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, type Options, type Subject, specsOf, subjects } from "../subjects.js";
import { type RowMethod, truthAlong } from "./rowTruth.js";

const product = (shape: readonly number[]) => shape.reduce((all, length) => all * length, 1);

/** Rank 3, every axis: odd lengths, lengths 1 and 0. */
const SHAPES: readonly (readonly number[])[] = [
  [3, 5, 7],
  [2, 1, 9],
  [1, 16, 16],
  [4, 17, 3],
  [2, 33, 130],
  [2, 0, 3],
];

describe.each(named(specsOf("row")))("%s", (name, spec) => {
  const methods: RowMethod[] = ["forward", "backward"];
  if (spec.backwardFromOutput) methods.push("backwardFromOutput");
  const outputSize = (shape: readonly number[], axis: number) =>
    spec.reduces ? product(shape.filter((_, i) => i !== (axis + shape.length) % shape.length)) : product(shape);

  const check = (
    subject: Subject,
    method: RowMethod,
    x: Float32Array,
    dy: Float32Array,
    shape: readonly number[],
    axis: number,
    options: Options,
    key: string,
  ) => {
    const label = `${name} ${method} [${shape}] axis ${axis} ${JSON.stringify(options)}`;
    const truth = memo(`${key} ${label}`, () => truthAlong(spec, method, x, dy, shape, axis, resolved(spec, options)));
    const inputs = method === "forward" ? [x] : [dy, x];
    const got = subject.numbers(name, method, inputs, { ...options, shape, axis });
    judge(label, got, truth.values, truth.tolerance(subject.precision));
  };

  /** Outputs of the op, for the backward pass that starts from them: probabilities, or their logarithms. */
  const outputs = (rows: number, columns: number, seed: number) => {
    const y = distributions(rows, columns, seed);
    return spec.range()[1] === 0 ? y.map(Math.log) : y;
  };

  eachSubject(subjects, (subject) => {
    describe.each(methods)("%s", (method) => {
      it.each([0, ...COLUMNS])("%i columns, 0 to 5 rows", (columns) => {
        for (const rows of [0, 1, 2, 3, 5]) {
          const shape = [rows, columns];
          const key = `${rows} ${columns}`;
          const seed = rows * 100_003 + columns;
          const x = memo(`${name} ${method === "backwardFromOutput"} x ${key}`, () =>
            method === "backwardFromOutput" ? outputs(rows, columns, seed) : bell(rows * columns, seed, 4),
          );
          const dy = memo(`${name} dy ${key}`, () => bell(outputSize(shape, 1), seed + 1));
          check(subject, method, x, dy, shape, 1, {}, "columns");
        }
      });

      it("every axis of rank 3", () => {
        for (const shape of SHAPES) {
          for (const axis of [-3, -2, -1, 0, 1, 2]) {
            const size = product(shape);
            const seed = size + 17;
            const x = memo(`${name} ${method} x [${shape}]`, () =>
              method === "backwardFromOutput" ? uniform(size, seed, 0.01, 0.2) : bell(size, seed, 6),
            );
            const dy = memo(`dy ${outputSize(shape, axis)}`, () => bell(outputSize(shape, axis), 18));
            check(subject, method, x, dy, shape, axis, {}, "axes");
          }
        }
      });

      it("an axis with more beside it than a block holds", () => {
        const shape = [1, 3, 20011];
        const size = product(shape);
        const x = memo(`wide ${size}`, () => uniform(size, 19, -3, -0.1));
        const dy = memo(`dy ${outputSize(shape, 1)}`, () => bell(outputSize(shape, 1), 18));
        const probabilities = method === "backwardFromOutput" && spec.range()[1] !== 0;
        check(subject, method, probabilities ? x.map(Math.exp) : x, dy, shape, 1, {}, "beside");
      });

      if (method === "backwardFromOutput") return;

      it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))(
        "wide logits and masks %s",
        (_, options) => {
          const [rows, columns] = [64, 21];
          const x = memo(`${name} wide`, () => {
            const all = uniform(rows * columns, 51, -100, 100);
            // Masked entries, masked rows, and rows with each infinity and NaN.
            for (let i = 0; i < all.length; i += 3) if (i < 20 * columns) all[i] = -Infinity;
            all.fill(-Infinity, 0, columns).fill(Infinity, columns, 2 * columns);
            for (const [i, value] of [NaN, Infinity, -Infinity].entries()) all[(30 + i) * columns + 4] = value;
            all.fill(3.5, 40 * columns, 41 * columns);
            return all;
          });
          const dy = memo(`${name} wide dy`, () => bell(outputSize([rows, columns], 1), 52));
          check(subject, method, x, dy, [rows, columns], 1, options, "wide");
        },
      );

      it("floats of every size", () => {
        const [rows, columns] = [301, 13];
        const x = memo(`${name} floats`, () => {
          const all = floats(4000, 53).filter((each) => !Number.isNaN(each) && each !== Infinity);
          return all.subarray(SPECIALS.length, SPECIALS.length + rows * columns).slice();
        });
        const dy = memo(`${name} floats dy`, () => bell(outputSize([rows, columns], 1), 54));
        check(subject, method, x, dy, [rows, columns], 1, {}, "floats");
      });
    });
  });
});
