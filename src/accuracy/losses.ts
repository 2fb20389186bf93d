// Losses, of elements and of rows: the losses themselves, their gradients, and the cost that they add up to.

import type { RowTargets } from "../backend/backend.js";
import type { Precision } from "../runtime/modules.js";
import type { Bound, RowTarget, SpecOf } from "../spec/types.js";
import { costTolerance, END, type Known, ownTolerance, type PerElement, productTolerance, type Tolerance } from "./tolerance.js";

type Values = ArrayLike<number>;

/** The right results of a call, in float64, weighted and scaled. */
export interface LossTruth {
  readonly losses: Values;
  readonly gradients: Values;
}

/** Of what one call of a loss gives. */
export interface LossTolerances {
  readonly losses: Tolerance;
  readonly gradients: Tolerance;
  readonly cost: Tolerance;
}

interface CommonCall {
  readonly weights: Values | undefined;
  /** What the gradients are multiplied by besides their weights. */
  readonly scale: number;
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  readonly options: any;
  readonly truth: LossTruth;
}

/** What a call of an element-wise loss, or a penalty, was given. */
export interface LossCall extends CommonCall {
  readonly spec: SpecOf<"loss"> | SpecOf<"penalty">;
  readonly prediction: Values;
  readonly target: Values | undefined;
}

/** What a call of a row loss was given. */
export interface RowLossCall extends CommonCall {
  readonly spec: SpecOf<"rowLoss">;
  readonly prediction: Values;
  readonly targets: Pick<RowTargets, "indices" | "ignoreIndex"> & {
    readonly probabilities: Values | undefined;
    readonly classWeights: Values | undefined;
  };
  readonly rows: number;
  readonly columns: number;
}

/** What is known of losses and gradients before weights and scale multiply them. */
interface Parts {
  readonly bound: Bound;
  readonly loss: Known;
  readonly gradient: Known;
  /** See LossSpec. */
  readonly slope: number;
}

/** @param lossOf the loss that an element's gradient belongs to */
function tolerances(
  call: CommonCall,
  precision: Precision,
  { bound, loss, gradient, slope }: Parts,
  lossOf: PerElement,
): LossTolerances {
  const { weights, scale, truth } = call;
  const weightOf: PerElement = (i) => (weights ? Math.abs(weights[i] as number) : 1);
  // What a weight of 0 leaves out is exactly 0, whatever came on the way.
  const unlessLeftOut = (by: number, of: PerElement | undefined, i: number) => (by === 0 ? 0 : (of?.(i) ?? 1));
  const multiplied = ({ factor, largest, terms, isLost, vanishes }: Known, by: PerElement): Known => ({
    isLost,
    vanishes,
    factor: (i) => (Number.isFinite(by(i)) ? by(i) * unlessLeftOut(by(i), factor, i) : by(i)),
    largest: (i) => unlessLeftOut(by(i), largest, i),
    terms: terms && ((i) => by(i) * unlessLeftOut(by(i), terms, i)),
  });
  const losses = weights
    ? productTolerance(bound, precision, multiplied(loss, weightOf), truth.losses)
    : ownTolerance(bound, precision, loss, truth.losses);
  const gradients =
    weights || scale !== 1
      ? productTolerance(
          bound,
          precision,
          multiplied(gradient, (i) => weightOf(lossOf(i)) * Math.abs(scale) * slope),
          truth.gradients,
        )
      : ownTolerance(bound, precision, gradient, truth.gradients);
  return { losses, gradients, cost: costTolerance(precision, losses, truth.losses) };
}

export function lossTolerances(call: LossCall, precision: Precision): LossTolerances {
  const { spec, prediction, target, options } = call;
  const p: PerElement = (i) => prediction[i] as number;
  const t: PerElement = (i) => (target ? (target[i] as number) : 0);
  if (spec.kind === "penalty") {
    const parts = {
      bound: spec.bound,
      loss: { largest: (i: number) => spec.penalty(p(i), options) },
      gradient: { largest: (i: number) => spec.gradient(p(i), options) },
      slope: 1,
    };
    return tolerances(call, precision, parts, (i) => i);
  }
  const factor: PerElement = (i) => spec.factor?.(p(i), options) ?? 1;
  const parts = (name: "loss" | "gradient", terms: "terms" | "gradientTerms"): Known => ({
    factor,
    vanishes: spec.vanishes && ((i) => spec.vanishes?.(p(i), t(i), options) ?? false),
    largest: (i) => Math.max(Math.abs(spec[name](p(i), t(i), options)), spec.onTheWay?.(p(i), t(i), options) ?? 0),
    terms: spec[terms] && ((i) => spec[terms]?.(p(i), t(i), options) as number),
  });
  const { bound, slope = 1 } = spec;
  return tolerances(
    call,
    precision,
    { bound, loss: parts("loss", "terms"), gradient: parts("gradient", "gradientTerms"), slope },
    (i) => i,
  );
}

export function rowLossTolerances(call: RowLossCall, precision: Precision): LossTolerances {
  const { spec, rows, columns, options, targets } = call;
  const { indices, ignoreIndex, probabilities } = targets;
  const classWeights = targets.classWeights ?? new Float32Array(columns).fill(1);
  const found = Array.from({ length: columns > 0 ? rows : 0 }, (_, r) => {
    const row = rowOf(call.prediction, r, columns);
    const target: RowTarget = indices
      ? { index: indices[r] as number }
      : { probabilities: rowOf(probabilities as Values, r, columns) };
    // An ignored row is exactly 0, and tells nothing.
    if (indices && indices[r] === ignoreIndex) return undefined;
    const given = [row, target, options, classWeights] as const;
    const size = spec.factor?.(target, options, classWeights) ?? 1;
    const onTheWay = spec.onTheWay?.(row) ?? 0;
    const weight = Math.abs(call.weights?.[r] ?? 1);
    return {
      // Targets may have been flushed themselves.
      factor: Math.max(1, size),
      // Of weights that are no numbers, and in `fast` of sums that come near the end of float32.
      isLost:
        size === Infinity ||
        !(weight < Infinity) ||
        (precision === "fast" && Math.max(2 * size * columns, 2 * size * onTheWay, onTheWay) >= END),
      vanishes: spec.vanishes?.(...given) ?? false,
      loss: Math.max(Math.abs(spec.loss(...given)), onTheWay),
      gradient: spec.gradient(...given),
      terms: spec.terms?.(...given) ?? 0,
      gradientTerms: spec.gradientTerms?.(...given),
    };
  });
  const of = (i: number) => found[Math.floor(i / columns)];
  const parts: Parts = {
    bound: spec.bound,
    slope: 1,
    loss: {
      factor: (r) => found[r]?.factor ?? 0,
      isLost: (r) => found[r]?.isLost ?? false,
      vanishes: (r) => found[r]?.vanishes ?? false,
      largest: (r) => found[r]?.loss ?? 0,
      terms: spec.terms && ((r) => found[r]?.terms ?? 0),
    },
    gradient: {
      factor: (i) => of(i)?.factor ?? 0,
      isLost: (i) => of(i)?.isLost ?? false,
      largest: (i) => of(i)?.gradient[i % columns] ?? 0,
      terms: spec.gradientTerms && ((i) => of(i)?.gradientTerms?.[i % columns] ?? 0),
    },
  };
  return tolerances(call, precision, parts, (i) => Math.floor(i / columns));
}

function rowOf(values: Values, r: number, columns: number): Float64Array {
  return Float64Array.from({ length: columns }, (_, c) => values[r * columns + c] as number);
}
