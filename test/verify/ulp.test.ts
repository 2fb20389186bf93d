// The measure itself: units in the last place, by properties over all floats.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ulpBetween, ulpOf } from "../../src/accuracy/ulp.js";
import { ordinalOf } from "../ordinal.js";

const LARGEST = 3.4028234663852886e38;
const SMALLEST = 2 ** -149;
const word = new Float32Array(1);
const bits = new Int32Array(word.buffer);
const floatOf = (pattern: number) => {
  bits[0] = pattern;
  return word[0] as number;
};

/** Finite floats, evenly over their bit patterns. */
const finite = fc
  .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
  .map(floatOf)
  .filter(Number.isFinite);
/** Positive finite floats below the largest. */
const positive = fc.integer({ min: 1, max: 0x7f7ffffe }).map(floatOf);
const anything = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map(floatOf);
const next = (x: number) => {
  word[0] = x;
  return floatOf((bits[0] as number) + 1);
};

describe("ulpOf", () => {
  it("is the distance to the next float away from zero", () => {
    fc.assert(
      fc.property(positive, (x) => {
        expect(ulpOf(x)).toBe(next(x) - x);
        expect(ulpOf(-x)).toBe(ulpOf(x));
      }),
      { numRuns: 2000 },
    );
  });

  it("is right at and beside every power of two", () => {
    for (let exponent = -149; exponent <= 127; exponent++) {
      const power = 2 ** exponent;
      const unit = 2 ** (Math.max(exponent, -126) - 23);
      expect(ulpOf(power), `2^${exponent}`).toBe(unit);
      // Float64 neighbours: where log2 rounds.
      expect(ulpOf(power * (1 + Number.EPSILON)), `above 2^${exponent}`).toBe(unit);
      const below = 2 ** (Math.max(exponent - 1, -126) - 23);
      expect(ulpOf(power * (1 - Number.EPSILON / 2)), `below 2^${exponent}`).toBe(below);
    }
  });

  it("is that of the smallest subnormal at 0 and below", () => {
    for (const x of [0, -0, SMALLEST, 1e-60, 2 ** -1074, 2 ** -126]) expect(ulpOf(x)).toBe(SMALLEST);
  });

  it("goes on above float32's range, where costs may lie", () => {
    expect(ulpOf(LARGEST)).toBe(2 ** 104);
    expect(ulpOf(2 ** 128)).toBe(2 ** 105);
    expect(ulpOf(-(2 ** 1000))).toBe(2 ** 977);
    expect(ulpOf(-Infinity)).toBe(Infinity);
    expect(ulpOf(Number.NaN)).toBeNaN();
  });
});

describe("ulpBetween", () => {
  it("is 0 for what is the same, NaN and both zeros included", () => {
    fc.assert(fc.property(anything, (x) => void expect(ulpBetween(x, x)).toBe(0)));
    expect(ulpBetween(0, -0)).toBe(0);
    expect(ulpBetween(Number.NaN, Number.NaN)).toBe(0);
    expect(ulpBetween(Infinity, 1e39)).toBe(0);
  });

  it("counts floats within a binade", () => {
    fc.assert(
      fc.property(fc.nat(253), fc.nat(0x7fffff), fc.nat(0x7fffff), fc.boolean(), (exponent, a, b, negative) => {
        const sign = negative ? -1 : 1;
        const [from, to] = [a, b].map((mantissa) => sign * floatOf(((exponent + 1) << 23) | mantissa)) as [number, number];
        expect(ulpBetween(from, to)).toBe(Math.abs(a - b));
      }),
      { numRuns: 2000 },
    );
  });

  it("is at most half for a value that is only rounded", () => {
    fc.assert(
      fc.property(fc.double({ min: -LARGEST, max: LARGEST, noNaN: true }), (truth) => {
        expect(ulpBetween(Math.fround(truth), truth)).toBeLessThanOrEqual(0.5);
      }),
      { numRuns: 2000 },
    );
  });

  it("is infinite between a number and what is none", () => {
    fc.assert(
      fc.property(finite, (x) => {
        for (const strange of [Number.NaN, Infinity, -Infinity]) {
          expect(ulpBetween(x, strange)).toBe(Infinity);
          if (Math.abs(x) < 2 ** 127) expect(ulpBetween(strange, x)).toBe(Infinity);
        }
      }),
    );
    expect(ulpBetween(Infinity, -Infinity)).toBe(Infinity);
    expect(ulpBetween(Number.NaN, Infinity)).toBe(Infinity);
    expect(ulpBetween(Number.NaN, LARGEST)).toBe(Infinity);
  });

  it("takes an infinity, and all that float32 cannot hold, for 2^128", () => {
    expect(ulpBetween(Infinity, LARGEST)).toBe(1);
    expect(ulpBetween(-Infinity, -LARGEST)).toBe(1);
    expect(ulpBetween(-Infinity, LARGEST)).toBe(2 ** 25 - 1);
    expect(ulpBetween(Infinity, 2 ** 127)).toBe(2 ** 23);
    expect(ulpBetween(Infinity, 2 ** 127 * (1 - 2 ** -53))).toBe(Infinity);
    expect(ulpBetween(LARGEST, 1e39)).toBe(1);
    expect(ulpBetween(Infinity, 1e300)).toBe(0);
    expect(ulpBetween(-Infinity, 1e300)).toBe(2 ** 25);
    // Nothing finite is right where the truth is infinite.
    expect(ulpBetween(LARGEST, Infinity)).toBe(Infinity);
  });

  it("compares costs, which are float64, as they are above float32's range", () => {
    const sum = 1.6e39;
    expect(ulpBetween(sum * (1 + Number.EPSILON), sum)).toBeLessThan(1e-8);
    expect(ulpBetween(sum * (1 + 2 ** -20), sum)).toBeGreaterThan(4);
    expect(ulpBetween(1e39, 1e38)).toBeGreaterThan(1e7);
    expect(ulpBetween(1e38, 1e39)).toBeGreaterThan(1e6);
  });

  it("sees a wrong sign", () => {
    fc.assert(fc.property(positive, (x) => void expect(ulpBetween(-x, x)).toBe((2 * x) / ulpOf(x))));
  });
});

describe("ordinalOf", () => {
  it("counts all floats in order", () => {
    fc.assert(
      fc.property(finite, finite, (a, b) => {
        expect(Math.sign(ordinalOf(a) - ordinalOf(b))).toBe(Math.sign(a - b));
        expect(ordinalOf(-a) + ordinalOf(a)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it("differs by 1 between neighbours, across zero and binades too", () => {
    fc.assert(
      fc.property(positive, (x) => void expect(ordinalOf(next(x)) - ordinalOf(x)).toBe(1)),
      { numRuns: 2000 },
    );
    expect(ordinalOf(0)).toBe(0);
    expect(ordinalOf(-0) === 0).toBe(true);
    expect(ordinalOf(SMALLEST)).toBe(1);
    expect(ordinalOf(-SMALLEST)).toBe(-1);
    expect(ordinalOf(Infinity) - ordinalOf(LARGEST)).toBe(1);
  });
});
