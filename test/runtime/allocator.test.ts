// The allocator against a model: whatever is asked of it, live blocks never overlap, nothing leaks, and freed blocks come back.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ALIGNMENT, Allocator, type Space } from "../../src/runtime/allocator.js";

const START = 65536;
const GIBIBYTE = 2 ** 30;

/** An address space that grows up to a limit, and counts how often it was asked to. */
class LimitedSpace implements Space {
  byteLength = START;
  readonly maximumBytes = 2 ** 40;
  limit: number;
  requests = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  growTo(byteLength: number): boolean {
    this.requests++;
    if (byteLength > this.limit) return false;
    this.byteLength = byteLength;
    return true;
  }
}

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** The blocks in order of address, each with the end of the one before it. */
function overlapping(blocks: readonly Block[]): Block | undefined {
  const ordered = [...blocks].sort((a, b) => a.address - b.address);
  return ordered.find(({ address }, i) => {
    const before = ordered[i - 1];
    return before !== undefined && before.address + before.bytes > address;
  });
}

/** Requests of all sizes alike: even over the octaves from nothing to 2^`octaves` bytes. */
const requestedBytes = (octaves: number) =>
  fc.double({ min: 0, max: octaves, noNaN: true }).map((exponent) => Math.floor(2 ** exponent) - 1);

/** A request, or the release of one of the live blocks. */
const step = (octaves: number) =>
  fc.oneof(
    { weight: 3, arbitrary: requestedBytes(octaves).map((bytes) => ({ bytes })) },
    { weight: 2, arbitrary: fc.nat().map((pick) => ({ pick })) },
  );
type Step = { bytes: number } | { pick: number };

/** Carries out steps; `check` sees the live blocks after each. */
function play(allocator: Allocator, steps: readonly Step[], check: (live: readonly Block[]) => void = () => {}): Block[] {
  const live: Block[] = [];
  for (const each of steps) {
    if ("bytes" in each) {
      const address = allocator.allocate(each.bytes);
      if (address >= 0) live.push({ address, bytes: each.bytes });
    } else if (live.length > 0) {
      const [block] = live.splice(each.pick % live.length, 1);
      if (block) allocator.release(block.address, block.bytes);
    }
    check(live);
  }
  return live;
}

describe("blocks", () => {
  it("never overlap, are aligned, and lie inside the space with a unit to spare", () => {
    fc.assert(
      fc.property(fc.array(step(22), { maxLength: 120 }), fc.constantFrom(2 ** 20, 2 ** 24, GIBIBYTE), (steps, limit) => {
        const space = new LimitedSpace(limit);
        play(new Allocator(space, START), steps, (live) => {
          expect(overlapping(live)).toBeUndefined();
          for (const { address, bytes } of live) {
            expect(address % ALIGNMENT).toBe(0);
            expect(address).toBeGreaterThanOrEqual(START);
            expect(address + bytes + ALIGNMENT).toBeLessThanOrEqual(space.byteLength);
          }
        });
      }),
    );
  });

  it("lose at most a quarter to rounding, and never less than was asked for", () => {
    fc.assert(
      fc.property(requestedBytes(38), (bytes) => {
        const allocator = new Allocator(new LimitedSpace(2 ** 40), START);
        expect(allocator.allocate(bytes)).toBe(START);
        const units = Math.max(1, Math.ceil(bytes / ALIGNMENT));
        expect(allocator.usedBytes).toBeGreaterThanOrEqual(units * ALIGNMENT);
        expect(allocator.usedBytes).toBeLessThanOrEqual(units * ALIGNMENT * 1.25);
        expect(allocator.touchedBytes).toBe(allocator.usedBytes);
      }),
    );
  });
});

