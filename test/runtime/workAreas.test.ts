// What calls take of the memory for themselves: it is given back, errors or not, and nothing is written behind it.

import { afterEach, describe, expect, it, vi } from "vitest";
import { WorkArea } from "../../src/backend/workArea.js";
import { internalsOf } from "../../src/internals.js";
import { type Lanewise, load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import { LinearMemory } from "../../src/runtime/storage.js";
import type { Spec } from "../../src/spec/types.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "../api/arguments.js";
import { inputShapes } from "../operandShapes.js";

const MEBIBYTE = 2 ** 20;
const LINE = 16;
const CANARY = 0x7fc0beef;
const { allocate, release } = LinearMemory.prototype;
const opened: Lanewise[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(opened.splice(0).map((lw) => lw.close()));
});

/** A library with a word behind each block of its memory that nobody may write; `check` looks at all of them. */
async function guarded(options: Parameters<typeof load>[0]): Promise<{ lw: Lanewise; check: (what: string) => void }> {
  const blocks = new Map<number, { memory: LinearMemory; floats: number }>();
  const isWhole = (address: number) => {
    const { memory, floats } = blocks.get(address) as { memory: LinearMemory; floats: number };
    return memory.integers.subarray(address / 4 + floats, address / 4 + floats + LINE).every((each) => each === CANARY);
  };
  vi.spyOn(LinearMemory.prototype, "allocate").mockImplementation(function (this: LinearMemory, count) {
    // Kernels write whole vectors: up to the end of a line.
    const floats = LINE * Math.ceil(count / LINE);
    const address = allocate.call(this, floats + LINE);
    blocks.set(address, { memory: this, floats });
    this.integers.fill(CANARY, address / 4 + floats, address / 4 + floats + LINE);
    return address;
  });
  const broken: number[] = [];
  vi.spyOn(LinearMemory.prototype, "release").mockImplementation(function (this: LinearMemory, address) {
    if (!isWhole(address)) broken.push(address);
    release.call(this, address, (blocks.get(address)?.floats as number) + LINE);
    blocks.delete(address);
  });
  const lw = await load(options);
  opened.push(lw);
  const check = (what: string) => {
    expect([...broken, ...[...blocks.keys()].filter((address) => !isWhole(address))], what).toEqual([]);
  };
  return { lw, check };
}

const tensorsOf = (lw: Lanewise, call: NamedCall) => {
  const shapes = inputShapes(call.spec, call);
  return call.inputs.map((each, i) => (each instanceof Float32Array ? lw.tensor(each, shapes[i]) : each));
};

/** Every method with arrays, and with tensors. */
function callAll(lw: Lanewise, spec: Spec, rows: number, columns: number, check: (what: string) => void): void {
  for (const call of namedCallsOf(spec, rows, columns)) {
    if (spec.kind === "layer" && columns < 4) continue;
    const run = functionOf(lw, call);
    const { shape: _, ...options } = call.options;
    run(...call.inputs, call.options);
    check(`${call.title} of ${rows} × ${columns} in arrays`);
    lw.scope(() => {
      run(...tensorsOf(lw, call), options);
      check(`${call.title} of ${rows} × ${columns} in tensors`);
    });
  }
}

const COLUMNS = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 30, 32, 34, 62, 64, 66, 126, 128, 130, 510, 512, 514];

describe.each(["fast", "high"] as const)("nothing is written behind an area, in %s", (precision) => {
  it.each([1, 3])("with %i threads", async (threads) => {
    const { lw, check } = await guarded({ precision, threads, simd: "fixed" });
    const pool = internalsOf(lw)?.threads;
    if (pool) pool.splitsAll = true;
    for (const spec of specs) {
      for (const columns of COLUMNS) callAll(lw, spec, 5, columns, check);
      callAll(lw, spec, 2, BLOCK_ELEMENTS + 2, check);
    }
  });
});

