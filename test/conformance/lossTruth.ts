// Element-wise losses and their costs in float64, and how far a float32 result may lie from them.

import { expect } from "vitest";
import type { Precision } from "../../src/runtime/modules.js";
import type { SpecOf } from "../../src/spec/types.js";
import { resolved } from "../inputs.js";
import { type Allowance, boundedProduct, termError } from "../judge.js";
import type { Options } from "../subjects.js";

type LossSpec = SpecOf<"loss">;

export interface LossTruth {
  readonly losses: Float64Array;
  /** ∂ loss / ∂ prediction, not yet weighted. */
  readonly gradients: Float64Array;
  /** Magnitudes that may cancel, as the spec tells them. */
  readonly terms: Float64Array;
}

export function lossTruth(spec: LossSpec, prediction: Float32Array, target: Float32Array, options: Options): LossTruth {
  const values = resolved(spec, options);
  const of = (each: (p: number, t: number) => number) => Float64Array.from(prediction, (p, i) => each(p, target[i] as number));
  return {
    losses: of((p, t) => spec.loss(p, t, values)),
    gradients: of((p, t) => spec.gradient(p, t, values)),
    terms: of((p, t) => spec.gradientTerms?.(p, t, values) ?? 0),
  };
}

/** A loss that overflows float32, before its weight makes it smaller, is infinite in `fast`. */
const OVERFLOW = 2 ** 128;

/**
 * @param factor weight (times scale) of an element
 * @param terms magnitudes that cancel in a gradient, factor aside; losses themselves add up what has one sign
 * @param own the loss or gradient itself, factor aside
 */
export function elementAllowance(
  spec: LossSpec,
  precision: Precision,
  factor: (index: number) => number,
  terms: Float64Array | undefined,
  own: Float64Array,
  options: Options,
): Allowance {
  // A term that is no number explains nothing: then the bound in ulp holds alone.
  const absolute = (i: number) => {
    const size = Math.abs(factor(i)) * (terms?.[i] ?? 0) * termError(spec.bound, precision);
    return Number.isFinite(size) ? size : 0;
  };
  const overflows = (i: number) => precision === "fast" && Math.abs(own[i] as number) >= OVERFLOW;
  // What an option multiplies may have been flushed before.
  const largest = Math.max(1, ...Object.values(options).filter((each) => typeof each === "number"));
  const product = boundedProduct(spec.bound, precision, (i) => largest * factor(i));
  return { ...product, absolute, overflows };
}

export interface Cost {
  readonly value: number;
  /** What each gradient is multiplied by. */
  readonly scale: number;
  /** Σ of the magnitudes, divided as the value is. */
  readonly magnitude: number;
}

/** The cost from its losses. @param divisor what the mean divides by */
export function reduceLosses(
  losses: Float64Array,
  terms: Float64Array,
  weights: Float32Array | undefined,
  divisor: number,
): Cost {
  let sum = 0;
  let magnitude = 0;
  for (let i = 0; i < losses.length; i++) {
    const weight = weights ? (weights[i] as number) : 1;
    sum += weight * (losses[i] as number);
    magnitude += Math.abs(weight) * (Math.abs(losses[i] as number) + (terms[i] as number));
  }
  return { value: sum / divisor, scale: 1 / divisor, magnitude: magnitude / divisor };
}

/** Sums: within 2^-22 of the sum of magnitudes in `fast`, a float32 rounding of the float64 result in `high`. */
export function judgeCost(label: string, got: number, { value, magnitude }: Cost, precision: Precision): void {
  // What is infinite or NaN has no neighbours.
  if (!Number.isFinite(value)) {
    expect(got, label).toBe(value);
    return;
  }
  const allowed =
    precision === "fast" ? 2 ** -22 * Math.abs(magnitude) : 0.51 * 2 ** -23 * Math.abs(value) + 2 ** -50 * magnitude;
  expect(Math.abs(got - value), `${label} is ${got}, the true value ${value}`).toBeLessThanOrEqual(allowed);
}
