// Kernels that move numbers, against the CPU backend: the same bits, for float32 and int32.

import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
  expectClose,
  expectSame,
  type Input,
  type Result,
  random,
  randomIntegers,
  runHere,
  sideBySide,
  start,
} from "./sideBySide.js";

beforeAll(start);

const SEED = 20_261_124;
const shapes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 5 });
const types = fc.boolean();

const input = (shape: number[], isInteger: boolean, seed = 1): Input =>
  isInteger ? randomIntegers(shape, 1000, seed) : random(shape, seed);

/** As many examples as a second or two allow. */
const check = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => void) =>
  fc.assert(fc.property(arbitrary, holds), { seed: SEED, numRuns: 150 });

/** For each axis of a shape a value made of its size. */
const eachAxis = <T>(shape: number[], of: (size: number) => fc.Arbitrary<T>) => fc.tuple(...shape.map(of)) as fc.Arbitrary<T[]>;

const withShape = <T>(more: (shape: number[]) => fc.Arbitrary<T>) =>
  shapes.chain((shape) => fc.record({ shape: fc.constant(shape), isInteger: types, more: more(shape) }));

describe("moves", () => {
  it("transposes by any permutation", () => {
    const permutations = withShape((shape) => fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }));
    check(permutations, ({ shape, isInteger, more: perm }) => {
      expectSame("Transpose", { x: input(shape, isInteger) }, { perm });
    });
  });

  it.each([
    [
      [1, 1],
      [1, 0],
    ],
    [
      [33, 65],
      [1, 0],
    ],
    [
      [3, 17, 5],
      [2, 0, 1],
    ],
    [
      [2, 16, 3, 8],
      [0, 2, 1, 3],
    ],
    [
      [2, 3, 4, 5, 6, 2],
      [5, 3, 1, 0, 2, 4],
    ],
  ])("transposes %s by %s", (shape, perm) => {
    expectSame("Transpose", { x: random(shape, 2) }, { perm });
  });

  it("cuts out, with and without steps", () => {
    const sections = withShape((shape) =>
      eachAxis(shape, (size) =>
        fc.integer({ min: 0, max: size - 1 }).chain((begin) =>
          fc.record({
            begin: fc.constant(begin),
            size: fc.integer({ min: 1, max: size - begin }),
            stride: fc.integer({ min: 1, max: 3 }),
          }),
        ),
      ),
    );
    check(sections, ({ shape, isInteger, more }) => {
      const begin = more.map((axis) => axis.begin);
      const x = input(shape, isInteger);
      expectSame("Slice", { x }, { begin, size: more.map(({ size }) => size) });
      const attributes = {
        begin,
        end: more.map((axis) => axis.begin + axis.size),
        strides: more.map(({ stride }) => stride),
        beginMask: 0,
        endMask: 0,
        ellipsisMask: 0,
        newAxisMask: 0,
        shrinkAxisMask: 0,
      };
      const { cpu, ours } = sideBySide("StridedSlice", { x }, attributes);
      expect(ours).toEqual(cpu);
    });
  });

  it("takes every other element backwards", () => {
    const attributes = { begin: [4, 6], end: [0, 0], strides: [-1, -2], beginMask: 0, endMask: 0, ellipsisMask: 0 };
    expectSame("StridedSlice", { x: random([5, 7], 3) }, { ...attributes, newAxisMask: 0, shrinkAxisMask: 0 });
  });

  /** What a stridedSlice says of an axis of x, of which it may drop one, or of a new axis. */
  type Spec =
    | { kind: "range"; begin: number; end: number; stride: number; fromStart: boolean; toEnd: boolean }
    | { kind: "one"; begin: number }
    | { kind: "new" };

  const specOf = (size: number): fc.Arbitrary<Spec[]> => {
    const anywhere = fc.integer({ min: -size - 1, max: size + 1 });
    const range: fc.Arbitrary<Spec> = fc.record({
      kind: fc.constant("range" as const),
      begin: anywhere,
      end: anywhere,
      stride: fc.constantFrom(1, 2, 3, -1, -2),
      fromStart: fc.boolean(),
      toEnd: fc.boolean(),
    });
    const one: fc.Arbitrary<Spec> = fc.integer({ min: -size, max: size - 1 }).map((begin) => ({ kind: "one", begin }));
    const added = fc.constantFrom<Spec[]>([], [], [], [{ kind: "new" }]);
    return fc.tuple(added, fc.oneof(range, range, one)).map(([before, spec]) => [...before, spec]);
  };

  /** The indices that a range takes, as Python's slice() does. */
  function indicesOf(size: number, { begin, end, stride, fromStart, toEnd }: Extract<Spec, { kind: "range" }>): number[] {
    const [least, most] = stride > 0 ? [0, size] : [-1, size - 1];
    const place = (at: number) => Math.min(most, Math.max(least, at < 0 ? at + size : at));
    const [first, last] = stride > 0 ? [least, most] : [most, least];
    const indices: number[] = [];
    for (let i = fromStart ? first : place(begin), to = toEnd ? last : place(end); stride > 0 ? i < to : i > to; i += stride) {
      indices.push(i);
    }
    return indices;
  }

  it("takes any range of each axis, drops axes and adds some", () => {
    const slices = withShape((shape) => eachAxis(shape, specOf));
    check(slices, ({ shape, isInteger, more }) => {
      const specs = more.flat();
      const numbers = (of: (spec: Spec) => number | undefined) => specs.map((spec) => of(spec) ?? 0);
      const mask = (is: (spec: Spec) => boolean) => specs.reduce((bits, spec, i) => bits | (Number(is(spec)) << i), 0);
      const attributes = {
        begin: numbers((spec) => (spec.kind === "new" ? 0 : spec.begin)),
        end: numbers((spec) => (spec.kind === "range" ? spec.end : spec.kind === "one" ? spec.begin + 1 : 1)),
        strides: numbers((spec) => (spec.kind === "range" ? spec.stride : 1)),
        beginMask: mask((spec) => spec.kind === "range" && spec.fromStart),
        endMask: mask((spec) => spec.kind === "range" && spec.toEnd),
        ellipsisMask: 0,
        newAxisMask: mask(({ kind }) => kind === "new"),
        shrinkAxisMask: mask(({ kind }) => kind === "one"),
      };
      const x = input(shape, isInteger);
      const ofX = specs.filter(({ kind }) => kind !== "new") as Exclude<Spec, { kind: "new" }>[];
      const taken = ofX.map((spec, axis) => {
        const size = shape[axis] as number;
        return spec.kind === "range" ? indicesOf(size, spec) : [spec.begin < 0 ? spec.begin + size : spec.begin];
      });
      const places = taken.reduce<number[]>(
        (all, indices, axis) => all.flatMap((place) => indices.map((index) => place * (shape[axis] as number) + index)),
        [0],
      );
      const sizes = taken.values();
      const ours = runHere("StridedSlice", { x }, attributes).results[0] as Result;
      expect(ours.shape).toEqual(
        specs.flatMap((spec) => {
          if (spec.kind === "new") return [1];
          const size = sizes.next().value?.length as number;
          return spec.kind === "range" ? [size] : [];
        }),
      );
      expect(ours.values).toEqual(places.map((place) => x.values[place]));
    });
  });

  it("splits and unpacks, joins and packs along any axis", () => {
    const joins = withShape((shape) =>
      fc.record({
        axis: fc.nat({ max: shape.length - 1 }),
        sizes: fc.array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 4 }).filter((all) => all.filter(Boolean).length > 1),
      }),
    );
    check(joins, ({ shape, isInteger, more: { axis, sizes } }) => {
      const pieces = sizes.map((size, i) => input(shape.with(axis, size), isInteger, i + 4));
      expectSame("Concat", pieces, { axis });
      const whole = input(
        shape.with(
          axis,
          sizes.reduce((a, b) => a + b),
        ),
        isInteger,
        9,
      );
      const { cpu, ours } = sideBySide("SplitV", { x: whole }, { axis, numOrSizeSplits: sizes });
      expect(ours).toEqual(cpu);
      expectSame("Unpack", { value: whole }, { axis });
      expectSame("Pack", [input(shape, isInteger, 10), input(shape, isInteger, 11)], { axis });
    });
  });

  it("pads with any value", () => {
    const paddings = withShape((shape) =>
      fc.record({
        paddings: eachAxis(shape, () => fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 }))),
        constantValue: fc.constantFrom(0, -3),
      }),
    );
    check(paddings, ({ shape, isInteger, more }) => {
      expectSame("PadV2", { x: input(shape, isInteger) }, more);
    });
  });

  it("tiles", () => {
    const tiles = withShape((shape) => eachAxis(shape.slice(0, 3), () => fc.integer({ min: 1, max: 3 })));
    check(tiles, ({ shape, isInteger, more: reps }) => {
      expectSame("Tile", { x: input(shape.slice(0, 3), isInteger) }, { reps });
    });
  });

  it("reverses any axes", () => {
    const reversals = withShape((shape) => fc.subarray([...shape.keys()], { minLength: 1 }));
    check(reversals, ({ shape, isInteger, more: dims }) => {
      expectSame("Reverse", { x: input(shape, isInteger) }, { dims });
    });
  });
});

