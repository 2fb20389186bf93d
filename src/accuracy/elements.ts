// Activations: element by element, and with learned slopes.

import { Pass } from "../runtime/abi.js";
import type { Precision } from "../runtime/modules.js";
import type { Bound, SpecOf } from "../spec/types.js";
import { ownTolerance, type PerElement, productTolerance, sumTolerance, type Tolerance } from "./tolerance.js";

type Values = ArrayLike<number>;

/** What a call of an activation was given. */
export interface ActivationCall {
  readonly spec: SpecOf<"activation">;
  readonly pass: Pass;
  /** The output, in the pass that starts from it. */
  readonly x: Values;
  readonly dy: Values | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  readonly options: any;
}

/** @param truth the right results, in float64 */
export function activationTolerance(call: ActivationCall, precision: Precision, truth: Values): Tolerance {
  const { spec, pass, x, dy, options } = call;
  if (pass === Pass.forward) {
    const terms = spec.terms && ((i: number) => spec.terms?.(x[i] as number, options) as number);
    return ownTolerance(spec.bound, precision, { terms }, truth);
  }
  const of = pass === Pass.backwardFromOutput && spec.derivativeFromOutput ? spec.derivativeFromOutput : spec.derivative;
  const factor = spec.factor?.(options) ?? 1;
  return elementTolerance(spec.bound, precision, pass, dy, (i) => of(x[i] as number, options), factor);
}

/**
 * Of values, derivatives, and derivatives times an upstream gradient.
 * @param dy in the passes that have one
 * @param derivative at an element
 * @param own what numbers are multiplied by in the derivative
 */
export function elementTolerance(
  bound: Bound,
  precision: Precision,
  pass: Pass,
  dy: Values | undefined,
  derivative: PerElement,
  own = 1,
): Tolerance {
  if (pass === Pass.forward || pass === Pass.derivative || !dy) return ownTolerance(bound, precision, { factor: () => own });
  const factor = Math.max(1, own);
  return productTolerance(bound, precision, { factor: (i) => factor * (dy[i] as number), largest: derivative });
}

/** Of the gradient of the slopes: sums of dy · ∂f/∂alpha over what shares them. */
export function slopeTolerance(
  spec: SpecOf<"channelActivation">,
  precision: Precision,
  x: Values,
  alpha: Values,
  dy: Values,
  truth: Values,
): Tolerance {
  const magnitudes = new Float64Array(alpha.length);
  for (let i = 0; i < x.length; i++) {
    const channel = i % alpha.length;
    const term = (dy[i] as number) * spec.alphaDerivative(x[i] as number, alpha[channel] as number);
    if (Number.isFinite(term)) magnitudes[channel] = (magnitudes[channel] as number) + Math.abs(term);
  }
  return sumTolerance(spec.bound, precision, magnitudes, 1, truth);
}
