// Layers against products in float64, at shapes that do not fit vectors, tiles or panels, zeros among them.

import { describe, expect, it } from "vitest";
import { sumTolerance, type Tolerance } from "../../src/accuracy/tolerance.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { Bound } from "../../src/spec/types.js";
import { bell, memo } from "../inputs.js";
import { judge } from "../judge.js";
import { eachSubject, named, type Shaped, specsOf, subjects } from "../subjects.js";

/** [rows of x, its columns, outputs] */
const SHAPES = [
  [1, 1, 1],
  [1, 7, 5],
  [3, 1, 4],
  [2, 3, 1],
  [5, 7, 4],
  [4, 16, 8],
  [17, 33, 9],
  [31, 5, 65],
  [64, 64, 64],
  [7, 257, 31],
  [129, 31, 130],
  [1, 1000, 17],
  [1000, 3, 1],
  [65, 1025, 3],
  [0, 3, 4],
  [3, 4, 0],
  [3, 0, 4],
] as const;

interface Product {
  readonly values: Float64Array;
  /** Σ |a · b| of each element. */
  readonly magnitudes: Float64Array;
  readonly products: number;
}

/** a[m, k] · b[k, n] + bias[n], where `at` reads the factors. */
function product(m: number, k: number, n: number, at: (i: number, p: number, j: number) => number, bias?: Float32Array): Product {
  const values = new Float64Array(m * n);
  const magnitudes = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = bias ? (bias[j] as number) : 0;
      let size = Math.abs(sum);
      for (let p = 0; p < k; p++) {
        const term = at(i, p, j);
        sum += term;
        size += Math.abs(term);
      }
      values[i * n + j] = sum;
      magnitudes[i * n + j] = size;
    }
  }
  return { values, magnitudes, products: k };
}

/** Roundings of numbers without a pattern do not add up: sums of any length are as near as those of sixteen. */
const tolerance = (bound: Bound, precision: Precision, { values, magnitudes, products }: Product): Tolerance =>
  sumTolerance(bound, precision, magnitudes, Math.min(products, 16), values);

describe.each(named(specsOf("layer")))("%s", (name, spec) => {
  eachSubject(subjects, (subject) => {
    // Without columns, flat weights cannot tell how many outputs there are: only a tensor's shape can.
    const shapes = SHAPES.filter(([, k]) => k > 0 || subject.form === "tensors");

    it.each(shapes)("[%i, %i] · [%i outputs]", (m, k, n) => {
      const x = memo(`x ${m} ${k}`, () => bell(m * k, 101));
      const weights: Shaped = { data: memo(`w ${k} ${n}`, () => bell(k * n, 102)), shape: [k, n] };
      const bias = memo(`bias ${n}`, () => bell(n, 103));
      const dy: Shaped = { data: memo(`dy ${m} ${n}`, () => bell(m * n, 104)), shape: [m, n] };
      const [w, g] = [weights.data, dy.data];
      const at = (values: Float32Array, i: number) => values[i] as number;
      const shape = [m, k];
      const check = (label: string, got: Float32Array, expected: Product) =>
        judge(`${name} ${label}`, got, expected.values, tolerance(spec.bound, subject.precision, expected));

      for (const b of [bias, undefined]) {
        const y = memo(`y ${m} ${k} ${n} ${!b}`, () => product(m, k, n, (i, p, j) => at(x, i * k + p) * at(w, p * n + j), b));
        check("forward", subject.numbers(name, "forward", [x, weights, b], { shape }), y);
      }
      const got = subject.parts<"x" | "weights" | "bias">(name, "backward", [dy, x, weights], { shape });
      const dx = memo(`dx ${m} ${k} ${n}`, () => product(m, n, k, (i, p, j) => at(g, i * n + p) * at(w, j * n + p)));
      check("backward x", got.x, dx);
      const dWeights = memo(`dw ${m} ${k} ${n}`, () => product(k, m, n, (i, p, j) => at(x, p * k + i) * at(g, p * n + j)));
      check("backward weights", got.weights, dWeights);
      const dBias = memo(`db ${m} ${n}`, () => product(1, m, n, (_, p, j) => at(g, p * n + j)));
      check("backward bias", got.bias, dBias);
    });

    it("takes more axes in front", () => {
      const [x, weights] = [bell(2 * 3 * 5, 105), bell(5 * 4, 106)];
      const flat = subject.numbers(name, "forward", [x, weights, undefined], { shape: [6, 5] });
      const deep = subject.numbers(name, "forward", [x, weights, undefined], { shape: [2, 3, 5] });
      expect([...deep]).toEqual([...flat]);
    });
  });
});