describe("gathering", () => {
  it("takes slices of any axis", () => {
    const gathers = withShape((shape) =>
      fc.record({ axis: fc.nat({ max: shape.length - 1 }), count: fc.integer({ min: 1, max: 9 }) }),
    );
    check(gathers, ({ shape, more: { axis, count } }) => {
      const indices = randomIntegers([count], shape[axis] as number, 5);
      expectSame("GatherV2", { x: random(shape, 6), indices }, { axis, batchDims: 0 });
    });
  });

  it("takes slices of each batch", () => {
    expectSame("GatherV2", { x: random([3, 4, 5], 7), indices: randomIntegers([3, 6], 4, 8) }, { axis: 1, batchDims: 1 });
  });

  it.each([-1, 4, 5, 2 ** 31 - 1, -(2 ** 31)])("refuses an index of %i to four rows, with the CPU backend's message", (index) => {
    const indices: Input = { values: Int32Array.of(0, index), shape: [2] };
    for (const axis of [0, 1]) {
      // Here alone: side by side the CPU backend would refuse it first.
      expect(() => runHere("GatherV2", { x: random([4, 4], 9), indices }, { axis, batchDims: 0 })).toThrow(
        `GatherV2: the index value ${index} is not in [0, 3]`,
      );
    }
  });

  it("takes the last row, and the first", () => {
    const indices: Input = { values: Int32Array.of(3, 0, 3), shape: [3] };
    expectSame("GatherV2", { x: random([4, 2], 9), indices }, { axis: 0, batchDims: 0 });
  });

  it.each([1, 2, 3])("takes what %i indices stand for", (depth) => {
    const shape = [3, 4, 5];
    const count = 7;
    const values = Int32Array.from({ length: count * depth }, (_, i) => (i * 7 + (i >> 1)) % (shape[i % depth] as number));
    for (const params of [random(shape, 13), randomIntegers(shape, 1000, 14)]) {
      expectSame("GatherNd", { params, indices: { values, shape: [count, depth] } }, {});
      expectSame("GatherNd", { params, indices: { values, shape: [1, count, depth] } }, {});
    }
  });

  it("refuses an index beyond all slices, with the CPU backend's message", () => {
    for (const index of [12, -1]) {
      const indices: Input = { values: Int32Array.of(0, 0, 0, index), shape: [2, 2] };
      expect(() => runHere("GatherNd", { params: random([3, 4, 5], 9), indices }, {})).toThrow(
        /Invalid indices: 0,.* does not index/,
      );
    }
  });

  it("leaves out segments that there are none of, and takes the last", () => {
    const segmentIds: Input = { values: Int32Array.of(-1, 0, 2, 3, 4, 2 ** 31 - 1, -(2 ** 31), 3), shape: [8] };
    expectSame("UnsortedSegmentSum", { x: random([8, 5], 12), segmentIds }, { numSegments: 4 });
  });

  it.each([1, 3, 4, 17])("sums the rows of %i numbers of each segment, and leaves out what belongs to none", (columns) => {
    const segmentIds = randomIntegers([50], 9, 10);
    segmentIds.values.forEach((segment, i) => {
      segmentIds.values[i] = segment - 1;
    });
    expectClose("UnsortedSegmentSum", { x: random([50, columns], 11), segmentIds }, { numSegments: 6 });
  });
});
