// Loops over arrays that may hold anything: each element is looked at, whatever its place in a turn of eight, and copied to its own.

import { describe, expect, it } from "vitest";
import { copyNumbers, firstNotNumber } from "../../src/backend/numbers.js";

const LENGTHS = Array.from({ length: 35 }, (_, length) => length);
const WRONG = ["1", null, undefined, true, 5n, {}, [1]];
const numbers = (length: number): unknown[] => Array.from({ length }, (_, i) => i + 0.5);

describe("the first that is no number", () => {
  it("is found at every place of every length", () => {
    for (const length of LENGTHS) {
      expect(firstNotNumber(numbers(length)), `none of ${length}`).toBe(-1);
      for (let place = 0; place < length; place++) {
        for (const wrong of WRONG) {
          const values = numbers(length);
          values[place] = wrong;
          expect(firstNotNumber(values), `${place} of ${length}`).toBe(place);
          // A second one, later, is not the first.
          values[length - 1] = wrong;
          expect(firstNotNumber(values), `${place} of ${length}`).toBe(place);
        }
      }
    }
  });

  it("may be a hole", () => {
    for (const place of [0, 6, 7, 8, 20]) {
      const values = numbers(21);
      delete values[place];
      expect(firstNotNumber(values)).toBe(place);
    }
  });
});

describe("copies", () => {
  const UNTOUCHED = -1;

  it("go to their place and nowhere else, from wherever they start", () => {
    for (const count of LENGTHS) {
      for (const start of [0, 1, 3, 8, 9]) {
        const memory = new Float32Array(80).fill(UNTOUCHED);
        const values = numbers(start + count + 5);
        expect(copyNumbers(values, start, count, memory, 16)).toBe(-1);
        const expected = new Float32Array(80).fill(UNTOUCHED);
        for (let i = 0; i < count; i++) expected[16 + i] = start + i + 0.5;
        expect(memory).toEqual(expected);
      }
    }
  });

  it("end before what is no number, and tell where it is", () => {
    for (const count of LENGTHS) {
      for (let place = 0; place < count; place++) {
        const values = numbers(count + 3);
        values[3 + place] = "no";
        // What lies outside of the part is not looked at.
        values[2] = "no";
        const memory = new Float32Array(64).fill(UNTOUCHED);
        expect(copyNumbers(values, 3, count, memory, 8), `${place} of ${count}`).toBe(3 + place);
        expect([...memory.subarray(8 + count)].every((each) => each === UNTOUCHED)).toBe(true);
      }
      const whole = [...numbers(count), "no"];
      expect(copyNumbers(whole, 0, count, new Float32Array(64), 0)).toBe(-1);
    }
  });
});
