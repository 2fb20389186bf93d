// An activation with its options chosen: a function of one number, whatever its kind.

import type { SpecOf } from "lanewise";
import { optionsFrom } from "../../elements/optionControls.js";
import { callOf, floats } from "../../library/calls.js";
import { specsOf } from "../../library/library.js";
import type { State } from "../../shell/state.js";

type Floats = Float32Array<ArrayBuffer>;
export type CurveSpec = SpecOf<"activation"> | SpecOf<"channelActivation">;

export interface Curve {
  readonly spec: CurveSpec;
  /** What the library computes. */
  value(x: Floats): Floats;
  derivative(x: Floats): Floats;
  backward(dy: Floats, x: Floats): Floats;
  /** The float64 reference of the table. */
  reference(x: number): number;
  readonly range: readonly [number, number];
  readonly kinks: readonly number[];
}

export const curveSpecs: readonly CurveSpec[] = specsOf("activation", "channelActivation");

/** As its authors begin. */
export const FIRST_SLOPE = 0.25;
export const slopeKey = (spec: CurveSpec): string => `${spec.name}.alpha`;

export function curveOf(spec: CurveSpec, state: State): Curve {
  if (spec.kind === "channelActivation") {
    const call = callOf(spec);
    const alpha = state.number(slopeKey(spec), FIRST_SLOPE, -5, 5);
    const slopes = floats(alpha);
    return {
      spec,
      value: (x) => call(x, slopes),
      derivative: (x) => call.derivative(x, slopes),
      backward: (dy, x) => call.backward(dy, x, slopes).x,
      reference: (x) => spec.forward(x, alpha),
      range: spec.range(),
      kinks: spec.kinks(),
    };
  }
  const call = callOf(spec);
  const options = optionsFrom(state, spec) as never;
  return {
    spec,
    value: (x) => call(x, options),
    derivative: (x) => call.derivative(x, options),
    backward: (dy, x) => call.backward(dy, x, options),
    reference: (x) => spec.forward(x, options),
    range: spec.range(options),
    kinks: spec.kinks?.(options) ?? [],
  };
}
