// Reads the polynomials of assembly/math from its sources: the coefficients, and what the comment above them states.
//
// Coefficients of P are the constants P0, P1, … (of a divisor with leading 1: Q1, Q2, …), or one array. Above the first of
// them stands, once for every interval, and followed by how they were found:
//   // e^r − 1 ≈ r + r² P(r) for r in [−0.3468, 0.3468], relative error ≤ 2^-26.08; own Remez.

import { readdirSync, readFileSync } from "node:fs";

export interface Statement {
  /** "true function ≈ form", as it stands there: the key of what is computed here. */
  readonly form: string;
  readonly variable: string;
  /** The polynomial that approximates, and the one that divides it, if any. */
  readonly names: readonly string[];
  readonly interval: readonly [low: number, high: number];
  readonly measure: "absolute" | "relative";
  /** log2 of the stated error. */
  readonly exponent: number;
}

export interface Polynomial {
  readonly file: string;
  readonly name: string;
  readonly coefficients: readonly number[];
  readonly statements: readonly Statement[];
  /** How the coefficients were found. */
  readonly origin: string;
}

export interface MathSource {
  readonly file: string;
  readonly text: string;
}

const folder = new URL("../../assembly/math/", import.meta.url);

export const mathSources: readonly MathSource[] = readdirSync(folder)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(new URL(file, folder), "utf8") }));

const CONSTANT = /^const (\w+) = memory\.data<(f32|f64)>\(\[([^\]]*)\]\);/gm;
const STATEMENT =
  /([^;]+ ≈ [^;]+?) for (\w) in \[(−?[\d./]+), (−?[\d./]+)\], (absolute|relative) error ≤ 2\^(-[\d.]+)(?=[;:])[;:]?/g;

interface Constant {
  readonly name: string;
  readonly values: readonly number[];
  readonly comment: string;
}

function constantsOf({ text }: MathSource): Constant[] {
  return [...text.matchAll(CONSTANT)].map((match) => {
    const [, name, type, list] = match as unknown as [string, string, string, string];
    const round = type === "f32" ? Math.fround : Number;
    const above = text.slice(0, match.index).split("\n").slice(0, -1);
    const lines = above.slice(above.findLastIndex((line) => !line.startsWith("//")) + 1);
    const comment = lines.map((line) => line.slice(2).trim()).join(" ");
    return {
      name,
      values: list
        .split(",")
        .filter((each) => each.trim())
        .map((each) => round(Number(each))),
      comment,
    };
  });
}

/** A decimal number or a fraction, with the sign of print. */
function number(text: string): number {
  const [numerator, denominator = 1] = text.replace("−", "-").split("/").map(Number);
  return (numerator as number) / denominator;
}

function statementsIn(comment: string): Statement[] {
  return [...comment.matchAll(STATEMENT)].map((match) => {
    const [, form, variable, low, high, measure, exponent] = match as unknown as string[];
    const names = [...(form as string).matchAll(/\b([A-Z]+)\(/g)].map(([, name]) => name as string);
    return {
      form: (form as string).trim(),
      variable: variable as string,
      names,
      interval: [number(low as string), number(high as string)],
      measure: measure as Statement["measure"],
      exponent: Number(exponent),
    };
  });
}

/** The polynomials of a file. Throws where numbers are missing between the first and the last coefficient. */
export function polynomialsOf(source: MathSource): Polynomial[] {
  const sets = new Map<string, Map<number, Constant>>();
  const found: Polynomial[] = [];
  const add = (name: string, first: Constant, coefficients: readonly number[]) => {
    const origin = first.comment.replace(STATEMENT, "").trim();
    found.push({ file: source.file, name, coefficients, statements: statementsIn(first.comment), origin });
  };
  for (const constant of constantsOf(source)) {
    if (constant.values.length > 1) add(constant.name, constant, constant.values);
    const [, name, index] = /^([A-Z]+)(\d+)$/.exec(constant.name) ?? [];
    if (name) sets.set(name, (sets.get(name) ?? new Map()).set(Number(index), constant));
  }
  for (const [name, set] of sets) {
    const first = set.get(0) ?? set.get(1);
    // LN2 alone is no polynomial.
    if (!first || set.size < 2) continue;
    const degree = Math.max(...set.keys());
    const coefficients = Array.from({ length: degree + 1 }, (_, i) => {
      const constant = set.get(i);
      if (!constant && i > 0) throw new Error(`${source.file}: ${name}${i} is missing`);
      return constant ? (constant.values[0] as number) : 1;
    });
    add(name, first, coefficients);
  }
  return found;
}

/** Names of the constants that Horner's scheme adds in a file, from p = madd(p, x, C) and madd(B, x, C). */
export function hornerConstants({ text }: MathSource): string[] {
  const constant = String.raw`v128\.load(?:32|64)_splat\((\w+)\)`;
  const steps = text.matchAll(new RegExp(String.raw`(\w+) = n?madd<\w+>\(\1, \w+, ${constant}\)`, "g"));
  const starts = text.matchAll(new RegExp(String.raw`n?madd<\w+>\(${constant}, \w+, ${constant}\)`, "g"));
  return [...[...steps].map(([, , name]) => name as string), ...[...starts].flatMap(([, a, b]) => [a as string, b as string])];
}
