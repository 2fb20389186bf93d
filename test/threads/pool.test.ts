// The jobs of a pool: tasks, results, work areas, failures.

import { describe, expect, it } from "vitest";
import { EACH, incrementAll, meetAll, started } from "./place.js";

describe.each([1, 2, 3, 8])("with %i threads", (threads) => {
  it("does every task once, in any number, and gives their results in order", async () => {
    const here = await started(threads);
    for (const tasks of [0, 1, 2, 7, 64, 1023, 1024, 1025, 6000]) incrementAll(here, tasks);
    expect(here.pool.jobs > 0).toBe(threads > 1);
  });

  it("all of them work", async () => {
    const here = await started(threads);
    expect([...meetAll(here)]).toEqual(Array.from({ length: threads }, () => 0));
    if (threads > 1) expect(here.pool.tasksDone).toEqual(Array.from({ length: threads }, () => 1));
  });

  it("goes on while memory grows", async () => {
    const here = await started(threads);
    for (const tasks of [10, 1000, 8000]) {
      const held = here.memory.allocate(tasks * EACH);
      incrementAll(here, tasks);
      here.memory.release(held, tasks * EACH);
    }
  });
});

describe("a kernel that traps", () => {
  it("in a worker is an error of the call, and the pool goes on", async () => {
    const here = await started(2);
    for (let attempt = 0; attempt < 3; attempt++) {
      // The worker's area lies beyond all memory.
      const fail = () => meetAll(here, 3 * 2 ** 30);
      expect(fail).toThrow(WebAssembly.RuntimeError);
      expect(fail).toThrow("memory access out of bounds");
    }
    expect(here.pool.threads).toBe(2);
    incrementAll(here, 100);
  });

  it("in the caller too", async () => {
    const { pool, kernels } = await started(2);
    const table = new Float64Array(60).map((_, i) => [2 ** 32 - 8, 2 ** 32 - 8, 1][i % 3] as number);
    expect(() => pool.run(kernels.touch, table, 3, 20)).toThrow(WebAssembly.RuntimeError);
  });
});
