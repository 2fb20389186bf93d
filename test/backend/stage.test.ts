// The stage: parts of arrays come into their slots and results out of them, at the edges of blocks too, and what is held of one
// call is of no use to another.

import { describe, expect, it } from "vitest";
import type { Input } from "../../src/backend/backend.js";
import { Held } from "../../src/backend/held.js";
import { NotNumber } from "../../src/backend/numbers.js";
import { dataOf, sizeOf } from "../../src/backend/operands.js";
import { eachRowBlock, rowsPerBlock } from "../../src/backend/rowBlocks.js";
import { Stage } from "../../src/backend/stage.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import { LinearMemory } from "../../src/runtime/storage.js";
import { TensorStore } from "../../src/runtime/tensor.js";

const COUNTS = [1, 2, 63, 64, 65, 1000, BLOCK_ELEMENTS - 1, BLOCK_ELEMENTS];
const STARTS = [0, 1, 16, 64, BLOCK_ELEMENTS];
const SLOTS = [0, 1, 2, 3, 4];

function setUp() {
  const memory = new LinearMemory({ maximumBytes: 2 ** 24 });
  return { memory, stage: new Stage(memory), store: new TensorStore(memory) };
}

/** Several kinds of arrays, whose element i is i % 1000. */
function arrays(length: number) {
  const numbers = Array.from({ length }, (_, i) => i % 1000);
  return [Float32Array, Float64Array, Int32Array, Int16Array].map((Kind) => new Kind(numbers));
}

describe("inputs", () => {
  it("are the part that was asked for, in a slot of their own", () => {
    const { memory, stage } = setUp();
    for (const start of STARTS) {
      for (const count of COUNTS) {
        for (const values of arrays(start + count + 3)) {
          for (const slot of SLOTS) memory.view(stage.slot(slot), BLOCK_ELEMENTS).fill(-1);
          const addresses = SLOTS.map((slot) => stage.input(values, start, count, slot));
          for (const address of addresses) {
            const got = memory.view(address, count);
            expect([got[0], got[count - 1]], `${values.constructor.name} ${start} ${count}`).toEqual([
              start % 1000,
              (start + count - 1) % 1000,
            ]);
            expect(got.every((each, i) => each === (start + i) % 1000)).toBe(true);
          }
          // Whole vectors may be read behind an end, and slots do not meet.
          const sorted = addresses.toSorted((a, b) => a - b);
          for (let i = 1; i < SLOTS.length; i++) {
            expect((sorted[i] as number) - (sorted[i - 1] as number)).toBeGreaterThanOrEqual(4 * (BLOCK_ELEMENTS + 16));
          }
        }
      }
    }
    expect(stage.input(undefined, 0, 5, 0)).toBe(0);
  });

  it("are class indices as whole numbers, from wherever they start", () => {
    const { memory, stage } = setUp();
    for (const start of STARTS) {
      for (const count of COUNTS) {
        for (const values of arrays(start + count + 3)) {
          // What an earlier call has left there is no answer.
          memory.view(stage.slot(2), BLOCK_ELEMENTS).fill(-1);
          const address = stage.integers(values, start, count, 2);
          const got = new Int32Array(memory.memory.buffer, address, count);
          expect(
            got.every((each, i) => each === (start + i) % 1000),
            `${values.constructor.name} ${start} ${count}`,
          ).toBe(true);
        }
      }
    }
    expect(stage.integers(undefined, 0, 5, 0)).toBe(0);
  });

  it("of tensors stay where they are", () => {
    const { memory, stage, store } = setUp();
    const tensor = store.create([100]);
    tensor.data.set(Float32Array.from({ length: 100 }, (_, i) => i));
    expect(memory.view(stage.input(tensor, 7, 93, 0), 93)[0]).toBe(7);
    memory.view(stage.output(tensor, 50, 0), 1)[0] = 123;
    stage.commit(tensor, 50, 1, 0);
    expect(tensor.data[50]).toBe(123);
    expect(tensor.data[0]).toBe(0);
  });
});

describe("outputs", () => {
  it("come back to their place and nowhere else", () => {
    const { memory, stage } = setUp();
    for (const start of STARTS) {
      for (const count of COUNTS) {
        const out = new Float32Array(start + count + 3).fill(-1);
        const address = stage.output(out, start, 3);
        memory.view(address, count).forEach((_, i, all) => {
          all[i] = i + 1;
        });
        stage.commit(out, start, count, 3);
        const expected = new Float32Array(start + count + 3).fill(-1);
        for (let i = 0; i < count; i++) expected[start + i] = i + 1;
        expect(Buffer.compare(new Uint8Array(out.buffer), new Uint8Array(expected.buffer)), `${start} ${count}`).toBe(0);
      }
    }
    expect(stage.output(undefined, 0, 1)).toBe(0);
    stage.commit(undefined, 0, 1, 1);
  });
});

