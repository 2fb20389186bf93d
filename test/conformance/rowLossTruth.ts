// Losses of rows in float64, and what the definition of a right result says of them.

import { type LossTolerances, rowLossTolerances } from "../../src/accuracy/losses.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { RowTarget, SpecOf } from "../../src/spec/types.js";
import { resolved } from "../inputs.js";
import type { Options } from "../subjects.js";

export interface RowLossTruth {
  /** One for each row; 0 where it is ignored. */
  readonly losses: Float64Array;
  readonly gradients: Float64Array;
  /** Magnitudes that cancel in a row's loss. */
  readonly lossTerms: Float64Array;
  /** Rows that count, each with the weight of its class: what the mean of class indices divides by. */
  readonly rowWeights: Float64Array;
}

export interface RowLossCase {
  readonly spec: SpecOf<"rowLoss">;
  readonly prediction: Float32Array;
  readonly target: Float32Array | Int32Array;
  readonly rows: number;
  readonly columns: number;
  readonly options: Options;
}

export function rowLossTruth({ spec, prediction, target, rows, columns, options }: RowLossCase): RowLossTruth {
  const { ignoreIndex, classWeights, ...own } = options as { ignoreIndex?: number; classWeights?: Float32Array };
  const values = resolved(spec, own);
  const classes = classWeights ?? new Float32Array(columns).fill(1);
  const truth = {
    losses: new Float64Array(rows),
    gradients: new Float64Array(rows * columns),
    lossTerms: new Float64Array(rows),
    rowWeights: new Float64Array(rows).fill(1),
  };
  for (let r = 0; r < rows; r++) {
    const row = Float64Array.from(prediction.subarray(r * columns, (r + 1) * columns));
    const index = target instanceof Int32Array ? (target[r] as number) : -1;
    if (target instanceof Int32Array && index === ignoreIndex) {
      truth.rowWeights[r] = 0;
      continue;
    }
    const rowTarget: RowTarget =
      target instanceof Int32Array
        ? { index }
        : { probabilities: Float64Array.from(target.subarray(r * columns, (r + 1) * columns)) };
    if (target instanceof Int32Array) truth.rowWeights[r] = classes[index] as number;
    truth.losses[r] = spec.loss(row, rowTarget, values, classes);
    truth.lossTerms[r] = spec.terms?.(row, rowTarget, values, classes) ?? 0;
    truth.gradients.set(spec.gradient(row, rowTarget, values, classes), r * columns);
  }
  return truth;
}

/** What belongs to one call: losses and gradients with their weights, and how far off results may be. */
export function weighedRows(given: RowLossCase, own: RowLossTruth, weights: Float32Array | undefined, scale: number) {
  const { spec, prediction, target, rows, columns } = given;
  const { ignoreIndex, classWeights, ...options } = given.options as { ignoreIndex?: number; classWeights?: Float32Array };
  const weightOf = (row: number) => (weights ? (weights[row] as number) : 1);
  const truth = {
    losses: own.losses.map((each, row) => each * weightOf(row)),
    gradients: own.gradients.map((each, i) => each * weightOf(Math.floor(i / columns)) * scale),
  };
  const targets = {
    indices: target instanceof Int32Array ? target : undefined,
    probabilities: target instanceof Int32Array ? undefined : target,
    ignoreIndex,
    classWeights,
  };
  const call = { spec, prediction, targets, rows, columns, weights, scale, truth, options: resolved(spec, options) };
  return { ...truth, tolerances: (precision: Precision): LossTolerances => rowLossTolerances(call, precision) };
}
