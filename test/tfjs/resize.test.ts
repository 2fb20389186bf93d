// Images of another size against the CPU backend, and by hand.

import { beforeAll, describe, expect, it } from "vitest";
import { expectWithin, type Result, random, runHere, start } from "./sideBySide.js";

beforeAll(start);

/** Of numbers within [−1, 1], whose differences are rounded to float32 before they are weighed, as TensorFlow does. */
const ROUNDING = 2 ** -21;

const sizes: [number, number][] = [
  [1, 1],
  [2, 3],
  [5, 7],
  [6, 6],
  [10, 14],
  [13, 9],
];
const kinds = [
  { alignCorners: false, halfPixelCenters: false },
  { alignCorners: false, halfPixelCenters: true },
  { alignCorners: true, halfPixelCenters: false },
];

describe.each(kinds)("resizeBilinear, %o", (kind) => {
  it.each([1, 2, 3, 4, 5, 8, 17])("of %i channels", (channels) => {
    for (const size of sizes) {
      expectWithin(ROUNDING, "ResizeBilinear", { images: random([2, 5, 7, channels], 1) }, { ...kind, size });
      expectWithin(ROUNDING, "ResizeBilinear", { images: random([1, 1, 1, channels], 2) }, { ...kind, size });
    }
  });
});

it("lies between its neighbours", () => {
  const images = { values: Float32Array.of(0, 8, 4, 20), shape: [1, 2, 2, 1] };
  const resized = (kind: (typeof kinds)[number], size: [number, number]) =>
    (runHere("ResizeBilinear", { images }, { ...kind, size }).results[0] as Result).values;
  expect(resized({ alignCorners: true, halfPixelCenters: false }, [3, 3])).toEqual([0, 4, 8, 2, 8, 14, 4, 12, 20]);
  expect(resized({ alignCorners: false, halfPixelCenters: false }, [2, 4])).toEqual([0, 4, 8, 8, 4, 12, 20, 20]);
  expect(resized({ alignCorners: false, halfPixelCenters: true }, [1, 1])).toEqual([8]);
});
