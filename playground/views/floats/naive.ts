// What a program that follows the textbook would compute: the table's formula, evaluated in float32 step by step.

import { evaluate } from "../../formula/evaluate.js";
import { parseFormula } from "../../formula/parse.js";
import type { Options } from "../../library/calls.js";
import type { SpecOf } from "../../library/library.js";
import { lw, specsOf } from "../../library/library.js";
import { defaultsOf } from "../../library/options.js";

export type Naive = (x: number) => number;

/** The error function, by way of the exact gelu x · Φ(x). */
function erf(z: number): number {
  const x = z * Math.SQRT2;
  if (Math.abs(z) < 1e-6) return Math.fround((2 * z) / Math.sqrt(Math.PI));
  return Math.fround((2 * lw.ops.gelu.forward(x, { approximate: "none" })) / x - 1);
}

export function naiveOf(spec: SpecOf<"activation">, options: Options): Naive | undefined {
  const parsed = parseFormula(spec.formula);
  if (!parsed) return undefined;
  const numbers = Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
  return (x) => evaluate(parsed, { ...numbers, x }, { erf });
}

/** Activations whose formula can be computed as it stands, and means what the reference computes. */
export const naiveSpecs = specsOf("activation").filter((spec) => {
  try {
    const options = defaultsOf(spec);
    const naive = naiveOf(spec, options);
    return naive !== undefined && Math.abs(naive(0.75) - spec.forward(0.75, options)) < 1e-4;
  } catch (error) {
    if (error instanceof ReferenceError) return false;
    throw error;
  }
});
