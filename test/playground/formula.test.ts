// Formulas of the table, set and computed: what the playground shows and what its lens takes for the textbook.

import katex from "katex";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../playground/formula/evaluate.js";
import { parseFormula } from "../../playground/formula/parse.js";
import { texOf } from "../../playground/formula/tex.js";
import { ops } from "../../src/described.js";
import type { Described, Spec } from "../../src/spec/types.js";

const specs = Object.values(ops) as Described<Spec>[];
const parsed = (text: string) => {
  const formula = parseFormula(text);
  if (!formula) throw new Error(`no formula: ${text}`);
  return formula;
};
const tex = (text: string) => texOf(parsed(text));
const value = (text: string, values: Record<string, number> = {}) => evaluate(parsed(text), values);

describe("a formula", () => {
  it.each([
    ["1 / (1 + e^−x)", "\\frac{1}{1 + e^{-x}}"],
    ["½ (1 + x)", "\\tfrac12 \\, \\left(1 + x\\right)"],
    [
      "|d| ≤ delta ? ½d² : delta",
      "\\begin{cases} \\tfrac12 \\, d^{2} & \\left|d\\right| \\le \\delta \\\\ \\delta & \\text{otherwise} \\end{cases}",
    ],
    ["−Σ_c target_c · log p_c", "-\\sum_{c} y_{c} \\cdot \\log p_{c}"],
    ["(a + b) · c", "\\left(a + b\\right) \\cdot c"],
    ["a − (b − c)", "a - \\left(b - c\\right)"],
    ["√(mean (x − y)²)", "\\sqrt{\\operatorname{mean}\\left(\\left(x - y\\right)^{2}\\right)}"],
    ["x[m, k] · w", "x_{m,k} \\cdot w"],
  ])("%s is set as in a book", (text, expected) => {
    expect(tex(text)).toBe(expected);
  });

  it.each([
    ["x > 0 ? x : 2 · x", { x: -3 }, -6],
    ["−x²", { x: 3 }, -9],
    ["a − b − c", { a: 9, b: 3, c: 2 }, 4],
    ["a / b / c", { a: 12, b: 3, c: 2 }, 2],
    ["½d² + ||d| − 1|", { d: -2 }, 3],
    ["min(max(x, 0), 6)", { x: 8 }, 6],
    ["k · f(2), f(x) = x² + 1, k = 3", {}, 15],
    ["log(1 / x) = −log(x)", { x: 1 }, 0],
  ])("%s is computed", (text, values, expected) => {
    expect(value(text, values)).toBe(expected);
  });

  it("is rounded to float32 after every operation", () => {
    expect(value("e^x − 1", { x: 1e-8 })).toBe(0);
    expect(value("(x + 1) − x", { x: 2 ** 24 })).toBe(0);
    expect(value("x · 3", { x: 0.1 })).toBe(Math.fround(Math.fround(0.1) * 3));
  });

  it("that speaks of something unknown has no value", () => {
    expect(() => value("x + y", { x: 1 })).toThrow(ReferenceError);
    expect(() => value("nonsense(x)", { x: 1 })).toThrow(ReferenceError);
    expect(() => value("Σ_i x_i", { x: 1 })).toThrow(ReferenceError);
  });

  it.each(["max of each element", "1 +", "(x", "x # y", ""])("is none: %j", (text) => {
    expect(parseFormula(text)).toBeUndefined();
  });
});

describe("the table", () => {
  it.each(specs.map(({ name, formula }) => [name, formula]))("%s: its formula can be set, or is in words", (_, text) => {
    const formula = parseFormula(text as string);
    expect(formula ? katex.renderToString(texOf(formula), { throwOnError: true, strict: false }) : text).toBeTruthy();
  });

  it("has few formulas in words", () => {
    const inWords = specs.filter(({ formula }) => !parseFormula(formula));
    expect(inWords.length).toBeLessThan(specs.length / 4);
  });
});
