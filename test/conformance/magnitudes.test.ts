// Costs and gradients of numbers of every size: what float32 cannot hold on the way must not show where the result is in range.

import { describe, expect, it } from "vitest";
import type { SpecOf } from "../../src/spec/types.js";
import { bell, memo, optionSets, resolved, uniform } from "../inputs.js";
import { eachSubject, named, type Options, specsOf, unsplitSubjects } from "../subjects.js";
import { targetsFor } from "./calls.js";

const SIZES = [1e-42, 1e-38, 1e-30, 1e-23, 1e-19, 1e-10, 1e10, 1.9e19, 1e25, 8e37];
const COUNTS = [1, 7, 16, 53, 1000];
const WEIGHT_SIZES = [undefined, 1, 1e-12, 1e12];

const LARGEST = 3.4028234663852886e38;

const scaled = (values: Float32Array, size: number) => values.map((each) => each * size);

/** Of differences and penalties: losses of any numbers. */
const anyNumbers = specsOf("loss").filter((spec) => !spec.domain);

/** Values of the losses in float64, and their sizes in all. */
function truth(spec: SpecOf<"loss">, p: Float32Array, t: Float32Array, weights: Float32Array | undefined, options: Options) {
  const values = resolved(spec, options);
  const losses = Float64Array.from(p, (each, i) => (weights?.[i] ?? 1) * spec.loss(each, t[i] as number, values));
  const size = losses.reduce((sum, each) => sum + Math.abs(each), 0);
  return { cost: losses.reduce((a, b) => a + b, 0), size };
}

describe.each(named(anyNumbers))("%s", (name, spec) => {
  eachSubject(unsplitSubjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      for (const size of SIZES) {
        for (const count of COUNTS) {
          const p = memo(`p ${size} ${count}`, () => scaled(bell(count, 251), size));
          const isLabelled = spec.labels !== undefined || spec.task === "binary";
          const t = isLabelled
            ? targetsFor(spec, count, 252, options)
            : memo(`t ${size} ${count}`, () => scaled(bell(count, 253), size));
          for (const weightSize of WEIGHT_SIZES) {
            const weights =
              weightSize && memo(`w ${weightSize} ${count}`, () => uniform(count, 254, 0.5 * weightSize, weightSize));
            const { cost, size: total } = truth(spec, p, t, weights || undefined, options);
            const given = { ...options, ...(weights ? { weights } : {}) };
            const label = `size ${size}, ${count} elements, weights ${weightSize}`;
            const expected = spec.root ? Math.sqrt(cost / count) : cost / count;
            const got = subject.cost(name, [p, t], given);
            const error = Math.abs(got - expected) / (spec.root ? expected : total / count);
            // Half an ulp of each term and of the sum, and twice the square's; float64 has an own word only far below 2^-126.
            const bound = subject.precision === "fast" ? (spec.bound.fast + 3) * 2 ** -24 : 2 ** -30;
            if (expected !== 0) expect(error, `${label}: ${got}, expected ${expected}`).toBeLessThan(bound);
            else expect(got, label).toBe(0);
          }
        }
      }
    });

    it("gradients", () => {
      for (const size of SIZES) {
        for (const count of COUNTS) {
          const p = memo(`p ${size} ${count}`, () => scaled(bell(count, 251), size));
          const t =
            spec.labels || spec.task === "binary"
              ? targetsFor(spec, count, 252)
              : memo(`t ${size} ${count}`, () => scaled(bell(count, 253), size));
          const values = resolved(spec, {});
          const scale = spec.root ? 1 / (2 * count * Math.sqrt(truth(spec, p, t, undefined, {}).cost / count)) : 1 / count;
          const gradient = Float64Array.from(p, (each, i) => spec.gradient(each, t[i] as number, values) * scale);
          const termsOf = (i: number) => spec.gradientTerms?.(p[i] as number, t[i] as number, values) ?? 0;
          subject.numbers(name, "grad", [p, t]).forEach((got, i) => {
            const expected = gradient[i] as number;
            const isFast = subject.precision === "fast";
            // In float32 a difference may be infinite.
            if (isFast && Math.abs((p[i] as number) - (t[i] as number)) > LARGEST) return;
            // Soft labels cancel; and `fast` may flush what is below 2^-126.
            const allowed = (isFast ? spec.bound.fast + 2 : 0.51) * 2 ** -23 * (Math.abs(expected) + termsOf(i) * scale);
            const label = `p = ${p[i]}, t = ${t[i]}, ${count} elements: ${got}, expected ${expected}`;
            expect(Math.abs(got - expected), label).toBeLessThanOrEqual(allowed + (isFast ? 2 ** -126 : 2 ** -150));
          });
        }
      }
    });
  });
});

describe.each(named(specsOf("penalty")))("%s", (name, spec) => {
  eachSubject(unsplitSubjects, (subject) => {
    it.each(optionSets(spec).map((options) => [JSON.stringify(options), options] as const))("%s", (_, options) => {
      const values = resolved(spec, options);
      for (const size of SIZES) {
        for (const count of COUNTS) {
          const w = memo(`p ${size} ${count}`, () => scaled(bell(count, 251), size));
          const cost = w.reduce((sum, each) => sum + spec.penalty(each, values), 0);
          for (const out of [undefined, w.slice()]) {
            const input = out ?? w;
            const got = out
              ? (subject.method(name, "valueAndGrad")(input, { ...options, out }) as { value: number }).value
              : subject.cost(name, [w], options);
            const label = `size ${size}, ${count} elements${out ? ", in place" : ""}: ${got}, expected ${cost}`;
            const bound = subject.precision === "fast" ? (spec.bound.fast + 3) * 2 ** -24 : 2 ** -30;
            expect(Math.abs(got - cost), label).toBeLessThanOrEqual(cost * bound);
          }
        }
      }
    });
  });
});
