// Arrays that may hold anything: the first that is no number is found wherever it stands, and what stands before it copied.

import { describe, expect, it } from "vitest";
import { copyNumbers, firstNotNumber } from "../../src/backend/numbers.js";

/** Around one, two and several times the elements that are looked at together. */
const LENGTHS = Array.from({ length: 27 }, (_, i) => i);
const numbers = (length: number) => Array.from({ length }, (_, i) => i + 0.5);

describe.each(LENGTHS)("of %i elements", (length) => {
  it("firstNotNumber finds each one", () => {
    expect(firstNotNumber(numbers(length))).toBe(-1);
    for (let place = 0; place < length; place++) {
      for (const wrong of ["1", null, undefined, true, 1n]) {
        expect(firstNotNumber(numbers(length).with(place, wrong as never))).toBe(place);
        // The first counts.
        const others = numbers(length).map((each, i) => (i >= place ? wrong : each));
        expect(firstNotNumber(others)).toBe(place);
      }
    }
  });

  it("copyNumbers copies each part, up to what is no number", () => {
    for (let start = 0; start <= length; start++) {
      for (let count = 0; start + count <= length; count++) {
        const memory = new Float32Array(length + 8).fill(-1);
        expect(copyNumbers(numbers(length), start, count, memory, 3)).toBe(-1);
        const expected = new Float32Array(length + 8).fill(-1);
        expected.set(numbers(length).slice(start, start + count), 3);
        expect(memory).toEqual(expected);
      }
    }
    for (let place = 0; place < length; place++) {
      const memory = new Float32Array(length + 1).fill(-1);
      expect(copyNumbers(numbers(length).with(place, "1" as never), 0, length, memory, 0)).toBe(place);
      expect([...memory.subarray(0, place)]).toEqual(numbers(place));
      expect(memory[length]).toBe(-1);
    }
  });
});