describe("arrays of numbers", () => {
  it("are held as they were read, four of them, each from its own start", () => {
    const { memory, stage } = setUp();
    for (const length of [1, 9, 100, BLOCK_ELEMENTS, BLOCK_ELEMENTS + 9]) {
      const held = [1, 2, 3, 4].map((first) => stage.read(Array.from({ length }, (_, i) => first + i)) as Input);
      const start = Math.floor(length / 3);
      held.forEach((each, i) => {
        const count = Math.min(BLOCK_ELEMENTS, length - start);
        const view = memory.view(stage.input(each, start, count, 0), count);
        expect([view[0], view.at(-1)], `${i} of ${length}`).toEqual([i + 1 + start, i + start + count]);
        expect([sizeOf(each), dataOf(each).at(-1)]).toEqual([length, i + length]);
      });
    }
  });

  it("are held whatever becomes of them", () => {
    const { stage } = setUp();
    for (const length of [3, BLOCK_ELEMENTS + 1]) {
      const values = new Array(length).fill(1);
      const held = stage.read(values) as Input;
      values.fill(5);
      values.length = 1;
      expect([sizeOf(held), dataOf(held)[2]]).toEqual([length, 1]);
    }
  });

  it("are apart from those that are read while they are", () => {
    const { stage } = setUp();
    const inner: Input[] = [];
    const outer = Object.defineProperty([0, 1, 2, 3], 0, {
      get: () => {
        for (let i = 0; i < 9; i++) inner.push(stage.read([50, 60, 70]) as Input);
        return 40;
      },
    });
    const before = stage.read([10, 20, 30]) as Input;
    const held = stage.read(outer) as Input;
    expect([before, held, ...inner].map((each) => Array.from(dataOf(each)))).toEqual([
      [10, 20, 30],
      [40, 1, 2, 3],
      ...new Array(9).fill([50, 60, 70]),
    ]);
  });

  it("may fail to be read, and the next ones are held again", () => {
    const { stage } = setUp();
    const broken = Object.defineProperty([1, 2], 1, {
      get: () => {
        throw new Error("broken");
      },
    });
    expect(() => stage.read(broken)).toThrow("broken");
    expect(stage.read([1])).toBeInstanceOf(Held);
  });

  it("tell what in them is no number", () => {
    const { stage } = setUp();
    for (const length of [5, BLOCK_ELEMENTS, BLOCK_ELEMENTS + 9]) {
      const values: unknown[] = new Array(length).fill(1);
      values[length - 2] = null;
      expect(stage.read(values)).toEqual(new NotNumber(length - 2, null));
    }
  });
});

describe("rows", () => {
  it.each([
    [1, BLOCK_ELEMENTS],
    [3, Math.floor(BLOCK_ELEMENTS / 3)],
    [BLOCK_ELEMENTS, 1],
    [BLOCK_ELEMENTS + 1, 1],
    [0, BLOCK_ELEMENTS],
  ])("of %d are cut into blocks of %d, every row once", (columns, each) => {
    const { stage } = setUp();
    expect(rowsPerBlock(columns)).toBe(each);
    const rows = 2 * each + 1;
    const seen: number[][] = [];
    eachRowBlock(stage, rows, columns, (...block) => void seen.push(block));
    expect(seen).toEqual(
      [0, each, 2 * each].map((row, i) => [row, i < 2 ? each : 1, row * columns, (i < 2 ? each : 1) * columns]),
    );
    eachRowBlock(stage, 0, columns, () => expect.unreachable());
  });

  it("longer than a block have room, which is given back, after an error too", () => {
    const { memory, stage } = setUp();
    const { usedBytes } = memory.use();
    const columns = 3 * BLOCK_ELEMENTS + 5;
    const values = Float32Array.from({ length: columns }, (_, i) => i % 1000);
    const use = () => {
      const addresses = SLOTS.map((slot) => stage.input(values, 0, columns, slot));
      for (const address of addresses) expect(memory.view(address, columns).every((each, i) => each === i % 1000)).toBe(true);
      expect(memory.use().usedBytes).toBeGreaterThan(usedBytes + 5 * 4 * columns);
      expect(stage.slot(1) - stage.slot(0)).toBeGreaterThanOrEqual(4 * (columns + 16));
    };
    eachRowBlock(stage, 1, columns, use);
    expect(memory.use().usedBytes).toBe(usedBytes);
    const fail = () => {
      throw new Error("on the way");
    };
    expect(() => eachRowBlock(stage, 2, columns, fail)).toThrow("on the way");
    expect(memory.use().usedBytes).toBe(usedBytes);
    expect(stage.slot(1) - stage.slot(0)).toBeLessThan(4 * columns);
  });
});
