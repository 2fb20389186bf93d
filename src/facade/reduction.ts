// From losses to costs: the options that all losses share.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { describe } from "./arguments.js";
import { isOnRoot } from "./plain.js";
import { checkFits, product, type Shape, startsWith, toldShape } from "./shapes.js";
import type { Reduction, ReductionOptions } from "./types.js";

/** What is asked of a loss. */
export type Wanted = "value" | "grad" | "both";

export const REDUCTION_OPTIONS = ["reduction", "weights", "normalize", "emptyMean"] as const;

const REDUCTIONS: readonly unknown[] = ["mean", "sum", "none"] satisfies Reduction[];
const NORMALIZATIONS: readonly unknown[] = ["count", "weights"];
const EMPTY_MEANS: readonly unknown[] = ["nan", "zero"];

function checkChoice(op: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (value !== undefined && !choices.includes(value)) refuseChoice(op, name, value, choices);
}

function refuseChoice(op: string, name: string, value: unknown, choices: readonly unknown[]): never {
  throw new (typeof value === "string" ? RangeError : TypeError)(
    `${op}: ${name} is ${describe(value)}, expected ${choices.map((c) => `"${c}"`).join(" or ")}`,
  );
}

/** Whether one of these, as it was read of options, is or might be that of Object.prototype. */
export function areOnRoot(
  reduction: unknown,
  weights: unknown,
  normalize: unknown,
  emptyMean: unknown,
  options: object,
): boolean {
  return (
    isOnRoot("reduction", reduction, options) ||
    isOnRoot("weights", weights, options) ||
    isOnRoot("normalize", normalize, options) ||
    isOnRoot("emptyMean", emptyMean, options)
  );
}

export function checkReduction(op: string, reduction: unknown, normalize: unknown, emptyMean: unknown): void {
  checkChoice(op, "reduction", reduction, REDUCTIONS);
  checkChoice(op, "normalize", normalize, NORMALIZATIONS);
  checkChoice(op, "emptyMean", emptyMean, EMPTY_MEANS);
}

/** That there is a weight for each loss. Their axes are those of the losses, from the first on: what is left of these must be 1. */
export function checkWeights(op: string, weights: Input, losses: Shape): void {
  const told = toldShape(weights);
  if (told && told.length < losses.length && sizeOf(weights) === product(losses) && startsWith(losses, told)) return;
  checkFits(op, "weights", weights, losses, "one for each loss");
}

/** What gradients of the losses are multiplied by. */
export function scaleFor(divisor: number): number {
  return divisor === 0 ? 0 : 1 / divisor;
}

/** The cost from the sum of the losses. @param divisor 1 unless the reduction is a mean */
export function reduce(sum: number, divisor: number, emptyMean: ReductionOptions["emptyMean"]): number {
  if (divisor !== 0) return sum / divisor;
  return emptyMean === "zero" ? 0 : Number.NaN;
}
