// Sums and means of a million losses of every kind against exact sums of the float64 losses; with signs that cancel; and the
// same bits from arrays, from tensors and from calls of block by block.

import { describe, expect, it } from "vitest";
import { memo } from "../inputs.js";
import type { Subject } from "../subjects.js";
import { BLOCK, type CostCase, costCases, moduleSubjects, partialSum } from "./reductionsCases.js";
import { ExactSum } from "./reductionsExact.js";

/** Relative, of costs whose losses have one sign. */
const BOUND = { fast: 2 ** -23, high: 1.02 * 2 ** -24 };

const size = (losses: CostCase) => losses.losses.length * losses.columns;
const sumOf = (each: CostCase) => memo(`sum ${each.name}`, () => ExactSum.of(each.losses));
/** Σ |loss| */
const sizeOf = (each: CostCase) =>
  memo(`size ${each.name}`, () => (each.losses.some((loss) => loss < 0) ? ExactSum.of(each.losses.map(Math.abs)) : sumOf(each)));

function cost(subject: Subject, each: CostCase, reduction: "sum" | "mean"): number {
  if (reduction === "sum") return partialSum(subject, each, 0, size(each));
  const shape = each.columns === 1 ? {} : { shape: [each.losses.length, each.columns] };
  return subject.cost(each.spec.name, each.inputs, { ...each.options, ...shape });
}

/** Sums of the calls between the cuts, added in their order. */
function inPieces(subject: Subject, each: CostCase, cuts: readonly number[]): number {
  const ends = [...cuts, size(each)];
  return ends.reduce((sum, end, i) => sum + partialSum(subject, each, i === 0 ? 0 : (ends[i - 1] as number), end), 0);
}

const blocksFrom = (start: number, length: number) =>
  Array.from({ length: Math.ceil((length - start) / BLOCK) - 1 }, (_, i) => start + (i + 1) * BLOCK);

describe.each(moduleSubjects)("%s", (_, arrays, tensors) => {
  const { precision } = arrays;

  it("runs where it says", () => {
    arrays.expectPath();
    tensors.expectPath();
  });

  describe.each(costCases)("%s", (_, spec, make) => {
    // A root has no sum, and penalties have no weights.
    const root = spec.kind === "loss" && spec.root === true;
    const weighted = spec.kind !== "penalty" && !root;

    it("adds up a million losses", () => {
      const each = make();
      for (const reduction of each.reductions) {
        const divisor = reduction === "mean" ? each.losses.length : 1;
        const mean = sumOf(each) / divisor;
        const truth = root ? Math.sqrt(mean) : mean;
        const got = cost(arrays, each, reduction);
        // A root halves what is off relatively; what has both signs is judged against the sum of magnitudes.
        const allowed = BOUND[precision] * (root ? truth / 2 : sizeOf(each) / divisor);
        const message = `${reduction} is ${got}, exactly ${truth}: 2^${Math.log2(Math.abs(got / truth - 1)).toFixed(2)}`;
        expect(Math.abs(got - truth), message).toBeLessThanOrEqual(allowed);
        expect(cost(tensors, each, reduction), `${reduction} of tensors`).toBe(got);
      }
    });

    const cancels = () => {
      const each = make();
      const weights = memo(`signs ${each.losses.length}`, () => Float32Array.from(each.losses, (_, i) => (i % 2 ? -1 : 1)));
      const truth = memo(`cancelling ${each.name}`, () =>
        ExactSum.of(each.losses.map((loss, i) => loss * (weights[i] as number))),
      );
      const shape = each.columns === 1 ? {} : { shape: [each.losses.length, each.columns] };
      const got = arrays.cost(each.spec.name, each.inputs, { ...each.options, ...shape, weights, reduction: "sum" });
      expect(Math.abs(got - truth), `is ${got}, exactly ${truth}`).toBeLessThanOrEqual(2 ** -23 * sizeOf(each));
    };
    if (weighted) it("adds up what cancels", cancels);

    const sameBits = () => {
      const each = make();
      const whole = partialSum(arrays, each, 0, size(each));
      for (const blocks of [1, 2, 7, 40]) {
        const start = blocks * BLOCK;
        const cuts = [start, ...blocksFrom(start, size(each))];
        expect(inPieces(arrays, each, cuts), `${blocks} blocks, then one at a time`).toBe(whole);
      }
      // Longer pieces than blocks behind the first one associate otherwise: they differ by the roundings of these additions.
      const coarse = inPieces(arrays, each, [5 * BLOCK, 13 * BLOCK, 50 * BLOCK]);
      expect(Math.abs(coarse - whole)).toBeLessThanOrEqual(64 * 2 ** -53 * sizeOf(each));
    };
    if (!root) it("gives the same bits block by block", sameBits);
  });
});
