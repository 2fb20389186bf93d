// A pool over a memory of its own, with kernels of its own, for tests of what it does with them.

import { afterEach, expect, vi } from "vitest";
import { LinearMemory } from "../../src/runtime/storage.js";
import { type Kernel, ThreadPool } from "../../src/runtime/threads/pool.js";
import { module } from "./kernels.js";

export const workerThreads = process.getBuiltinModule("node:worker_threads");
export const OriginalWorker = workerThreads.Worker;
const pools: ThreadPool[] = [];

// Of the test file that imports this.
afterEach(async () => {
  workerThreads.Worker = OriginalWorker;
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

export interface Place {
  readonly pool: ThreadPool;
  readonly memory: LinearMemory;
  readonly kernels: Record<"increment" | "touch" | "hang", Kernel>;
}

export function place(threads: number): Place {
  const memory = new LinearMemory();
  const exports = new WebAssembly.Instance(module, { env: { memory: memory.memory } }).exports;
  const pool = new ThreadPool(memory, memory.shared, { threads });
  pool.add([{ module, exports }]);
  pools.push(pool);
  return { pool, memory, kernels: exports as unknown as Place["kernels"] };
}

export async function started(threads: number): Promise<Place> {
  const here = place(threads);
  await here.pool.startAndWait();
  expect(here.pool.threads).toBe(threads);
  expect(here.pool.reason).toBe("");
  return here;
}

export const EACH = 500;
/** Where two arrays differ first, −1 if nowhere: vitest compares long arrays element by element, which takes minutes. */
const firstDifference = (a: Float32Array, b: (i: number) => number) => a.findIndex((value, i) => value !== b(i));
const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i % 1021);

/** Increments `tasks` runs of EACH floats in place, and checks memory and results. */
export function incrementAll({ pool, memory, kernels }: Place, tasks: number): void {
  const count = tasks * EACH;
  const address = memory.allocate(count);
  const copiesBytes = 4096;
  const copies = memory.allocate((copiesBytes * pool.limit) / 4);
  const before = numbers(count);
  memory.view(address, count).set(before);
  const table = new Float64Array(3 * tasks);
  for (let task = 0; task < tasks; task++) table.set([address + task * EACH * 4, EACH, EACH * 4], task * 3);
  const results = new Float64Array(tasks);
  pool.run(kernels.increment, table, 3, tasks, { results, overwrites: { address: 0, length: 2, copies, bytes: copiesBytes } });
  expect(firstDifference(memory.view(address, count), (i) => (before[i] as number) + 1)).toBe(-1);
  const sums = Array.from(results, (_, task) => before.subarray(task * EACH, (task + 1) * EACH).reduce((all, x) => all + x, 0));
  expect([...results]).toEqual(sums);
  memory.release(address, count);
  memory.release(copies, (copiesBytes * pool.limit) / 4);
}

/** As many tasks as threads, none of which ends before each has begun. @param areas how far the work areas are apart, bytes */
export function meetAll({ pool, memory, kernels }: Place, areas = 64): Float64Array {
  const threads = pool.limit;
  const [counter, address] = [memory.allocate(1), memory.allocate(16 * threads)];
  memory.view(counter, 1).fill(0);
  memory.view(address, 16 * threads).fill(0);
  const results = new Float64Array(threads).fill(1);
  const table = new Float64Array(3 * threads).map((_, i) => [0, counter, threads][i % 3] as number);
  pool.run(kernels.touch, table, 3, threads, { results, scratch: { argument: 0, address, bytes: areas } });
  return results;
}

/** Workers, as they are made. */
export function watchWorkers(): InstanceType<typeof OriginalWorker>[] {
  const made: InstanceType<typeof OriginalWorker>[] = [];
  workerThreads.Worker = class extends OriginalWorker {
    constructor(...values: ConstructorParameters<typeof OriginalWorker>) {
      super(...values);
      made.push(this);
    }
  };
  return made;
}

/** A job whose workers never come back from a task, in which they have overwritten their input. @param first of such tasks */
export function hang({ pool, memory, kernels }: Place, tasks: number, first = 0): void {
  const areas = memory.allocate(pool.limit * 1024);
  const copies = memory.allocate(pool.limit * 1024);
  const flag = memory.allocate(1);
  memory.view(flag, 1).fill(0);
  const address = memory.allocate(tasks * 16);
  memory.view(address, tasks * 16).set(numbers(tasks * 16));
  const table = new Float64Array(6 * tasks);
  for (let task = 0; task < tasks; task++) table.set([0, areas, address + task * 64, 16, 64, task < first ? 0 : flag], task * 6);
  const results = new Float64Array(tasks);
  // Once a worker hangs, the caller waits for nothing: no time goes by. Before that it has to wait for workers that are merely late,
  // or it would end them, and then be alone in this kernel.
  const wait = Atomics.wait;
  const hangs = new Int32Array(memory.memory.buffer, flag, 1);
  vi.spyOn(Atomics, "wait").mockImplementation(((...given: Parameters<typeof wait>) =>
    Atomics.load(hangs, 0) === 1 ? "timed-out" : wait(...given)) as never);
  pool.run(kernels.hang, table, 6, tasks, {
    results,
    scratch: { argument: 0, address: areas, bytes: 4096 },
    overwrites: { address: 2, length: 4, copies, bytes: 4096 },
  });
  vi.restoreAllMocks();
  expect(firstDifference(memory.view(address, tasks * 16), (i) => (i % 1021) + 1)).toBe(-1);
  expect(results.every((each) => each === 1)).toBe(true);
}
