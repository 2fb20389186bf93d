// Broadcasting as a few axes: which elements of a and b meet is what the shapes say, in one piece and in several.

import { backend_util } from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Broadcast, broadcast, type Piece, pieces } from "../../src/tfjs/broadcast.js";

/** Which elements of a and b an element of the result is made of, straight from the shapes. */
function expectedPairs(a: readonly number[], b: readonly number[], shape: readonly number[]): string[] {
  const count = shape.reduce((product, size) => product * size, 1);
  const offset = (own: readonly number[], index: readonly number[]) =>
    own.reduce((sum, size, axis) => sum * size + (size === 1 ? 0 : (index[shape.length - own.length + axis] as number)), 0);
  return Array.from({ length: count }, (_, element) => {
    const index: number[] = [];
    let rest = element;
    for (const size of shape.toReversed()) {
      index.unshift(rest % size);
      rest = Math.floor(rest / size);
    }
    return `${offset(a, index)} ${offset(b, index)}`;
  });
}

/** The same as a kernel goes: three outer axes and a line. */
function pairsOf({ layout, a, b, out }: Piece, into: string[]): void {
  const [n0, n1, n2, line, a0, a1, a2, aLine, b0, b1, b2, bLine] = layout as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  let at = out;
  for (let i = 0; i < n0; i++)
    for (let j = 0; j < n1; j++)
      for (let k = 0; k < n2; k++)
        for (let l = 0; l < line; l++) {
          expect(into[at], "twice").toBeUndefined();
          into[at++] = `${a + i * a0 + j * a1 + k * a2 + l * aLine} ${b + i * b0 + j * b1 + k * b2 + l * bLine}`;
        }
}

/** Two shapes that go together: some axes of each are 1, and one may have fewer of them. */
const shapes = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.constantFrom("both", "a", "b")), { maxLength: 6 })
  .chain((axes) =>
    fc.record({
      a: fc.constant(axes.map(([size, who]) => (who === "b" ? 1 : size))),
      b: fc.constant(axes.map(([size, who]) => (who === "a" ? 1 : size))),
      shorter: fc.constantFrom("none", "a", "b"),
      dropped: fc.nat(3),
    }),
  )
  .map(({ a, b, shorter, dropped }) => ({
    a: shorter === "a" ? a.slice(Math.min(dropped, a.length)) : a,
    b: shorter === "b" ? b.slice(Math.min(dropped, b.length)) : b,
  }));

describe("a broadcast", () => {
  it("pairs the elements that the shapes pair, in one piece and in several", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 9 }), ({ a, b }, wanted) => {
        const shape = backend_util.assertAndGetBroadcastShape(a, b);
        const found = broadcast(a, b);
        fc.pre(found !== undefined);
        const { layout, shape: own } = found as Broadcast;
        expect(own).toEqual(shape);
        const expected = expectedPairs(a, b, shape);
        for (const parts of [[{ layout, a: 0, b: 0, out: 0 }], pieces(layout, wanted)]) {
          const pairs: string[] = [];
          for (const part of parts) pairsOf(part, pairs);
          expect(pairs).toEqual(expected);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("of equal shapes, and of a number, is a line", () => {
    const equal = broadcast([2, 3, 4], [2, 3, 4]);
    expect(equal?.layout.slice(0, 4)).toEqual([1, 1, 1, 24]);
    expect([equal?.layout[7], equal?.layout[11]]).toEqual([1, 1]);
    const scalar = broadcast([2, 3], []);
    expect(scalar?.layout.slice(0, 4)).toEqual([1, 1, 1, 6]);
    expect([scalar?.layout[7], scalar?.layout[11]]).toEqual([1, 0]);
  });

  it("over more than four axes that differ is left to others", () => {
    expect(broadcast([2, 1, 2, 1, 2], [1, 2, 1, 2, 1])).toBeUndefined();
    expect(broadcast([2, 1, 2, 1], [1, 2, 1, 2])).toBeDefined();
  });
});

describe("pieces", () => {
  it("of a line end at cache lines, but the last, and are about as many as wanted", () => {
    const whole = broadcast([1000], [1000]) as Broadcast;
    const parts = pieces(whole.layout, 4);
    expect(parts.map(({ out }) => out)).toEqual([0, 256, 512, 768]);
    expect(parts.map(({ layout }) => layout[3])).toEqual([256, 256, 256, 232]);
    expect(pieces(whole.layout, 1)).toEqual([{ layout: whole.layout, a: 0, b: 0, out: 0 }]);
    expect(pieces((broadcast([64], [64]) as Broadcast).layout, 4)).toHaveLength(1);
    expect(pieces((broadcast([65], [65]) as Broadcast).layout, 4)).toHaveLength(2);
  });

  it("of outer axes are cut there: all but the last have one layout", () => {
    const parts = pieces((broadcast([10, 1, 8], [1, 3, 8]) as Broadcast).layout, 4);
    expect(parts).toHaveLength(4);
    expect(new Set(parts.slice(0, -1).map(({ layout }) => layout)).size).toBe(1);
    expect(parts.map(({ a, b, out }) => [a, b, out])).toEqual([
      [0, 0, 0],
      [24, 0, 72],
      [48, 0, 144],
      [72, 0, 216],
    ]);
  });
});
