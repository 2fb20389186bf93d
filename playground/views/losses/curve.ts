// A loss with its options and target chosen: a function of one prediction, whatever its kind.

import type { SpecOf } from "lanewise";
import { optionsFrom } from "../../elements/optionControls.js";
import { at, callOf, floats, type Options } from "../../library/calls.js";
import { lw, specsOf } from "../../library/library.js";
import type { State } from "../../shell/state.js";

type Floats = Float32Array<ArrayBuffer>;
export type LossSpec = SpecOf<"loss"> | SpecOf<"rowLoss">;
export type Task = LossSpec["task"];

export interface LossCurve {
  readonly spec: LossSpec;
  /** Of predictions outside the loss's domain it is NaN. */
  value(x: Floats): Float32Array;
  gradient(x: Floats): Float32Array;
}

/** What is compared: a number, or which of the classes is the true one. */
export interface Target {
  readonly number: number;
  readonly first: boolean;
}

export const lossSpecs: readonly LossSpec[] = specsOf("loss", "rowLoss");
export const CLASSES = 3;

export function lossCurveOf(spec: LossSpec, state: State, target: Target): LossCurve {
  const options = optionsFrom(state, spec);
  return spec.kind === "loss" ? ofElements(spec, options, target) : ofRows(spec, options, target);
}

function ofElements(spec: SpecOf<"loss">, options: Options, target: Target): LossCurve {
  const call = callOf(spec);
  const [low, high] = spec.domain ?? [-Infinity, Infinity];
  const t = targetOf(spec, options, target);
  const inside = (x: number) => x >= low && x <= high;
  /** A root of a mean has no other reduction: one prediction after the other. */
  const map = (x: Floats, compute: (x: Floats, t: Floats) => ArrayLike<number>) => {
    if (spec.root) return x.map((each) => (inside(each) ? at(compute(floats(each), floats(t))) : Number.NaN));
    const within = x.filter(inside);
    const results = compute(within, new Float32Array(within.length).fill(t));
    let next = 0;
    return x.map((each) => (inside(each) ? at(results, next++) : Number.NaN));
  };
  return {
    spec,
    value: (x) =>
      map(x, (given, targets) =>
        spec.root ? [call(given, targets, options) as number] : call(given, targets, { ...options, reduction: "none" }),
      ),
    gradient: (x) =>
      map(x, (given, targets) => call.grad(given, targets, spec.root ? options : { ...options, reduction: "sum" })),
  };
}

function targetOf(spec: SpecOf<"loss">, options: Options, { number, first }: Target): number {
  if (spec.task === "regression") return Math.max(number, spec.domain?.[0] ?? -Infinity);
  const [negative, positive] = spec.labels?.(options as never) ?? [0, 1];
  return first ? positive : negative;
}

/** Of a row [x, 0, 0] of logits; a loss of probabilities gets them from softmax, and its gradient comes back through it. */
function ofRows(spec: SpecOf<"rowLoss">, options: Options, { first }: Target): LossCurve {
  const call = callOf(spec);
  const head = spec.predictions === "logits" ? undefined : spec.predictions === "probabilities" ? lw.softmax : lw.logSoftmax;
  const index = first ? 0 : 1;
  const prepare = (x: Floats) => {
    const shape = [x.length, CLASSES];
    const logits = new Float32Array(x.length * CLASSES);
    x.forEach((each, row) => {
      logits[row * CLASSES] = each;
    });
    const distribution = logits.map((_, i) => Number(i % CLASSES === index));
    const target = spec.targets === "probabilities" ? distribution : new Int32Array(x.length).fill(index);
    return { shape, logits, target, prediction: head ? head(logits, { shape }) : logits };
  };
  return {
    spec,
    value(x) {
      const { shape, target, prediction } = prepare(x);
      return call(prediction, target, { ...options, shape, reduction: "none" });
    },
    gradient(x) {
      const { shape, logits, target, prediction } = prepare(x);
      const direct = call.grad(prediction, target, { ...options, shape, reduction: "sum" });
      const gradient = head ? head.backward(direct, logits, { shape }) : direct;
      return x.map((_, row) => at(gradient, row * CLASSES));
    },
  };
}
