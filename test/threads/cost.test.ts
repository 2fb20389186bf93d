// What is learned from times: when a call is shared, when no longer, and when again.

import { describe, expect, it } from "vitest";
import { Cost, Way } from "../../src/runtime/threads/cost.js";

const UNITS = 100_000;

/** A kernel that takes so many µs for UNITS, by way; the cost is told what each call took. */
class Kernel {
  readonly cost = new Cost();

  constructor(public microseconds: { alone: number; awake: number; asleep?: number }) {}

  /** One call, as the pool makes it. @returns whether it was shared */
  call(way: typeof Way.awake | typeof Way.asleep = Way.awake, units = UNITS): boolean {
    const { alone, awake, asleep = awake + 40 } = this.microseconds;
    const shared = this.cost.prefers(way, units);
    const took = shared ? (way === Way.awake ? awake : asleep) : alone;
    this.cost.add(shared ? way : Way.alone, (took / 1000) * (units / UNITS), units);
    return shared;
  }

  /** Which share of some calls was shared. */
  share(calls: number, way?: typeof Way.awake | typeof Way.asleep): number {
    let shared = 0;
    for (let i = 0; i < calls; i++) if (this.call(way)) shared++;
    return shared / calls;
  }
}

describe("a kernel that gains by sharing", () => {
  it("is timed alone first, then shared", () => {
    const kernel = new Kernel({ alone: 100, awake: 55 });
    expect([kernel.call(), kernel.call(), kernel.call()]).toEqual([false, false, false]);
    expect(kernel.share(1000)).toBeGreaterThan(0.95);
  });

  it("is shared at once where it is long", () => {
    const kernel = new Kernel({ alone: 20_000, awake: 11_000 });
    kernel.cost.add(Way.alone, 0.2, 1000);
    expect(kernel.cost.prefers(Way.awake, UNITS)).toBe(true);
  });

  it("is not shared with sleepers where waking them takes longer than it spares", () => {
    const kernel = new Kernel({ alone: 60, awake: 35, asleep: 80 });
    kernel.share(20, Way.awake);
    expect(kernel.share(2000, Way.asleep)).toBeLessThan(0.05);
    expect(kernel.share(1000, Way.awake)).toBeGreaterThan(0.9);
    expect(kernel.cost.gain(UNITS)).toBeGreaterThan(20_000);
    expect(kernel.cost.gain(UNITS)).toBeLessThan(30_000);
  });
});

describe("a kernel that loses by sharing", () => {
  it("is tried, and then left alone but for a look now and then", () => {
    const kernel = new Kernel({ alone: 100, awake: 105 });
    kernel.share(20);
    expect(kernel.share(2000)).toBeLessThan(0.05);
    const slow = new Kernel({ alone: 100, awake: 300 });
    slow.share(20);
    expect(slow.share(4000)).toBeLessThan(0.005);
  });
});

it("a processor that others take is noticed, and that it is free again", () => {
  const kernel = new Kernel({ alone: 100, awake: 55 });
  kernel.share(100);
  kernel.microseconds = { alone: 100, awake: 190 };
  kernel.share(60);
  expect(kernel.share(1000)).toBeLessThan(0.05);
  kernel.microseconds = { alone: 100, awake: 55 };
  kernel.share(2200);
  expect(kernel.share(1000)).toBeGreaterThan(0.9);
});

it("one interrupted call changes nothing", () => {
  const kernel = new Kernel({ alone: 100, awake: 80 });
  kernel.share(100);
  kernel.cost.add(Way.awake, 50, UNITS);
  expect(kernel.share(60)).toBeGreaterThan(0.9);
});

it("what fits into a cache is judged apart from what does not", () => {
  const kernel = new Kernel({ alone: 100, awake: 120 });
  kernel.share(200);
  kernel.microseconds = { alone: 100, awake: 55 };
  const large = Array.from({ length: 200 }, () => kernel.call(Way.awake, 16 * UNITS));
  expect(large.slice(10).filter(Boolean).length).toBeGreaterThan(180);
});

it("times that the clock cannot tell are not taken for none", () => {
  const cost = new Cost();
  cost.add(Way.alone, 0, UNITS);
  cost.add(Way.alone, 0.1, 0);
  expect(cost.nanoseconds(UNITS)).toBe(new Cost().nanoseconds(UNITS));
  cost.add(Way.alone, 0.1, UNITS);
  expect(cost.nanoseconds(UNITS)).toBeCloseTo(100_000, 3);
  expect(cost.nanoseconds(2 ** 40)).toBeGreaterThan(0);
});