describe("release", () => {
  it("of everything brings usedBytes to 0, and what was used can all be had again without growing", () => {
    fc.assert(
      fc.property(fc.array(step(20), { maxLength: 80 }), (steps) => {
        const space = new LimitedSpace(GIBIBYTE);
        const allocator = new Allocator(space, START);
        for (const { address, bytes } of play(allocator, steps)) allocator.release(address, bytes);
        expect(allocator.usedBytes).toBe(0);
        const { touchedBytes } = allocator;
        const requests = steps.flatMap((each) => ("bytes" in each ? [each.bytes] : []));
        const once = play(allocator, steps);
        expect(allocator.touchedBytes).toBe(touchedBytes);
        expect(once.length).toBeLessThanOrEqual(requests.length);
      }),
    );
  });

  it("makes the next request of the same size get the same block", () => {
    fc.assert(
      fc.property(requestedBytes(24), (bytes) => {
        const allocator = new Allocator(new LimitedSpace(GIBIBYTE), START);
        const first = allocator.allocate(bytes);
        allocator.allocate(bytes);
        allocator.release(first, bytes);
        expect(allocator.allocate(bytes)).toBe(first);
      }),
    );
  });

  it("leaks nothing in 10^5 random steps: each class holds as many blocks as were ever live in it at once", () => {
    const allocator = new Allocator(new LimitedSpace(4 * GIBIBYTE), START);
    const live: (Block & { size: number })[] = [];
    const counts = new Map<number, { now: number; most: number }>();
    for (const each of fc.sample(step(16), { numRuns: 100_000, seed: 1 })) {
      if ("pick" in each || live.length === 100) {
        const [block] = live.splice(("pick" in each ? each.pick : 0) % Math.max(1, live.length), 1);
        if (!block) continue;
        allocator.release(block.address, block.bytes);
        (counts.get(block.size) as { now: number }).now--;
      } else {
        const before = allocator.usedBytes;
        const address = allocator.allocate(each.bytes);
        const size = allocator.usedBytes - before;
        live.push({ address, bytes: each.bytes, size });
        const count = counts.get(size) ?? { now: 0, most: 0 };
        counts.set(size, { now: count.now + 1, most: Math.max(count.most, count.now + 1) });
      }
    }
    expect(allocator.touchedBytes).toBe([...counts].reduce((sum, [size, { most }]) => sum + size * most, 0));
    for (const { address, bytes } of live) allocator.release(address, bytes);
    expect(allocator.usedBytes).toBe(0);
  });
});

describe("a space that cannot grow", () => {
  it("refuses without any change, and serves what fits afterwards", () => {
    fc.assert(
      fc.property(fc.array(step(16), { maxLength: 60 }), (steps) => {
        const space = new LimitedSpace(START + 2 ** 18);
        const allocator = new Allocator(space, START);
        const live = play(allocator, steps);
        const before = { used: allocator.usedBytes, touched: allocator.touchedBytes, length: space.byteLength };
        expect(allocator.allocate(2 ** 20)).toBe(-1);
        expect({ used: allocator.usedBytes, touched: allocator.touchedBytes, length: space.byteLength }).toEqual(before);
        space.limit = GIBIBYTE;
        const address = allocator.allocate(2 ** 20);
        expect(address).toBeGreaterThanOrEqual(START);
        expect(overlapping([...live, { address, bytes: 2 ** 20 }])).toBeUndefined();
      }),
    );
  });

  it("refuses sizes beyond any address, and is not harmed by them", () => {
    fc.assert(
      fc.property(fc.double({ min: 30, max: 1000, noNaN: true }), (exponent) => {
        const allocator = new Allocator(new LimitedSpace(START + 2 ** 20), START);
        const first = allocator.allocate(1000);
        expect(allocator.allocate(2 ** exponent)).toBe(-1);
        expect(allocator.allocate(Number.POSITIVE_INFINITY)).toBe(-1);
        const second = allocator.allocate(1000);
        expect(overlapping([first, second].map((address) => ({ address, bytes: 1000 })))).toBeUndefined();
        expect(allocator.usedBytes).toBe(2 * 1024);
      }),
    );
  });

  it("lets a larger free block serve, counts it whole, and takes it back as what it is", () => {
    const space = new LimitedSpace(START + 8192 + ALIGNMENT);
    const allocator = new Allocator(space, START);
    const large = allocator.allocate(8192);
    expect(large).toBe(START);
    expect(allocator.allocate(64)).toBe(-1);
    allocator.release(large, 8192);
    expect(allocator.allocate(64)).toBe(large);
    expect(allocator.usedBytes).toBe(8192);
    expect(allocator.allocate(64)).toBe(-1);
    allocator.release(large, 64);
    expect(allocator.usedBytes).toBe(0);
    expect(allocator.allocate(8192)).toBe(large);
  });

  it("serves from a block that is large enough, if there is one, and never from a smaller one", () => {
    fc.assert(
      fc.property(fc.array(requestedBytes(14), { minLength: 1, maxLength: 20 }), requestedBytes(15), (sizes, wanted) => {
        const space = new LimitedSpace(GIBIBYTE);
        const allocator = new Allocator(space, START);
        const sizeOf = new Map<number, number>();
        const blocks = sizes.map((bytes) => {
          const before = allocator.usedBytes;
          const address = allocator.allocate(bytes);
          sizeOf.set(address, allocator.usedBytes - before);
          return { address, bytes };
        });
        for (const { address, bytes } of blocks) allocator.release(address, bytes);
        space.limit = 0;
        const address = allocator.allocate(wanted);
        if (address < 0) expect(Math.max(...sizeOf.values())).toBeLessThan(wanted);
        else expect(sizeOf.get(address)).toBeGreaterThanOrEqual(wanted);
      }),
    );
  });
});
