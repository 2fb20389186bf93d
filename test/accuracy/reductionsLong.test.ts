// Sums that are longer than float32 can count: 2^24 + 1000 ones, a hundred million uniform values, and large numbers that
// cancel.

import { describe, expect, it } from "vitest";
import { memo, resolved, seeded } from "../inputs.js";
import { type Options, specsOf } from "../subjects.js";
import { BLOCK, moduleSubjects } from "./reductionsCases.js";
import { ExactSum } from "./reductionsExact.js";

const ONES = 2 ** 24 + 1000;
const UNIFORM = 100_000_000;
const PIECE = 64 * BLOCK;

/** Of float64 accumulation, relative to the sum of magnitudes. */
const BOUND = 1e-12;

const zeros = (length: number) => memo(`zeros ${length}`, () => new Float32Array(length));

/** One loss as a function of the prediction, against a target of 0, or a penalty whose coefficients are 1. */
interface Term {
  readonly name: string;
  readonly targets: 0 | 1;
  readonly options: Options;
  readonly root: boolean;
  readonly of: (x: number) => number;
}

const terms: readonly Term[] = [
  ...specsOf("loss")
    .filter((spec) => !spec.labels && !spec.domain)
    .map((spec) => {
      const of = (x: number) => spec.loss(x, 0, resolved(spec, {}));
      return { name: spec.name, targets: 1, options: {}, root: spec.root === true, of } as const;
    }),
  ...specsOf("penalty").map((spec) => {
    const options = Object.fromEntries(Object.keys(spec.options).map((key) => [key, 1]));
    const of = (x: number) => spec.penalty(x, resolved(spec, options));
    return { name: spec.name, targets: 0, options, root: false, of } as const;
  }),
];
const named = (chosen: readonly Term[]) => chosen.map((term) => [term.name, term] as const);
const where = (holds: (term: Term) => boolean) => named(terms.filter(holds));
const inputsOf = (term: Term, x: Float32Array) => (term.targets ? [x, zeros(x.length)] : [x]);
const summed = (term: Term): Options => (term.targets ? { ...term.options, reduction: "sum" } : term.options);

/** Terms of dyadic size, whose sum is exact. */
const counting = where(({ of }) => of(1) > 0 && Number.isInteger(256 * of(1)));
const identical = where(({ of, root }) => !root && [0.1, 0.7, 1].every((x) => of(x) === x));
const signed = where(({ of, root }) => !root && [-7, 0.1, 12].every((x) => of(x) === x));

describe("the ops that these sums are of", () => {
  it("are there", () => {
    expect(counting.length).toBeGreaterThan(3);
    expect(identical.length).toBeGreaterThan(1);
    expect(signed.length).toBeGreaterThan(0);
  });
});

/** Sums of uniform values from 0 to 1, which come and go in pieces of whole blocks: the exact one, and each module's. */
const uniform = memo("uniform", () => {
  const random = seeded(601);
  const exact = new ExactSum();
  const sums = new Map(moduleSubjects.map(([module]) => [module, new Map(identical.map(([name]) => [name, 0]))]));
  const buffer = new Float32Array(PIECE);
  for (let left = UNIFORM; left > 0; left -= PIECE) {
    const piece = buffer.subarray(0, Math.min(PIECE, left));
    for (let i = 0; i < piece.length; i++) {
      piece[i] = random();
      exact.add(piece[i] as number);
    }
    for (const [module, arrays] of moduleSubjects) {
      const of = sums.get(module) as Map<string, number>;
      for (const [name, term] of identical) {
        of.set(name, (of.get(name) as number) + arrays.cost(name, inputsOf(term, piece), summed(term)));
      }
    }
  }
  return { exact: exact.value, sums };
});

/** Large numbers and their opposites, far apart, among small ones. */
const cancelling = memo("cancelling", () => {
  const random = seeded(602);
  const half = 500_009;
  const x = new Float32Array(3 * half);
  for (let i = 0; i < half; i++) {
    const large = Math.fround(2 ** 24 * (1 + random()));
    x[2 * i] = large;
    x[2 * half - 1 - 2 * i] = -large;
    x[2 * half + i] = random() - 0.499;
  }
  return { x, sum: ExactSum.of(x), magnitude: ExactSum.of(x.map(Math.abs)) };
});

describe.each(moduleSubjects)("%s", (module, arrays, tensors) => {
  it.each(counting)("%s of 2^24 + 1000 ones", (name, term) => {
    const x = memo("ones", () => new Float32Array(ONES).fill(1));
    if (!term.root) expect(arrays.cost(name, inputsOf(term, x), summed(term))).toBe(ONES * term.of(1));
    if (term.targets) expect(tensors.cost(name, inputsOf(term, x), term.options)).toBe(term.of(1));
  });

  it.each(identical)(`%s of ${UNIFORM} uniform values, in pieces`, (name) => {
    const sum = uniform.sums.get(module)?.get(name) as number;
    expect(Math.abs(sum - uniform.exact), `${sum}, exactly ${uniform.exact}`).toBeLessThanOrEqual(BOUND * uniform.exact);
  });

  it.each(signed)("%s of large numbers that cancel", (name, term) => {
    const { x, sum, magnitude } = cancelling;
    // The rest is a ten-billionth of what cancels.
    expect(Math.abs(sum)).toBeLessThan(1e-8 * magnitude);
    const got = arrays.cost(name, inputsOf(term, x), summed(term));
    expect(Math.abs(got - sum), `${got}, exactly ${sum}`).toBeLessThanOrEqual(BOUND * magnitude);
    expect(tensors.cost(name, inputsOf(term, x), summed(term))).toBe(got);
    const mean = arrays.cost(name, inputsOf(term, x), term.options);
    expect(Math.abs(mean - sum / x.length)).toBeLessThanOrEqual((BOUND * magnitude) / x.length);
  });
});
