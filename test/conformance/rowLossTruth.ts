// Losses of rows in float64, and how far a float32 result may lie from them.

import type { Precision } from "../../src/runtime/modules.js";
import type { RowTarget, SpecOf } from "../../src/spec/types.js";
import { resolved } from "../inputs.js";
import { type Allowance, boundedProduct, termError } from "../judge.js";
import type { Options } from "../subjects.js";

type RowLossSpec = SpecOf<"rowLoss">;

export interface RowLossTruth {
  /** One for each row; 0 where it is ignored. */
  readonly losses: Float64Array;
  readonly gradients: Float64Array;
  /** Magnitudes that cancel in a row's loss. */
  readonly lossTerms: Float64Array;
  /** Magnitudes that cancel in an element's gradient. */
  readonly gradientTerms: Float64Array;
  /** Rows that count, each with the weight of its class: what the mean of class indices divides by. */
  readonly rowWeights: Float64Array;
}

export interface RowLossCase {
  readonly spec: RowLossSpec;
  readonly prediction: Float32Array;
  readonly target: Float32Array | Int32Array;
  readonly rows: number;
  readonly columns: number;
  readonly options: Options;
}

function softmaxOf(row: Float64Array): Float64Array {
  const max = row.reduce((a, b) => (b > a ? b : a), -Infinity);
  const exponentials = row.map((each) => Math.exp(each - max));
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((each) => each / sum);
}

export function rowLossTruth({ spec, prediction, target, rows, columns, options }: RowLossCase): RowLossTruth {
  const { ignoreIndex, classWeights, ...own } = options as { ignoreIndex?: number; classWeights?: Float32Array };
  const values = resolved(spec, own);
  const classes = classWeights ?? new Float32Array(columns).fill(1);
  const truth = {
    losses: new Float64Array(rows),
    gradients: new Float64Array(rows * columns),
    lossTerms: new Float64Array(rows),
    gradientTerms: new Float64Array(rows * columns),
    rowWeights: new Float64Array(rows).fill(1),
  };
  for (let r = 0; r < rows; r++) {
    const row = Float64Array.from(prediction.subarray(r * columns, (r + 1) * columns));
    const index = target instanceof Int32Array ? (target[r] as number) : -1;
    if (target instanceof Int32Array && index === ignoreIndex) {
      truth.rowWeights[r] = 0;
      continue;
    }
    const probabilities =
      target instanceof Int32Array ? undefined : Float64Array.from(target.subarray(r * columns, (r + 1) * columns));
    const rowTarget: RowTarget = probabilities ? { probabilities } : { index };
    if (!probabilities) truth.rowWeights[r] = classes[index] as number;
    truth.losses[r] = spec.loss(row, rowTarget, values, classes);
    truth.lossTerms[r] = spec.terms?.(row, rowTarget, values, classes) ?? 0;
    const gradient = spec.gradient(row, rowTarget, values, classes);
    truth.gradients.set(gradient, r * columns);
    truth.gradientTerms.set(gradientTerms(spec, row, probabilities, gradient, classes), r * columns);
  }
  return truth;
}

function gradientTerms(
  spec: RowLossSpec,
  row: Float64Array,
  probabilities: Float64Array | undefined,
  gradient: Float64Array,
  classes: Float32Array,
): Float64Array {
  if (spec.predictions === "logits") {
    // mass · softmax − a: both terms.
    const mass = Math.max(...classes) * (probabilities ? probabilities.reduce((a, b) => a + b, 0) : 1);
    return softmaxOf(row).map((p, c) => Math.abs(gradient[c] as number) / spec.bound.fast + 2 * mass * p);
  }
  // Logarithms of prediction and target may cancel; a bare quotient keeps its own bound, which is smaller than this.
  return row.map((q, c) => {
    const p = probabilities?.[c];
    const size = p === undefined ? 0 : 1 + Math.abs(Math.log(q)) + Math.abs(Math.log(p));
    return spec.terms && Number.isFinite(size) ? size : 0;
  });
}

/** @param factor what an element is multiplied by: weight and scale @param terms magnitudes that cancel, factor aside */
export function rowLossAllowance(
  spec: RowLossSpec,
  precision: Precision,
  factor: (index: number) => number,
  terms: Float64Array,
): Allowance {
  const absolute = (i: number) => {
    const size = Math.abs(factor(i)) * (terms[i] as number) * termError(spec.bound, precision);
    return Number.isFinite(size) ? size : 0;
  };
  return { ...boundedProduct(spec.bound, precision, factor), absolute };
}
