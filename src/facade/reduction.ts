// From losses to costs: the options that all losses share.

import type { Input } from "../backend/backend.js";
import { checkInput, checkSize, describe } from "./arguments.js";
import type { Context } from "./context.js";
import type { Reduction, ReductionOptions } from "./types.js";

export const REDUCTION_OPTIONS = ["reduction", "weights", "normalize", "emptyMean"] as const;

const CHOICES = { reduction: ["mean", "sum", "none"], normalize: ["count", "weights"], emptyMean: ["nan", "zero"] } as const;

export interface ReductionPlan {
  readonly reduction: Reduction;
  readonly weights: Input | undefined;
  /** What a sum of losses is divided by to give the value. */
  readonly divisor: number;
  /** What gradients of the losses are multiplied by. */
  readonly scale: number;
  /** The mean of nothing. */
  readonly empty: number;
}

export function checkReduction(op: string, given: ReductionOptions | undefined): void {
  for (const [name, choices] of Object.entries(CHOICES)) {
    const value = given?.[name as keyof typeof CHOICES];
    if (value !== undefined && !(choices as readonly string[]).includes(value)) {
      throw new (typeof value === "string" ? RangeError : TypeError)(
        `${op}: ${name} is ${describe(value)}, expected ${choices.map((c) => `"${c}"`).join(" or ")}`,
      );
    }
  }
}

/** @param losses how many there are; @param count what the mean divides by, given the sample weights if they normalise it */
export function planReduction(
  op: string,
  given: ReductionOptions | undefined,
  losses: number,
  count: (weights: Input | undefined) => number,
  { store }: Context,
): ReductionPlan {
  checkReduction(op, given);
  const reduction = given?.reduction ?? "mean";
  const weights = given?.weights;
  if (weights !== undefined) {
    checkInput(op, "weights", weights, store);
    checkSize(op, "weights", weights, losses, "one for each loss");
  }
  if (reduction !== "mean") return { reduction, weights, divisor: 1, scale: 1, empty: 0 };
  const divisor = count(given?.normalize === "weights" ? weights : undefined);
  const empty = given?.emptyMean === "zero" ? 0 : Number.NaN;
  return { reduction, weights, divisor, scale: divisor === 0 ? 0 : 1 / divisor, empty };
}

/** The cost from the sum of the losses. */
export function reduce(plan: ReductionPlan, sum: number): number {
  return plan.reduction === "mean" && plan.divisor === 0 ? plan.empty : sum / plan.divisor;
}
