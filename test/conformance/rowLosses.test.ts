// Losses of rows against their specs' float64 functions: targets of both kinds, weights, classes, reductions, widths.

import { describe, expect, it } from "vitest";
import { COLUMNS, classes, distributions, memo, optionSets, uniform } from "../inputs.js";
import { firstDifference, judge } from "../judge.js";
import { eachSubject, named, type Options, type Subject, specsOf, subjects } from "../subjects.js";
import { predictionsFor } from "./calls.js";
import { judgeCost, sumsOf } from "./lossTruth.js";
import { type RowLossCase, type RowLossTruth, rowLossTruth, weighedRows } from "./rowLossTruth.js";

describe.each(named(specsOf("rowLoss")))("%s", (name, spec) => {
  const targetKinds = [
    ...(spec.targets === "classes" ? [] : ["probabilities" as const]),
    ...(spec.targets === "probabilities" ? [] : ["classes" as const]),
  ];

  type Kind = (typeof targetKinds)[number];
  type Prepared = RowLossCase & { readonly truth: RowLossTruth };

  const prepare = (key: string, kind: Kind, rows: number, columns: number, options: Options): Prepared =>
    memo(`${name} ${key} ${kind} ${rows} ${columns} ${JSON.stringify(options)}`, () => {
      const prediction = predictionsFor(spec, rows, columns, 71 + columns);
      const target = kind === "classes" ? classes(rows, columns, 72) : distributions(rows, columns, 73, true);
      const given: RowLossCase = { spec, prediction, target, rows, columns, options };
      return { ...given, truth: rowLossTruth(given) };
    });

  /** Losses, costs and gradients of one case, in every reduction. */
  const check = (subject: Subject, given: Prepared, weights?: Float32Array) => {
    const { prediction, target, rows, columns, options, truth } = given;
    const { precision } = subject;
    const shape = [rows, columns];
    const label = `${name} [${shape}] ${JSON.stringify(Object.keys(options))}${weights ? " weighted" : ""}`;
    const call = (method: string, given: Options) =>
      subject.call(name, method, [prediction, target], { ...options, ...(weights && { weights }), ...given, shape });
    const weightOf = (row: number) => (weights ? (weights[row] as number) : 1);

    const own = weighedRows(given, truth, weights, 1);
    const { losses, cost: tolerance } = own.tolerances(precision);
    judge(`${label} none`, call("forward", { reduction: "none" }) as Float32Array, own.losses, losses);
    const { sum } = sumsOf(own.losses);
    const magnitude = sumsOf(
      truth.losses.map((each, row) => weightOf(row) * (Math.abs(each) + (truth.lossTerms[row] as number))),
    ).sum;

    const counted = target instanceof Int32Array ? truth.rowWeights : truth.rowWeights.map(() => 1);
    const sumOf = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0);
    const ways = [
      { given: { reduction: "sum" }, divisor: 1 },
      { given: {}, divisor: sumOf(counted) },
      ...(weights ? [{ given: { normalize: "weights" }, divisor: sumOf(counted.map((each, row) => each * weightOf(row))) }] : []),
    ];
    for (const { given: way, divisor } of ways) {
      const text = `${label} ${JSON.stringify(way)}`;
      if (rows === 0 && !("reduction" in way)) {
        expect(call("forward", way)).toBeNaN();
        expect(call("forward", { ...way, emptyMean: "zero" })).toBe(0);
        continue;
      }
      const cost = { tolerance, magnitude, divisor };
      judgeCost(text, call("forward", way) as number, sum / divisor, cost, precision);
      const scaled = weighedRows(given, truth, weights, 1 / divisor);
      const grad = call("grad", way) as Float32Array;
      judge(`${text} grad`, grad, scaled.gradients, scaled.tolerances(precision).gradients);
      const both = call("valueAndGrad", way) as unknown as { value: number; grad: Float32Array };
      judgeCost(`${text} valueAndGrad`, both.value, sum / divisor, cost, precision);
      expect(firstDifference(both.grad, grad), `${text}: valueAndGrad and grad`).toBe(-1);
    }
  };

  eachSubject(subjects, (subject) => {
    describe.each(targetKinds)("%s", (kind) => {
      // With a single class a target that may be either holds classes.
      const widths = COLUMNS.filter((columns) => columns > 1 || kind === "classes" || spec.targets === "probabilities");
      it.each(widths)("%i columns, 0 to 5 rows", (columns) => {
        // One wide row after another: three tell as much as five.
        const counts = columns > 1000 ? [0, 1, 3] : [0, 1, 2, 3, 5];
        for (const rows of counts) check(subject, prepare("columns", kind, rows, columns, {}));
      });

      it("many rows, more than a block", () => check(subject, prepare("many", kind, 5501, 7, {})));

      it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
        const rows = 211;
        check(subject, prepare("options", kind, rows, 10, options));
        check(subject, prepare("options", kind, rows, 10, options), uniform(rows, 74, 0, 2));
      });

      if (spec.predictions === "logits") {
        it("wide logits, where exponentials vanish", () => {
          const [rows, columns] = [211, 10];
          const prediction = uniform(rows * columns, 81, -100, 100);
          const { target } = prepare("wide", kind, rows, columns, {});
          const given = { spec, prediction, target, rows, columns, options: {} };
          check(subject, { ...given, truth: rowLossTruth(given) });
        });
      }

      if (!spec.weighted) return;

      it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))(
        "class weights %s",
        (_, options) => {
          const [rows, columns] = [211, 10];
          const classWeights = uniform(columns, 75, 0.2, 3);
          const weights = uniform(rows, 76, 0, 2);
          check(subject, prepare("classes", kind, rows, columns, { ...options, classWeights }));
          check(subject, prepare("classes", kind, rows, columns, { ...options, classWeights }), weights);
          if (kind === "probabilities") return;
          check(subject, prepare("ignore", kind, rows, columns, { ...options, ignoreIndex: 3 }));
          check(subject, prepare("ignore", kind, rows, columns, { ...options, classWeights, ignoreIndex: 3 }), weights);
        },
      );

      if (kind === "probabilities") return;

      it("an ignored index outside the classes, and everything ignored", () => {
        const [rows, columns] = [9, 5];
        const prediction = predictionsFor(spec, rows, columns, 77);
        const target = Int32Array.from(classes(rows, columns, 78), (each, i) => (i % 3 === 0 ? -100 : each));
        const options = { ignoreIndex: -100 };
        const given = { spec, prediction, target, rows, columns, options };
        check(subject, { ...given, truth: rowLossTruth(given) });

        const all = new Int32Array(rows).fill(-100);
        const nothing = { ...options, shape: [rows, columns] };
        expect(subject.cost(name, [prediction, all], nothing)).toBeNaN();
        expect(subject.cost(name, [prediction, all], { ...nothing, emptyMean: "zero" })).toBe(0);
        expect(subject.cost(name, [prediction, all], { ...nothing, reduction: "sum" })).toBe(0);
        expect(subject.numbers(name, "grad", [prediction, all], nothing).every((each) => each === 0)).toBe(true);
      });

      it("takes class indices as Int32Array, Uint8Array and numbers alike", () => {
        const shape = [9, 5];
        const prediction = predictionsFor(spec, 9, 5, 79);
        const target = classes(9, 5, 80);
        const expected = subject.cost(name, [prediction, target], { shape });
        expect(subject.cost(name, [prediction, Uint8Array.from(target)], { shape })).toBe(expected);
        const numbers = subject.method(name, "forward")(prediction, Array.from(target), { shape });
        expect(numbers).toBe(expected);
      });
    });
  });
});
