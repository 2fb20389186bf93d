// Losses of logits on rows of up to 250,000 classes and logits up to ±10,000: values, gradients that sum to 0, and what is
// left of a probability beside 1.

import { describe, expect, it } from "vitest";
import { distributions, classes as drawClasses, memo } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, specsOf, unsplitSubjects } from "../subjects.js";
import { CLASSES, dominated, logitRows } from "./rowsLogits.js";
import { CompensatedSum, type RowTruth, rowTruth } from "./rowsTruth.js";

/** How far the gradient's sum of a row may be from 0. */
const BALANCE = 1e-6;
/** How far 1 − p may be off, relatively. */
const DOMINANCE = 1e-6;

const kernels = unsplitSubjects.filter((subject) => subject.available && subject.lw.info.backend === "wasm");
const losses = specsOf("rowLoss").filter((spec) => spec.predictions === "logits");
/** Of logits alone: the target's own entropy is not subtracted. */
const crossEntropies = losses.filter((spec) => spec.targets === "either");

type Target = Int32Array | Float32Array;

function targetsOf(kind: "classes" | "probabilities", classes: number): Target {
  return memo(`row targets ${kind} ${classes}`, () =>
    kind === "classes" ? drawClasses(1, classes, 711) : distributions(1, classes, 712, true),
  );
}

const truthOf = (kind: string, x: Float32Array): RowTruth => memo(`row loss ${kind} ${x.length}`, () => rowTruth(x));

/** −Σ y log softmax(x): all terms have one sign. */
function crossEntropyOf(x: Float32Array, target: Target, { max, excess }: RowTruth): number {
  const logSum = Math.log1p(excess);
  if (target instanceof Int32Array) return max - (x[target[0] as number] as number) + logSum;
  const sum = new CompensatedSum();
  target.forEach((y, i) => {
    if (y > 0) sum.add(y * (max - (x[i] as number) + logSum));
  });
  return sum.value;
}

eachSubject(kernels, (subject) => {
  const { precision } = subject;

  describe.each(named(losses))("%s", (name, spec) => {
    const kinds = (["classes", "probabilities"] as const).filter((kind) => spec.targets === kind || spec.targets === "either");

    describe.each(kinds)("%s", (kind) => {
      // With one class, a target that may be either holds classes.
      const isClear = (classes: number) => classes > 1 || kind === "classes" || spec.targets === kind;
      const counts = CLASSES.filter(isClear);

      it.each(counts)("gradients of %i classes sum to 0", (classes) => {
        const target = targetsOf(kind, classes);
        for (const [logits, x] of logitRows(classes)) {
          const options = { shape: [1, classes], reduction: "sum" };
          const grad = subject.numbers(name, "grad", [x, target], options);
          expect(grad.every(Number.isFinite), `${name} ${logits}`).toBe(true);
          expect(Math.abs(CompensatedSum.of(grad)), `${name} ${logits}`).toBeLessThanOrEqual(BALANCE);
        }
      });

      if (!crossEntropies.includes(spec)) return;

      it.each(counts)("values of %i classes", (classes) => {
        const target = targetsOf(kind, classes);
        for (const [logits, x] of logitRows(classes)) {
          const truth = memo(`${name} ${kind} ${logits} ${classes}`, () => crossEntropyOf(x, target, truthOf(logits, x)));
          const none = subject.numbers(name, "forward", [x, target], { shape: [1, classes], reduction: "none" });
          judge(`${name} ${logits}`, none, [truth], { ulp: spec.bound[precision] });
        }
      });
    });
  });

  it.each(named(crossEntropies))("%s of a dominant class keeps 1 − p in value and gradient", (name) => {
    for (const classes of [2, 3, 1000, 50_257]) {
      for (const rest of [1e-3, 1e-8, 1e-15, 1e-22, 1e-30]) {
        const at = classes >> 1;
        const x = dominated(classes, rest, at);
        const { excess } = rowTruth(x);
        const oneHot = memo(`one-hot ${classes}`, () => new Float32Array(classes).map((_, i) => (i === at ? 1 : 0)));
        for (const target of [Int32Array.of(at), oneHot]) {
          const options = { shape: [1, classes], reduction: "sum" };
          const { value, grad } = subject.call(name, "valueAndGrad", [x, target], options) as unknown as {
            value: number;
            grad: Float32Array;
          };
          const label = `${classes} classes, 1 − p ≈ ${rest}, ${target.constructor.name}`;
          expect(Math.abs(value / Math.log1p(excess) - 1), `value: ${label}`).toBeLessThan(DOMINANCE);
          const entry = grad[at] as number;
          expect(Math.abs(-entry / (excess / (1 + excess)) - 1), `gradient ${entry}: ${label}`).toBeLessThan(DOMINANCE);
        }
      }
    }
  });
});
