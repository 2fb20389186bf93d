// What holds for all inputs, by fast-check: linearity, sums of probabilities, shifts, and that reductions agree with each other.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpBetween } from "../../src/accuracy/ulp.js";
import { classes, distributions } from "../inputs.js";
import { firstDifference } from "../judge.js";
import { eachSubject, named, specsOf, unsplitSubjects } from "../subjects.js";
import { predictionsFor, targetsFor, withinDomain } from "./calls.js";

const RUNS = { numRuns: 25, seed: 20 };
/** 0 or of ordinary size: halves of subnormals are not linear. */
const number = fc.float({ min: -8, max: 8, noNaN: true }).map((each) => (Math.abs(each) < 2 ** -60 ? 0 : each));
const vector = fc.array(number, { minLength: 1, maxLength: 40 }).map((values) => Float32Array.from(values));
/** Multiples of 1/256: adding an integer to them is exact. */
const coarse = fc
  .array(fc.integer({ min: -2048, max: 2048 }), { minLength: 1, maxLength: 40 })
  .map((values) => Float32Array.from(values, (each) => each / 256));
const seed = fc.integer({ min: 1, max: 2 ** 30 });
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);

describe.each(named([...specsOf("activation"), ...specsOf("row")]))("%s", (name, spec) => {
  eachSubject(unsplitSubjects, (subject) => {
    it("backward is linear in dy", () => {
      const property = fc.property(vector, number, number, (x, a, b) => {
        const size = spec.kind === "row" && spec.reduces ? 1 : x.length;
        const dy = Float32Array.from({ length: size }, (_, i) => a + i / 4);
        const other = Float32Array.from({ length: size }, (_, i) => b - (i * i) / 16);
        const backward = (upstream: Float32Array) => subject.numbers(name, "backward", [upstream, x]);
        const [one, two, both] = [backward(dy), backward(other), backward(dy.map((each, i) => each + (other[i] as number)))];
        // In a row each output has its part in each input.
        const largest = Math.max(...dy.map(Math.abs), ...other.map(Math.abs));
        one.forEach((each, i) => {
          const parts = [each, two[i] as number];
          const scale = spec.kind === "row" ? size * largest : Math.abs(parts[0] as number) + Math.abs(parts[1] as number);
          expect(Math.abs((both[i] as number) - sum(parts))).toBeLessThanOrEqual(2 ** -20 * scale + 2 ** -125);
        });
        // Twice the upstream gradient is exactly twice the gradient.
        const twice = backward(dy.map((each) => 2 * each));
        const isNormal = one.every((each) => each === 0 || Math.abs(each) > 2 ** -120);
        if (isNormal)
          expect(
            firstDifference(
              twice,
              one.map((each) => 2 * each),
            ),
          ).toBe(-1);
      });
      fc.assert(property, RUNS);
    });
  });
});

describe.each(named(specsOf("row").filter((spec) => !spec.reduces)))("%s", (name, spec) => {
  const logarithm = spec.range()[1] === 0;

  eachSubject(unsplitSubjects, (subject) => {
    it("probabilities sum to 1, and gradients to 0", () => {
      const property = fc.property(vector, (x) => {
        const y = subject.numbers(name, "forward", [x]);
        expect(sum(logarithm ? y.map(Math.exp) : y)).toBeCloseTo(1, 5);
        const dx = subject.numbers(name, "backward", [x.map((each) => each / 8), x]);
        expect(sum(dx)).toBeCloseTo(0, 4);
      });
      fc.assert(property, RUNS);
    });

    // In float32 lanes the exponentials are taken from a power of two near the maximum: two results within the bound
    // (largest distance seen: 5 ulp, over 7 million outputs).
    const apart = subject.precision === "high" ? 0 : 2 * spec.bound.fast;
    it("adding a number to all changes nothing, within the bound of fast, not a bit in high", () => {
      const property = fc.property(coarse, fc.integer({ min: -64, max: 64 }), (x, shift) => {
        const moved = subject.numbers(name, "forward", [x.map((each) => each + shift)]);
        subject.numbers(name, "forward", [x]).forEach((each, i) => {
          expect(ulpBetween(moved[i] as number, each)).toBeLessThanOrEqual(apart);
        });
      });
      fc.assert(property, RUNS);
    });
  });
});

