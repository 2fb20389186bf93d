// Every polynomial of assembly/math, as its source has it, against the error that its comment states, on a dense grid.

import { describe, expect, it } from "vitest";
import { forms } from "./coefficientsForms.js";
import { hornerConstants, mathSources, type Polynomial, polynomialsOf, type Statement } from "./coefficientsSource.js";

const POINTS = 40_000;
/** How much better than stated, in log2, before the statement says too little. */
const SLACK = 0.05;

const polynomials = mathSources.flatMap(polynomialsOf);

const evaluate = (coefficients: readonly number[], x: number) => coefficients.reduceRight((sum, each) => sum * x + each, 0);

function named(file: string, name: string): readonly number[] {
  const found = polynomials.find((each) => each.file === file && each.name === name);
  if (!found) throw new Error(`${file} states ${name}, which has no coefficients`);
  return found.coefficients;
}

/** log2 of the largest error on the grid. */
function worst(numerator: readonly number[], divisor: readonly number[] | undefined, statement: Statement): number {
  const form = forms[statement.form];
  if (!form) throw new Error(`nothing is known of the form "${statement.form}"`);
  const [low, high] = statement.interval;
  let largest = 0;
  for (let i = 0; i <= POINTS; i++) {
    const x = low + ((high - low) * i) / POINTS;
    const value = evaluate(numerator, x) / (divisor ? evaluate(divisor, x) : 1);
    const error = Math.abs((value - form.ideal(x)) * form[statement.measure](x));
    if (!(error <= largest)) largest = error;
  }
  return Math.log2(largest);
}

const parts = ({ file }: Polynomial, { names }: Statement) =>
  [named(file, names[0] as string), names[1] === undefined ? undefined : named(file, names[1])] as const;

describe("the coefficients of assembly/math", () => {
  it("are found", () => {
    expect(polynomials.length).toBeGreaterThanOrEqual(6);
    for (const source of mathSources) {
      const known = polynomials.filter(({ file }) => file === source.file);
      for (const constant of hornerConstants(source)) {
        const owner = known.find(({ name }) => constant.replace(/\d+$/, "") === name);
        expect(owner, `${source.file}: ${constant} is added in Horner's scheme, and belongs to no polynomial`).toBeDefined();
      }
      for (const { name, coefficients } of known) {
        for (const i of coefficients.keys()) {
          if (i === 0 && coefficients[0] === 1) continue;
          const uses = source.text.match(new RegExp(String.raw`\b${name}${i}\b`, "g")) ?? [];
          expect(uses.length, `${source.file}: ${name}${i} is not used`).toBeGreaterThan(1);
        }
      }
    }
  });

  it("are seen in Horner's scheme", () => {
    const text = "let p = madd<f64>(v128.load64_splat(A), z, v128.load64_splat(B));\np = madd<f64>(p, z, v128.load64_splat(C));";
    expect(hornerConstants({ file: "", text })).toEqual(["C", "A", "B"]);
    expect(mathSources.flatMap(hornerConstants).length).toBeGreaterThan(0);
  });

  describe.each(polynomials.map((each) => [`${each.file} ${each.name}`, each] as const))("%s", (label, polynomial) => {
    const stated = polynomials
      .filter(({ file }) => file === polynomial.file)
      .flatMap((each) => each.statements.map((statement) => ({ each, statement })))
      .filter(({ statement }) => statement.names.includes(polynomial.name));

    it("has its form, interval, error and origin stated", () => {
      expect(stated.length, `${label} has no statement above its first coefficient`).toBeGreaterThan(0);
      for (const { each, statement } of stated) {
        expect(forms[statement.form], `the form "${statement.form}"`).toBeDefined();
        expect(statement.form).toContain(`(${statement.variable})`);
        expect(statement.interval[0]).toBeLessThan(statement.interval[1]);
        expect(each.origin, "how they were found").not.toBe("");
        expect(each.origin, "a statement that cannot be read").not.toMatch(/[≈≤]/);
      }
    });

    it.each(stated.map(({ each, statement }) => [JSON.stringify(statement.interval), each, statement] as const))(
      "keeps the stated error on %s",
      (_, each, statement) => {
        const [numerator, divisor] = parts(each, statement);
        const found = worst(numerator, divisor, statement);
        expect(found, `${label}: 2^${found.toFixed(3)}, stated 2^${statement.exponent}`).toBeLessThanOrEqual(statement.exponent);
        expect(found, `${label}: 2^${found.toFixed(3)}, stated 2^${statement.exponent}`).toBeGreaterThan(
          statement.exponent - SLACK,
        );
        // And that this would have been noticed: any coefficient off by 1/1000.
        for (const i of numerator.keys()) {
          const spoilt = numerator.with(i, (numerator[i] as number) * 1.001);
          expect(worst(spoilt, divisor, statement)).toBeGreaterThan(statement.exponent);
        }
      },
    );
  });
});
