// Element-wise losses and their costs in float64, and what the definition of a right result says of them.

import { expect } from "vitest";
import { type LossTolerances, lossTolerances } from "../../src/accuracy/losses.js";
import type { Tolerance } from "../../src/accuracy/tolerance.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { SpecOf } from "../../src/spec/types.js";
import { resolved } from "../inputs.js";
import type { Options } from "../subjects.js";

export interface LossTruth {
  readonly losses: Float64Array;
  /** ∂ loss / ∂ prediction */
  readonly gradients: Float64Array;
}

/** What belongs to one call: losses and gradients with their weights, and how far off results may be. */
export interface Weighed extends LossTruth {
  tolerances(precision: Precision): LossTolerances;
}

export interface LossCase {
  readonly spec: SpecOf<"loss"> | SpecOf<"penalty">;
  readonly prediction: Float32Array;
  readonly target: Float32Array | undefined;
  readonly options: Options;
}

export function lossTruth({ spec, prediction, target, options }: LossCase): LossTruth {
  const values = resolved(spec, options);
  const t = (i: number) => target?.[i] as number;
  if (spec.kind === "penalty") {
    const of = (each: (w: number) => number) => Float64Array.from(prediction, each);
    return { losses: of((w) => spec.penalty(w, values)), gradients: of((w) => spec.gradient(w, values)) };
  }
  const of = (each: (p: number, t: number) => number) => Float64Array.from(prediction, (p, i) => each(p, t(i)));
  return { losses: of((p, t) => spec.loss(p, t, values)), gradients: of((p, t) => spec.gradient(p, t, values)) };
}

/** @param scale what the gradients are multiplied by besides their weights */
export function weighed(given: LossCase, own: LossTruth, weights: Float32Array | undefined, scale: number): Weighed {
  const weightOf = (i: number) => (weights ? (weights[i] as number) : 1);
  const truth = {
    losses: own.losses.map((each, i) => each * weightOf(i)),
    gradients: own.gradients.map((each, i) => each * weightOf(i) * scale),
  };
  const call = { ...given, weights, scale, truth, options: resolved(given.spec, given.options) };
  return { ...truth, tolerances: (precision) => lossTolerances(call, precision) };
}

/** Σ of the losses, and of their magnitudes. */
export function sumsOf(losses: Float64Array): { readonly sum: number; readonly magnitude: number } {
  let [sum, magnitude] = [0, 0];
  for (const each of losses) {
    sum += each;
    magnitude += Math.abs(each);
  }
  return { sum, magnitude };
}

/**
 * Judges a cost, or what is made of one: within what each of its losses may be off, and in `fast` within 2^-22 of the sum of
 * magnitudes, since these errors do not add up in data of all kinds.
 * @param value of the cost @param tolerance of the sum
 * @param magnitude of the sum, with that of terms that cancel in losses @param divisor what makes the cost of the sum
 */
export function judgeCost(
  label: string,
  got: number,
  value: number,
  { tolerance, magnitude, divisor }: { tolerance: Tolerance; magnitude: number; divisor: number },
  precision: Precision,
): void {
  // What is infinite or NaN has no neighbours.
  if (!Number.isFinite(value)) {
    expect(got, label).toBe(value);
    return;
  }
  const slack = (tolerance.slack?.(0) ?? 0) / Math.abs(divisor);
  const allowed =
    precision === "fast"
      ? Math.min(slack, (2 ** -22 * magnitude) / Math.abs(divisor))
      : 0.51 * 2 ** -23 * Math.abs(value) + slack;
  expect(Math.abs(got - value), `${label} is ${got}, the true value ${value}`).toBeLessThanOrEqual(allowed);
}
