// Work areas and arrays that are resident for a call: what they take is given back, whatever happens.

import { describe, expect, it } from "vitest";
import { withResident } from "../../src/backend/resident.js";
import { WorkArea } from "../../src/backend/workArea.js";
import { LinearMemory } from "../../src/runtime/storage.js";
import { TensorStore } from "../../src/runtime/tensor.js";

const setUp = () => new LinearMemory({ maximumBytes: 2 ** 21 });

describe("a work area", () => {
  it("is kept while it is large enough, and replaced by a larger one", () => {
    const memory = setUp();
    const other = setUp();
    new WorkArea(other).address(10_001);
    const { usedBytes } = memory.use();
    const area = new WorkArea(memory);
    const small = area.address(100);
    expect(memory.use().usedBytes).toBeGreaterThanOrEqual(usedBytes + 100);
    const withSmall = memory.use().usedBytes;
    for (const bytes of [100, 99, 1, 0]) expect(area.address(bytes)).toBe(small);
    expect(memory.use().usedBytes).toBe(withSmall);
    area.address(10_001);
    // What was there before is free again: no more is held than by one that was large from the beginning.
    expect(memory.use().usedBytes).toBe(other.use().usedBytes);
    expect(memory.allocate(25)).toBe(small);
  });

  it("that cannot grow stays as it was", () => {
    const memory = setUp();
    const area = new WorkArea(memory);
    const address = area.address(1000);
    const { usedBytes } = memory.use();
    expect(() => area.address(2 ** 22)).toThrow(RangeError);
    expect(memory.use().usedBytes).toBe(usedBytes);
    expect(area.address(1000)).toBe(address);
  });
});

describe("resident arrays", () => {
  it("are copied in and out, tensors stay where they are, and nothing is where nothing is given", () => {
    const memory = setUp();
    const store = new TensorStore(memory);
    const tensor = store.create([3]);
    tensor.data.set([7, 8, 9]);
    const { usedBytes } = memory.use();
    const [x, out] = [Float64Array.of(1, 2, 3), new Float32Array(2)];
    withResident(memory, [x, undefined, tensor, Uint8Array.of(4, 5)], [out, tensor], (inputs, outputs) => {
      expect(memory.use().usedBytes).toBeGreaterThan(usedBytes);
      expect(inputs[1]).toBe(0);
      expect(inputs[2]).toBe(outputs[1]);
      expect([0, 2, 3].map((i) => [...memory.view(inputs[i] as number, i === 3 ? 2 : 3)])).toEqual([
        [1, 2, 3],
        [7, 8, 9],
        [4, 5],
      ]);
      expect(new Set([...inputs, outputs[0]]).size).toBe(5);
      memory.view(outputs[0] as number, 2).set([10, 11]);
      memory.view(outputs[1] as number, 3).set([12, 13, 14]);
    });
    expect([...out]).toEqual([10, 11]);
    expect([...tensor.data]).toEqual([12, 13, 14]);
    expect(memory.use().usedBytes).toBe(usedBytes);
  });

  it("are given back after an error, of the call and of want of memory, and nothing is written", () => {
    const memory = setUp();
    const { usedBytes } = memory.use();
    const out = new Float32Array(2).fill(5);
    const fail = () => {
      throw new Error("on the way");
    };
    expect(() => withResident(memory, [Float32Array.of(1, 2)], [out], fail)).toThrow("on the way");
    expect(() => withResident(memory, [Float32Array.of(1, 2), new Float32Array(2 ** 20)], [out], fail)).toThrow(RangeError);
    expect([...out]).toEqual([5, 5]);
    expect(memory.use().usedBytes).toBe(usedBytes);
  });
});
