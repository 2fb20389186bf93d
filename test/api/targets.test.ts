// What a row loss takes its target for. What has the prediction's size are probabilities, of whatever kind the array is; what has
// the losses' size are classes, and with one class always. An op that takes probabilities only, or classes only, never asks.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { bell, classes, distributions, memo } from "../inputs.js";
import { eachSubject, specsOf, subjects, verifyingSubjects } from "../subjects.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

const probabilityOps = specsOf("rowLoss").filter(({ targets }) => targets === "probabilities");
const classOps = specsOf("rowLoss").filter(({ targets }) => targets !== "probabilities");

describe("one column", () => {
  it("is met by several ops", () => expect(probabilityOps.length).toBeGreaterThan(2));

  // D(p‖q) of one class is p log(p / q), its gradient −p / q; of the logits of one class it is p log p, and 0.
  const truth: Record<string, (q: number, p: number) => { value: number; grad: number }> = {
    klDivergence: (q, p) => ({ value: p * Math.log(p / q), grad: -p / q }),
    klDivergenceWithLogits: (_, p) => ({ value: p * Math.log(p), grad: 0 }),
    categoricalCrossEntropy: (q, p) => ({ value: -p * Math.log(q), grad: -p / q }),
  };

  eachSubject([...subjects, ...verifyingSubjects], (subject) => {
    it.each(Object.entries(truth))("of %s holds probabilities", (op, of) => {
      const rows = subject.verifies ? 100 : 20_000;
      const shape = [rows, 1];
      const [q, p] = [0.25, 0.75].map((each) => new Float32Array(rows).fill(each)) as [Float32Array, Float32Array];
      const { value, grad } = of(0.25, 0.75);
      const got = subject.call(op, "valueAndGrad", [q, p], { shape, reduction: "none" }) as Record<string, Float32Array>;
      for (const [name, expected] of Object.entries({ value, grad })) {
        const values = got[name] as Float32Array;
        expect(values.length).toBe(rows);
        for (const each of values) expect(Math.abs(each - expected)).toBeLessThan(1e-6);
      }
      expect(subject.cost(op, [q, p], { shape })).toBeCloseTo(value, 6);
    });

    it("of crossEntropy is the only class", () => {
      const rows = subject.verifies ? 100 : 20_000;
      const shape = [rows, 1];
      const logits = bell(rows, 31, 3);
      expect(subject.cost("crossEntropy", [logits, new Int32Array(rows)], { shape })).toBe(0);
      expect(subject.cost("crossEntropy", [logits, new Float32Array(rows)], { shape })).toBe(0);
      const half = new Float32Array(rows).fill(0.5);
      expect(() => subject.cost("crossEntropy", [logits, half], { shape })).toThrow(
        "target[0] is 0.5, expected a class from 0 to 0",
      );
    });
  });

  it.each(instances)("may come in any array (%s)", (_, lw) => {
    for (const shape of [[1, 1], [1], [3, 1]]) {
      const rows = shape.length === 1 ? 1 : (shape[0] as number);
      const [q, one] = [new Array(rows).fill(0.5), new Array(rows).fill(1)];
      for (const target of [one, Float32Array.from(one), Float64Array.from(one), Int32Array.from(one), Uint8Array.from(one)]) {
        expect(lw.klDivergence(q, target, { shape })).toBeCloseTo(Math.LN2, 6);
        expect(lw.categoricalCrossEntropy(q, target, { shape })).toBeCloseTo(Math.LN2, 6);
      }
    }
    expect(lw.klDivergence([0.5], [0.5], { shape: [1, 1] })).toBe(0);
  });
});

