// The softmax family on rows of up to 250,000 classes and logits up to ±10,000, against float64 with compensated sums.

import { describe, expect, it } from "vitest";
import { rowTolerance } from "../../src/accuracy/rows.js";
import type { Tolerance } from "../../src/accuracy/tolerance.js";
import { ulpOf } from "../../src/accuracy/ulp.js";
import { Pass } from "../../src/runtime/abi.js";
import { memo } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, specsOf, unsplitSubjects } from "../subjects.js";
import { CLASSES, dominated, LIMIT, logitRows } from "./rowsLogits.js";
import { outputsOf, rowTruth } from "./rowsTruth.js";

/** How far 1 − p may be off, relatively. */
const DOMINANCE = 1e-6;

const kernels = unsplitSubjects.filter((subject) => subject.available && subject.lw.info.backend === "wasm");
const logarithms = specsOf("row").filter((spec) => !spec.reduces && spec.range()[1] === 0);

/** The rounding of x − max alone may cost |x − max| ulp, but not more than the op's own bound. */
function near(tolerance: Tolerance, values: Float64Array, distances: Float64Array, bound: number): Tolerance {
  const ulp = (i: number) => Math.min(bound, 2 + (distances[i] as number));
  return { ...tolerance, ulp: 0, slack: (i) => (tolerance.slack?.(i) ?? 0) + ulp(i) * ulpOf(values[i] as number) };
}

eachSubject(kernels, (subject) => {
  const { precision } = subject;

  describe.each(named(specsOf("row")))("%s", (name, spec) => {
    it.each(CLASSES)("%i classes", (classes) => {
      for (const [kind, x] of logitRows(classes)) {
        const { values, distances } = memo(`${name} ${kind} ${classes}`, () => outputsOf(spec, x));
        const got = subject.numbers(name, "forward", [x], { shape: [1, classes] });
        const call = { spec, pass: Pass.forward, x, dy: undefined, layout: { outer: 1, length: classes, inner: 1 }, options: {} };
        const tolerance = rowTolerance(call, precision, values);
        judge(
          `${name} ${kind}`,
          got,
          values,
          precision === "high" ? tolerance : near(tolerance, values, distances, spec.bound.fast),
        );
      }
    });

    if (spec.reduces) {
      it("is finite for logits at ±10,000", () => {
        for (const classes of CLASSES) {
          for (const end of [LIMIT, -LIMIT]) {
            const x = new Float32Array(classes).fill(end);
            const [value] = subject.numbers(name, "forward", [x], { shape: [1, classes] });
            expect(value).toBe(Math.fround(end + Math.log(classes)));
          }
        }
      });
    }
  });

  it.each(logarithms.map(({ name }) => name))("%s of a dominant class keeps 1 − p", (name) => {
    for (const classes of [2, 3, 1000, 50_257]) {
      for (const rest of [1e-3, 1e-8, 1e-15, 1e-22, 1e-30]) {
        for (const at of [0, classes - 1]) {
          const x = dominated(classes, rest, at);
          const truth = Math.log1p(rowTruth(x).excess);
          expect(truth / rest).toBeGreaterThan(0.5);
          expect(truth / rest).toBeLessThan(2);
          const got = -(subject.numbers(name, "forward", [x], { shape: [1, classes] })[at] as number);
          expect(Math.abs(got / truth - 1), `${classes} classes, 1 − p ≈ ${rest}: ${got}, truly ${truth}`).toBeLessThan(
            DOMINANCE,
          );
        }
      }
    }
  });
});
