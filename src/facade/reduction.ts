// From losses to costs: the options that all losses share.

import type { Input } from "../backend/backend.js";
import { checkInput, checkSize, describe } from "./arguments.js";
import type { Context } from "./context.js";
import type { Reduction, ReductionOptions } from "./types.js";

export const REDUCTION_OPTIONS = ["reduction", "weights", "normalize", "emptyMean"] as const;

const REDUCTIONS: readonly unknown[] = ["mean", "sum", "none"] satisfies Reduction[];
const NORMALIZATIONS: readonly unknown[] = ["count", "weights"];
const EMPTY_MEANS: readonly unknown[] = ["nan", "zero"];

function checkChoice(op: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (value === undefined || choices.includes(value)) return;
  throw new (typeof value === "string" ? RangeError : TypeError)(
    `${op}: ${name} is ${describe(value)}, expected ${choices.map((c) => `"${c}"`).join(" or ")}`,
  );
}

/** @param losses how many there are */
export function checkReduction(op: string, given: ReductionOptions | undefined, losses: number, context: Context): void {
  if (given === undefined) return;
  checkChoice(op, "reduction", given.reduction, REDUCTIONS);
  checkChoice(op, "normalize", given.normalize, NORMALIZATIONS);
  checkChoice(op, "emptyMean", given.emptyMean, EMPTY_MEANS);
  if (given.weights === undefined) return;
  checkInput(op, "weights", given.weights, context);
  checkSize(op, "weights", given.weights, losses, "one for each loss");
}

export function isUnreduced(given: ReductionOptions | undefined): boolean {
  return given?.reduction === "none";
}

/** Whether the sum of the losses is divided at all. */
export function isMean(given: ReductionOptions | undefined): boolean {
  return given?.reduction === undefined || given.reduction === "mean";
}

/** The sample weights by which a mean divides, if it does so. */
export function normalizingWeights(given: ReductionOptions | undefined): Input | undefined {
  return given?.normalize === "weights" ? given.weights : undefined;
}

/** What gradients of the losses are multiplied by. */
export function scaleFor(divisor: number): number {
  return divisor === 0 ? 0 : 1 / divisor;
}

/** The cost from the sum of the losses. @param divisor 1 unless the reduction is a mean */
export function reduce(given: ReductionOptions | undefined, sum: number, divisor: number): number {
  if (divisor !== 0) return sum / divisor;
  return given?.emptyMean === "zero" ? 0 : Number.NaN;
}