describe("class indices", () => {
  const [rows, columns] = [6, 5];
  const indices = classes(rows, columns, 41);
  const logits = bell(rows * columns, 42, 2);
  const predictions = {
    logits,
    probabilities: distributions(rows, columns, 43),
    logProbabilities: distributions(rows, columns, 44).map(Math.log),
  };

  describe.each(instances)("%s", (_, lw) => {
    it.each(classOps.map((spec) => [spec.name, spec] as const))("of %s may come in any array or tensor", (op, spec) => {
      const loss = lw[op as "crossEntropy"].valueAndGrad as unknown as (...given: unknown[]) => unknown;
      const prediction = predictions[spec.predictions];
      const options = { shape: [rows, columns] };
      const expected = loss(prediction, indices, options);
      const plain = Array.from(indices);
      const big = plain.map(BigInt);
      for (const target of [
        plain,
        Float32Array.from(indices),
        Float64Array.from(indices),
        Uint8Array.from(indices),
        Int8Array.from(indices),
        Uint16Array.from(indices),
        Uint32Array.from(indices),
        Uint8ClampedArray.from(indices),
        BigInt64Array.from(big),
        BigUint64Array.from(big),
        plain.map((each) => [each]),
      ]) {
        expect(loss(prediction, target, options), target.constructor.name).toEqual(expected);
      }
      lw.scope(() => {
        for (const shape of [[rows], [rows, 1]]) expect(loss(prediction, lw.tensor(indices, shape), options)).toEqual(expected);
        const inRows = lw.tensor(prediction, [2, 3, columns]);
        for (const shape of [
          [2, 3],
          [2, 3, 1],
        ]) {
          const { value } = loss(inRows, lw.tensor(indices, shape)) as { value: number };
          expect(value).toBe((expected as { value: number }).value);
        }
        for (const shape of [[3, 2], [6], [3, 2, 1], [1, 2, 3], [1, 6]]) {
          expect(() => loss(inRows, lw.tensor(indices, shape)), String(shape)).toThrow(RangeError);
        }
      });
    });

    it.each(classOps.map((spec) => [spec.name, spec] as const))("of %s in 64 bits are checked as what they are", (op, spec) => {
      const loss = lw[op as "crossEntropy"] as unknown as (...given: unknown[]) => unknown;
      const prediction = predictions[spec.predictions];
      const given = (changed: bigint, ignoreIndex?: number) => {
        const target = BigInt64Array.from(indices, BigInt);
        target[3] = changed;
        return () => loss(prediction, target, { shape: [rows, columns], ignoreIndex });
      };
      for (const wrong of [-1n, 5n, 2n ** 32n, 2n ** 32n + 1n, -(2n ** 32n), 2n ** 62n, -(2n ** 63n)]) {
        // What a double cannot hold is said as it is, whatever the number of classes.
        const range = Number.isSafeInteger(Number(wrong)) ? " from 0 to 4" : "";
        expect(given(wrong), String(wrong)).toThrow(new RangeError(`${op}: target[3] is ${wrong}, expected a class${range}`));
      }
      for (const ignored of [-100n, -1n, 2n]) {
        const plain = Array.from(indices);
        plain[3] = Number(ignored);
        const expected = loss(prediction, plain, { shape: [rows, columns], ignoreIndex: Number(ignored) });
        expect(given(ignored, Number(ignored))()).toBe(expected);
      }
      // 2^32 − 100 in 32 bits would be −100.
      expect(given(2n ** 32n - 100n, -100)).toThrow(RangeError);
    });

    it("in 64 bits are no other data", () => {
      const relu = lw.relu as unknown as (x: unknown) => unknown;
      expect(() => relu(BigInt64Array.of(1n))).toThrow(TypeError);
      const kl = lw.klDivergence as unknown as (...given: unknown[]) => unknown;
      expect(() => kl([0.5, 0.5], BigInt64Array.of(1n, 0n))).toThrow(TypeError);
    });

    it("in one-hot rows of any array are probabilities", () => {
      const oneHot = new Float32Array(rows * columns);
      indices.forEach((index, row) => {
        oneHot[row * columns + index] = 1;
      });
      const loss = lw.crossEntropy.valueAndGrad as unknown as (...given: unknown[]) => unknown;
      const options = { shape: [rows, columns] };
      const expected = loss(logits, oneHot, options);
      for (const target of [Array.from(oneHot), Int32Array.from(oneHot), Uint8Array.from(oneHot), Float64Array.from(oneHot)]) {
        expect(loss(logits, target, options), target.constructor.name).toEqual(expected);
      }
      const nested = Array.from({ length: rows }, (_, row) => Array.from(oneHot.subarray(row * columns, (row + 1) * columns)));
      expect(loss(logits, nested, options)).toEqual(expected);
    });

    it("beyond a block are found where they stand", () => {
      const many = 40_000;
      const x = memo("targets of many rows", () => bell(many * 2, 45, 2));
      const target = classes(many, 2, 46);
      const expected = lw.crossEntropy(x, target, { shape: [many, 2] });
      expect(lw.crossEntropy(x, Float32Array.from(target), { shape: [many, 2] })).toBe(expected);
      const loss = lw.crossEntropy as unknown as (...given: unknown[]) => unknown;
      expect(loss(x, BigInt64Array.from(target, BigInt), { shape: [many, 2] })).toBe(expected);
      const wrong = Array.from(target);
      wrong[33_333] = 2;
      expect(() => lw.crossEntropy(x, wrong, { shape: [many, 2] })).toThrow("target[33333] is 2, expected a class from 0 to 1");
    });
  });
});
