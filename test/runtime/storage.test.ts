// Linear memory: views live through growth, running out is said with the sizes and harms nothing, and engines that grant
// less (no shared memory, a smaller maximum) are taken as they are.

import { afterEach, describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { ALIGNMENT } from "../../src/runtime/allocator.js";
import { LinearMemory } from "../../src/runtime/storage.js";

const MEBIBYTE = 2 ** 20;
const OriginalMemory = WebAssembly.Memory;

/** An engine that refuses some memories. */
function refuse(refused: (wanted: WebAssembly.MemoryDescriptor) => boolean): void {
  WebAssembly.Memory = class extends OriginalMemory {
    constructor(wanted: WebAssembly.MemoryDescriptor) {
      if (refused(wanted)) throw new RangeError("WebAssembly.Memory(): could not allocate memory");
      super(wanted);
    }
  };
}

const same = (a: Float32Array, b: Float32Array) => a.length === b.length && a.every((each, i) => each === b[i]);

afterEach(() => {
  WebAssembly.Memory = OriginalMemory;
});

describe("growth", () => {
  it("keeps old views valid and live", () => {
    const memory = new LinearMemory();
    const address = memory.allocate(1000);
    const old = memory.view(address, 1000).fill(7);
    memory.allocate(16 * MEBIBYTE);
    expect(memory.byteLength).toBeGreaterThan(64 * MEBIBYTE);
    expect(old.length).toBe(1000);
    expect(old.every((each) => each === 7)).toBe(true);
    memory.view(address, 1000)[999] = 3;
    expect(old[999]).toBe(3);
    old[0] = 5;
    expect(memory.view(address, 1)[0]).toBe(5);
  });

  it("comes when there is need of it", () => {
    const memory = new LinearMemory();
    const { byteLength } = memory;
    for (let i = 0; i < 100; i++) memory.allocate(100);
    expect(memory.byteLength).toBe(byteLength);
  });

  it("is followed by the views of all of memory", () => {
    const memory = new LinearMemory();
    const { floats, integers } = memory;
    expect(memory.floats).toBe(floats);
    expect(memory.integers).toBe(integers);
    const address = memory.allocate(4 * MEBIBYTE);
    expect(memory.floats.byteLength).toBe(memory.byteLength);
    expect(memory.integers.byteLength).toBe(memory.byteLength);
    const last = address / 4 + 4 * MEBIBYTE - 1;
    memory.floats[last] = 1;
    expect(memory.integers[last]).toBe(0x3f800000);
    expect(memory.view(address, 4 * MEBIBYTE).at(-1)).toBe(1);
  });

  it("gives zeros, up to 64 bytes beyond the last block", () => {
    const memory = new LinearMemory({ maximumBytes: 4 * MEBIBYTE });
    let end = 0;
    for (;;) {
      try {
        end = memory.allocate(16 * 1024) + 64 * 1024;
      } catch {
        break;
      }
    }
    expect(end + ALIGNMENT).toBeLessThanOrEqual(memory.byteLength);
    expect(memory.floats.subarray(end / 4, end / 4 + ALIGNMENT / 4).every((each) => each === 0)).toBe(true);
  });
});

describe("running out", () => {
  it("is a RangeError that names the sizes", () => {
    const memory = new LinearMemory({ maximumBytes: MEBIBYTE });
    memory.allocate(1000);
    const { usedBytes } = memory.use();
    expect(() => memory.allocate(MEBIBYTE)).toThrow(RangeError);
    expect(() => memory.allocate(MEBIBYTE)).toThrow(
      `out of memory: ${4 * MEBIBYTE} bytes wanted, ${usedBytes} of ${MEBIBYTE} bytes in use`,
    );
    expect(memory.use().usedBytes).toBe(usedBytes);
  });

  it("leaves the library at work: nothing is lost, and what is disposed serves again", async () => {
    const lw = await load({ memory: { maximumBytes: 4 * MEBIBYTE } });
    expect(lw.info.backend).toBe("wasm");
    expect(lw.memory().maximumBytes).toBe(4 * MEBIBYTE);
    const count = 32 * 1024;
    const x = Float32Array.from({ length: count }, (_, i) => i - 7.5);
    const expected = x.map((each) => Math.max(each, 0));
    const held = [lw.tensor(x)];
    const fill = () => {
      for (;;) held.push(lw.relu(held[0] as (typeof held)[number]));
    };
    expect(fill).toThrow(RangeError);
    const full = lw.memory();
    expect(full.tensors).toBe(held.length);
    expect(held.length).toBeGreaterThan(20);
    expect(fill).toThrow(`out of memory: ${4 * count} bytes wanted, ${full.usedBytes} of ${4 * MEBIBYTE} bytes in use`);
    expect(lw.memory()).toEqual(full);
    expect(same(lw.relu(x), expected)).toBe(true);
    expect(held.slice(1).every((each) => same(each.data, expected))).toBe(true);
    held.pop()?.dispose();
    held.push(lw.relu(held[0] as (typeof held)[number]));
    expect(same((held.at(-1) as (typeof held)[number]).data, expected)).toBe(true);
    for (const each of held) each.dispose();
    expect(lw.memory().tensors).toBe(0);
    expect(lw.memory().usedBytes).toBe(full.usedBytes - held.length * 4 * count);
  });

  it.each(["reference", "wasm"] as const)("is the same for sizes beyond any address (%s)", async (backend) => {
    const lw = await load({ backend });
    const kept = lw.tensor([1, 2, 3]);
    const before = lw.memory();
    for (const shape of [[2 ** 36 + 16], [2 ** 40], [2 ** 53], [1e200, 1e200]]) {
      expect(() => lw.zeros(shape), `zeros([${shape}])`).toThrow(RangeError);
      expect(lw.memory(), `memory after zeros([${shape}])`).toEqual(before);
    }
    const next = lw.zeros([1000]);
    next.data.fill(9);
    expect([...kept.data]).toEqual([1, 2, 3]);
  });
});

describe("an engine without shared memory", () => {
  it("gives the same results, and info says what is missing", async () => {
    const x = Float32Array.from({ length: 40_000 }, (_, i) => Math.sin(i) * 20);
    const usual = await load();
    refuse(({ shared }) => shared === true);
    const lw = await load();
    expect(lw.info).toMatchObject({ ...usual.info, reason: expect.stringContaining("no shared WebAssembly memory") });
    expect(same(lw.sigmoid(x), usual.sigmoid(x))).toBe(true);
    const tensor = lw.tensor(x);
    const y = lw.sigmoid(tensor);
    expect(y.data.buffer).toBeInstanceOf(ArrayBuffer);
    expect(same(y.data, usual.sigmoid(x))).toBe(true);
  });

  it("detaches views when it grows, and tensors find theirs again", async () => {
    refuse(({ shared }) => shared === true);
    const lw = await load();
    const tensor = lw.tensor([1, -2, 3]);
    const old = tensor.data;
    const large = lw.zeros([16 * MEBIBYTE]);
    expect(old.length).toBe(0);
    expect([...tensor.data]).toEqual([1, -2, 3]);
    expect([...lw.relu(tensor).data]).toEqual([1, 0, 3]);
    expect([...lw.relu(new Float32Array([-1, 1]))]).toEqual([0, 1]);
    large.dispose();
  });
});

describe("an engine that grants less than 4 GiB", () => {
  it("is asked for half, until it agrees", async () => {
    refuse(({ maximum }) => (maximum as number) > 1000);
    const memory = new LinearMemory();
    expect(memory.shared).toBe(true);
    expect(memory.use().maximumBytes).toBe(512 * 65536);
    const lw = await load();
    expect(lw.info.backend).toBe("wasm");
    expect(lw.memory().maximumBytes).toBe(512 * 65536);
    expect(() => lw.zeros([8 * MEBIBYTE])).toThrow("out of memory");
    expect([...lw.relu([-1, 2])]).toEqual([0, 2]);
  });

  it("may refuse to grow before its maximum", () => {
    const memory = new LinearMemory({ maximumBytes: 64 * MEBIBYTE });
    const address = memory.allocate(1000);
    memory.view(address, 1000).fill(4);
    memory.memory.grow = () => {
      throw new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory");
    };
    expect(() => memory.allocate(4 * MEBIBYTE)).toThrow("out of memory");
    memory.memory.grow = OriginalMemory.prototype.grow;
    expect(memory.view(memory.allocate(4 * MEBIBYTE), 4 * MEBIBYTE).length).toBe(4 * MEBIBYTE);
    expect(memory.view(address, 1000).every((each) => each === 4)).toBe(true);
  });
});