describe.each(named(specsOf("rowLoss").filter((spec) => spec.predictions === "logits")))("%s", (name, spec) => {
  eachSubject(unsplitSubjects, (subject) => {
    it("gradients of a row sum to 0", () => {
      const property = fc.property(vector, seed, (logits, from) => {
        // With a single class a target that may be either holds classes.
        const isClasses = spec.targets === "classes" || (spec.targets === "either" && logits.length === 1);
        const target = isClasses ? classes(1, logits.length, from) : distributions(1, logits.length, from);
        const gradient = subject.numbers(name, "grad", [logits, target], { shape: [1, logits.length] });
        expect(sum(gradient)).toBeCloseTo(0, 5);
      });
      fc.assert(property, RUNS);
    });
  });
});

describe.each(named([...specsOf("loss"), ...specsOf("rowLoss")]))("%s", (name, spec) => {
  /** Predictions and targets of as many losses, drawn from a seed. */
  const draw = (from: number, losses: number): { inputs: (Float32Array | Int32Array)[]; options: { shape: number[] } } => {
    if (spec.kind === "loss") {
      const prediction = withinDomain(
        spec,
        Float32Array.from(targetsFor(spec, losses, from), (each, i) => each * 0.75 + (1 + ((i * 7) % 11)) / 64),
      );
      return { inputs: [prediction, targetsFor(spec, losses, from + 1)], options: { shape: [losses] } };
    }
    const target = spec.targets === "probabilities" ? distributions(losses, 5, from) : classes(losses, 5, from);
    return { inputs: [predictionsFor(spec, losses, 5, from + 1), target], options: { shape: [losses, 5] } };
  };
  const size = fc.integer({ min: 1, max: 70 });

  eachSubject(unsplitSubjects, (subject) => {
    it("valueAndGrad is value and grad, bit for bit", () => {
      const property = fc.property(seed, size, (from, losses) => {
        const { inputs, options } = draw(from, losses);
        const both = subject.call(name, "valueAndGrad", inputs, options) as unknown as { value: number; grad: Float32Array };
        expect(both.value).toBe(subject.cost(name, inputs, options));
        expect(firstDifference(both.grad, subject.numbers(name, "grad", inputs, options))).toBe(-1);
      });
      fc.assert(property, RUNS);
    });

    if (spec.kind === "loss" && spec.root) return;

    it("the mean is the sum by count, the sum that of the losses", () => {
      const property = fc.property(seed, size, (from, losses) => {
        const { inputs, options } = draw(from, losses);
        const total = subject.cost(name, inputs, { ...options, reduction: "sum" });
        const each = subject.numbers(name, "forward", inputs, { ...options, reduction: "none" });
        expect(subject.cost(name, inputs, options)).toBe(total / losses);
        const magnitude = sum(each.map(Math.abs));
        expect(Math.abs(sum(each) - total)).toBeLessThanOrEqual(2 ** -22 * magnitude);
      });
      fc.assert(property, RUNS);
    });

    it("weights of 1 change nothing, weights of 0 take a loss away", () => {
      const property = fc.property(seed, size, (from, losses) => {
        const { inputs, options } = draw(from, losses);
        const plain = subject.cost(name, inputs, options);
        expect(subject.cost(name, inputs, { ...options, weights: new Float32Array(losses).fill(1) })).toBe(plain);
        const first = Float32Array.from({ length: losses }, (_, i) => (i === 0 ? 1 : 0));
        const each = subject.numbers(name, "forward", inputs, { ...options, reduction: "none" });
        const alone = subject.cost(name, inputs, { ...options, weights: first, normalize: "weights" });
        expect(Math.abs(alone - (each[0] as number))).toBeLessThanOrEqual(2 ** -23 * Math.abs(each[0] as number));
      });
      fc.assert(property, RUNS);
    });
  });
});
