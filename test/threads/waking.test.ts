// When sleeping workers are woken.

import { describe, expect, it } from "vitest";
import { Waking } from "../../src/runtime/threads/waking.js";

/** How many of some calls, `every` ms one after the other, would wake workers. */
function woken({ calls, gain, alone, every }: { calls: number; gain: number; alone: number; every: number }): number {
  const waking = new Waking();
  let count = 0;
  for (let i = 0; i < calls; i++) if (waking.isWorth(alone, { gain: () => gain }, 1, 1000 + i * every)) count++;
  return count;
}

describe("sleeping workers", () => {
  it("are not woken for calls that come apart, however much each would gain from workers that were awake", () => {
    expect(woken({ calls: 100, gain: 80_000, alone: 150_000, every: 0.6 })).toBe(0);
  });

  it("are woken by the second of two calls in a row that gain enough", () => {
    expect(woken({ calls: 2, gain: 80_000, alone: 150_000, every: 0.16 })).toBe(1);
  });

  it("are woken by many short calls in a row", () => {
    expect(woken({ calls: 5, gain: 10_000, alone: 20_000, every: 0.03 })).toBe(1);
    expect(woken({ calls: 4, gain: 10_000, alone: 20_000, every: 0.03 })).toBe(0);
  });

  it("are not woken for calls that would gain nothing", () => {
    expect(woken({ calls: 1000, gain: 0, alone: 20_000, every: 0.03 })).toBe(0);
    expect(woken({ calls: 1000, gain: -5000, alone: 20_000, every: 0.03 })).toBe(0);
  });
});