describe("what a call takes is given back", () => {
  it("of rows longer than a block, for every op", async () => {
    const lw = await load({ threads: 1 });
    const rounds = () => {
      for (const spec of specs) callAll(lw, spec, 2, BLOCK_ELEMENTS + 2, () => {});
    };
    // The first make work areas, which stay.
    rounds();
    const before = lw.memory();
    rounds();
    rounds();
    expect(lw.memory()).toEqual(before);
  });

  it("where reading an argument throws in the middle of a call", async () => {
    const lw = await load({ threads: 1 });
    const columns = BLOCK_ELEMENTS + 2;
    const x = Array.from({ length: 3 * columns }, (_, i) => Math.sin(i));
    const expected = lw.softmax(x, { shape: [3, columns] });
    const before = lw.memory();
    let reads = 0;
    const place = 2 * columns;
    const treacherous = new Proxy(x, {
      get(target, key, receiver) {
        if (key === String(place) && ++reads === 1) throw new Error("changed its mind");
        return Reflect.get(target, key, receiver);
      },
    });
    expect(() => lw.softmax(treacherous, { shape: [3, columns] })).toThrow("changed its mind");
    expect(lw.memory()).toEqual(before);
    expect(lw.softmax(x, { shape: [3, columns] }).every((each, i) => each === expected[i])).toBe(true);
  });

  it("where a new tensor's numbers cannot be had", async () => {
    for (const make of [(lw: Lanewise) => lw.zeros([1000]), (lw: Lanewise) => lw.tensor(new Float32Array(1000))]) {
      const lw = await load({ threads: 1 });
      const before = lw.memory();
      vi.spyOn(LinearMemory.prototype, "view").mockImplementation(() => {
        throw new RangeError("no room for a view");
      });
      expect(() => make(lw)).toThrow("no room for a view");
      expect(lw.memory()).toEqual(before);
      vi.restoreAllMocks();
    }
  });

  it("by a work area that grows: it holds its latest size alone", () => {
    const memory = new LinearMemory();
    const before = memory.usedBytes;
    const area = new WorkArea(memory);
    for (const bytes of [64, 4096, 100, 65_536, 65_537, 1_000_000, 3]) {
      const address = area.address(bytes);
      expect(address % 64).toBe(0);
      expect(area.address(bytes)).toBe(address);
    }
    const alone = new LinearMemory();
    const start = alone.usedBytes;
    new WorkArea(alone).address(1_000_000);
    expect(memory.usedBytes - before).toBe(alone.usedBytes - start);
  });

  it("by work areas of growing calls: what a new library takes for the largest alone", async () => {
    const grown = await load({ threads: 1 });
    const fresh = await load({ threads: 1 });
    const call = (lw: Lanewise, n: number) => {
      lw.softmax(new Float32Array(2 * n), { shape: [2, n] });
      lw.dense(new Float32Array(n * n), new Float32Array(n * n), undefined, { shape: [n, n] });
    };
    for (const n of [8, 40, 100, 150, 250, 300]) call(grown, n);
    call(fresh, 300);
    expect(grown.memory().usedBytes).toBe(fresh.memory().usedBytes);
  });
});

it("memory grows by what is needed where it may not grow by more", () => {
  const memory = new LinearMemory({ maximumBytes: 64 * MEBIBYTE });
  const grow = memory.memory.grow.bind(memory.memory);
  const asked: number[] = [];
  memory.memory.grow = (pages) => {
    asked.push(pages);
    if (asked.length !== 2) throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    return grow(pages);
  };
  const before = memory.byteLength;
  const floats = before / 4;
  expect(memory.view(memory.allocate(floats), floats).length).toBe(floats);
  const [generous, needed] = asked as [number, number];
  expect(needed).toBeLessThan(generous);
  expect(memory.byteLength).toBe(before + needed * 65_536);
  expect(() => memory.allocate(2 * floats)).toThrow("out of memory");
  expect(asked.length).toBeGreaterThan(2);
});
