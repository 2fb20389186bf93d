// Training runs (golden/training.json): a network of two dense layers, the cost of every step of gradient descent.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ops } from "../src/ops.js";
import { eachSubject, type Subject, subjects } from "./subjects.js";

interface Run {
  readonly activation: string;
  readonly loss: string;
  readonly learningRate: number;
  readonly costs: readonly number[];
}

const data = JSON.parse(readFileSync(new URL("golden/training.json", import.meta.url), "utf8")) as {
  readonly runs: readonly Run[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly yRegression: readonly number[];
  readonly w1: readonly number[];
  readonly w2: readonly number[];
};

const [ROWS, INPUTS, HIDDEN, CLASSES] = [240, 6, 16, 4] as const;
const isKnown = ({ activation, loss }: Run) => activation in ops && loss in ops;
const ahead = data.runs.filter((run) => !isKnown(run)).map(({ activation, loss }) => `${activation} with ${loss}`);
if (ahead.length > 0)
  console.log(`golden training: ${ahead.length} runs need ops that are not in the table yet: ${ahead.join(", ")}`);

/** Targets for what a loss learns: classes, zeros and ones, signs, or numbers. */
function targetOf(loss: string): Float32Array | Int32Array {
  const spec = ops[loss as keyof typeof ops];
  if (spec.kind === "rowLoss") return Int32Array.from(data.y);
  if (spec.kind !== "loss" || spec.task === "regression") return Float32Array.from(data.yRegression);
  const signs = "labels" in spec;
  return Float32Array.from(data.y, (each) => (signs ? 2 * (each % 2) - 1 : each % 2));
}

/** The costs of one run, step by step. */
function train(subject: Subject, { activation, loss, learningRate, costs }: Run): number[] {
  const target = targetOf(loss);
  const outputs = target instanceof Int32Array ? CLASSES : 1;
  const x = Float32Array.from(data.x);
  const parameters = [
    Float32Array.from(data.w1),
    new Float32Array(HIDDEN),
    Float32Array.from({ length: HIDDEN * outputs }, (_, i) => data.w2[outputs === 1 ? i * CLASSES : i] as number),
    new Float32Array(outputs),
  ] as const;
  const [inputShape, hiddenShape, outputShape] = [
    [ROWS, INPUTS],
    [ROWS, HIDDEN],
    [ROWS, outputs],
  ].map((shape) => ({ shape }));
  const matrix = (weights: Float32Array, columns: number) => ({ data: weights, shape: [weights.length / columns, columns] });
  return costs.map(() => {
    const [w1, b1, w2, b2] = parameters;
    const z = subject.numbers("dense", "forward", [x, matrix(w1, HIDDEN), b1], inputShape);
    const h = subject.numbers(activation, "forward", [z], hiddenShape);
    const logits = subject.numbers("dense", "forward", [h, matrix(w2, outputs), b2], hiddenShape);
    const cost = subject.parts<"value" | "grad">(loss, "valueAndGrad", [logits, target], outputShape);
    const outer = subject.parts<"x" | "weights" | "bias">("dense", "backward", [cost.grad, h, matrix(w2, outputs)], hiddenShape);
    const dz = subject.numbers(activation, "backward", [outer.x, z], hiddenShape);
    const inner = subject.parts<"weights" | "bias">("dense", "backward", [dz, x, matrix(w1, HIDDEN)], inputShape);
    [inner.weights, inner.bias, outer.weights, outer.bias].forEach((gradient, which) => {
      const values = parameters[which] as Float32Array;
      for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) - learningRate * (gradient[i] as number);
    });
    return cost.value as unknown as number;
  });
}

describe("training", () => {
  it("has runs of ops of the table", () => expect(data.runs.filter(isKnown).length).toBeGreaterThan(10));

  eachSubject(subjects, (subject) => {
    it.each(data.runs.filter(isKnown).map((run) => [`${run.activation} with ${run.loss}`, run] as const))("%s", (_, run) => {
      const costs = train(subject, run);
      const off = costs.map((cost, step) => Math.abs(cost - (run.costs[step] as number)) / Math.abs(run.costs[step] as number));
      expect(Math.max(...off)).toBeLessThanOrEqual(1e-4);
    });
  });
});
