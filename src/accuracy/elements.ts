// Activations: element by element, and with learned slopes.

import { Pass } from "../runtime/abi.js";
import type { Precision } from "../runtime/modules.js";
import type { Bound, SpecOf } from "../spec/types.js";
import { ownTolerance, type PerElement, productTolerance, sumTolerance, type Tolerance } from "./tolerance.js";

type Values = ArrayLike<number>;

/**
 * Of values, derivatives, and derivatives times an upstream gradient.
 * @param dy in the passes that have one
 * @param derivative at an element
 */
export function elementTolerance(
  bound: Bound,
  precision: Precision,
  pass: Pass,
  dy: Values | undefined,
  derivative: PerElement,
): Tolerance {
  if (pass === Pass.forward || pass === Pass.derivative || !dy) return ownTolerance(bound, precision);
  return productTolerance(bound, precision, { factor: (i) => dy[i] as number, largest: derivative });
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
