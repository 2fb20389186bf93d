// Reading arrays that may hold anything: each element once, whatever its place in a turn of eight, and to its own place.

import { describe, expect, it } from "vitest";
import { copyNumbers, NotNumber, readExactly, readNumbers } from "../../src/backend/numbers.js";

const LENGTHS = Array.from({ length: 35 }, (_, length) => length);
const WRONG = ["1", null, undefined, true, 5n, {}, [1]];
const UNTOUCHED = -1;
const numbers = (length: number): unknown[] => Array.from({ length }, (_, i) => i + 0.5);

/** What counts the reads of each element, and gives something else the second time. */
function counted(values: readonly unknown[]): { array: unknown[]; reads: number[] } {
  const reads = values.map(() => 0);
  const array = new Proxy([...values], {
    get: (target, name) => {
      const index = Number(String(name));
      if (!Number.isInteger(index)) return Reflect.get(target, name);
      reads[index] = (reads[index] as number) + 1;
      return reads[index] === 1 ? target[index] : 777;
    },
  });
  return { array, reads };
}

describe.each([
  ["readNumbers", readNumbers],
  ["readExactly", readExactly],
] as const)("%s", (_, read) => {
  it("reads each element once", () => {
    for (const length of LENGTHS) {
      const { array, reads } = counted(numbers(length));
      expect(Array.from(read(array) as Float32Array)).toEqual(numbers(length));
      expect(reads).toEqual(new Array(length).fill(1));
    }
  });

  it("tells of the first that is no number, at every place of every length, and reads none twice", () => {
    for (const length of LENGTHS) {
      for (let place = 0; place < length; place++) {
        for (const wrong of WRONG) {
          const values = numbers(length);
          // A second one, later, is not the first.
          values[length - 1] = "later";
          values[place] = wrong;
          const { array, reads } = counted(values);
          expect(read(array), `${place} of ${length}`).toEqual(new NotNumber(place, wrong));
          expect(Math.max(...reads)).toBe(1);
        }
      }
    }
  });

  it("takes holes for no numbers", () => {
    for (const place of [0, 6, 7, 8, 20]) {
      const values = numbers(21);
      delete values[place];
      expect(read(values)).toEqual(new NotNumber(place, undefined));
    }
  });

  it("reads as many as there were at first", () => {
    const values: unknown[] = [1, 2, 3];
    const growing = Object.defineProperty(values, 0, { get: () => values.push(9) });
    expect(Array.from(read(growing) as Float32Array).slice(1)).toEqual([2, 3]);
  });
});

describe("copies", () => {
  it("go to their place and nowhere else", () => {
    for (const count of LENGTHS) {
      const memory = new Float32Array(80).fill(UNTOUCHED);
      expect(copyNumbers(numbers(count + 5), count, memory, 16)).toBeUndefined();
      const expected = new Float32Array(80).fill(UNTOUCHED);
      for (let i = 0; i < count; i++) expected[16 + i] = i + 0.5;
      expect(memory).toEqual(expected);
    }
  });

  it("end before what is no number", () => {
    for (const count of LENGTHS) {
      for (let place = 0; place < count; place++) {
        const values = numbers(count);
        values[place] = "no";
        const memory = new Float32Array(64).fill(UNTOUCHED);
        expect(copyNumbers(values, count, memory, 8)?.index, `${place} of ${count}`).toBe(place);
        expect([...memory.subarray(8 + place)].every((each) => each === UNTOUCHED)).toBe(true);
      }
    }
  });
});

it("keeps class indices that float32 cannot", () => {
  expect(readExactly([16777217, -100])).toEqual(Float64Array.of(16777217, -100));
  expect(readNumbers([16777217])).toEqual(Float32Array.of(16777216));
});
