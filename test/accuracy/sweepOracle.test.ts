// The judge judged: the float64 functions that the sweep compares with, rounded once, against MPFR's correctly rounded values.

import { describe, expect, it } from "vitest";
import { ulpOf } from "../../src/accuracy/ulp.js";
import { ops } from "../../src/ops.js";
import type { Spec } from "../../src/spec/types.js";
import { known as golden, readPoints } from "../goldenUlp.js";
import { resolved } from "../inputs.js";

/** A point this near to the middle of two floats (in ulp) is beyond what float64 decides; so many a function may be. */
const TIE = 1e-6;
const TIES_ALLOWED = 2;
/**
 * Below 2^-126 floats are evenly spaced: half of an odd multiple of the smallest is a middle, to which silu adds far
 * less than float64 can hold. Such points are counted apart; the sweep's ulp are the same on either side.
 */
const SMALLEST_NORMAL = 2 ** -126;

const known = golden.flatMap(({ file, op, options }) => {
  const spec = (Object.values(ops) as Spec[]).find(({ name }) => name === op);
  return spec?.kind === "activation" ? [{ file, spec, options: resolved(spec, options) }] : [];
});

/** The distance of y from the nearest middle of two floats, in ulp. */
function distanceFromTie(y: number): number {
  const inUlp = y / ulpOf(y);
  return Math.abs(inUlp - Math.floor(inUlp) - 0.5);
}

/** Points where rounding gives another float than MPFR's: beside a tie, in the very middle below 2^-126, and elsewhere. */
function disagreements(x: Float32Array, truth: Float32Array, exact: (x: number) => number) {
  let ties = 0;
  let subnormalTies = 0;
  const wrong: string[] = [];
  x.forEach((each, i) => {
    const [y, want] = [exact(each), truth[i] as number];
    // Signs of zero compare loosely, as the data say.
    if (Math.fround(y) === want || (Number.isNaN(y) && Number.isNaN(want))) return;
    const beside = Math.abs(y - want) <= (0.5 + TIE) * ulpOf(y);
    if (beside && Math.abs(y) < SMALLEST_NORMAL && distanceFromTie(y) === 0) subnormalTies++;
    else if (beside && distanceFromTie(y) <= TIE) ties++;
    else wrong.push(`${each} → ${y} rounds to ${Math.fround(y)}, MPFR ${want}`);
  });
  return { ties, subnormalTies, wrong };
}

describe("the float64 truth against MPFR", () => {
  it("is tested for several activations", () => expect(known.length).toBeGreaterThan(5));

  describe.each(known.map((each) => [each.file, each] as const))("%s", (file, { spec, options }) => {
    it.each(["forward", "derivative"] as const)("%s", (method) => {
      const { x, value, derivative } = readPoints(file);
      const truth = method === "forward" ? value : derivative;
      expect(x.length).toBeGreaterThan(2000);
      const { ties, subnormalTies, wrong } = disagreements(x, truth, (each) => spec[method](each, options));
      expect(wrong).toEqual([]);
      if (ties + subnormalTies > 0) {
        console.log(`${file} ${method}: of ${x.length} points, ${ties} beside a tie, ${subnormalTies} on one below 2^-126`);
      }
      expect(ties).toBeLessThanOrEqual(TIES_ALLOWED);
    });
  });
});
