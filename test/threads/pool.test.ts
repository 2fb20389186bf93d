// The pool itself, with kernels of its own: tasks, results, work areas, failures, and the end.

import { afterEach, describe, expect, it, vi } from "vitest";
import { LinearMemory } from "../../src/runtime/storage.js";
import { Control, Field, WorkerState } from "../../src/runtime/threads/control.js";
import { type Kernel, ThreadPool } from "../../src/runtime/threads/pool.js";
import { module } from "./kernels.js";

const workerThreads = process.getBuiltinModule("node:worker_threads");
const OriginalWorker = workerThreads.Worker;
const pools: ThreadPool[] = [];

afterEach(async () => {
  workerThreads.Worker = OriginalWorker;
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

interface Place {
  readonly pool: ThreadPool;
  readonly memory: LinearMemory;
  readonly kernels: Record<"increment" | "touch" | "hang", Kernel>;
}

function place(threads: number): Place {
  const memory = new LinearMemory();
  const exports = new WebAssembly.Instance(module, { env: { memory: memory.memory } }).exports;
  const pool = new ThreadPool(memory, memory.shared, { threads });
  pool.add(module, exports);
  pools.push(pool);
  return { pool, memory, kernels: exports as unknown as Place["kernels"] };
}

async function started(threads: number): Promise<Place> {
  const here = place(threads);
  await here.pool.startAndWait();
  expect(here.pool.threads).toBe(threads);
  expect(here.pool.reason).toBe("");
  return here;
}

const EACH = 500;
/** Where two arrays differ first, −1 if nowhere: vitest compares long arrays element by element, which takes minutes. */
const firstDifference = (a: Float32Array, b: (i: number) => number) => a.findIndex((value, i) => value !== b(i));
const numbers = (count: number) => Float32Array.from({ length: count }, (_, i) => i % 1021);

/** Increments `tasks` runs of EACH floats in place, and checks memory and results. */
function incrementAll({ pool, memory, kernels }: Place, tasks: number): void {
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
function meetAll({ pool, memory, kernels }: Place, areas = 64): Float64Array {
  const threads = pool.limit;
  const [counter, address] = [memory.allocate(1), memory.allocate(16 * threads)];
  memory.view(counter, 1).fill(0);
  memory.view(address, 16 * threads).fill(0);
  const results = new Float64Array(threads).fill(1);
  const table = new Float64Array(3 * threads).map((_, i) => [0, counter, threads][i % 3] as number);
  pool.run(kernels.touch, table, 3, threads, { results, scratch: { argument: 0, address, bytes: areas } });
  return results;
}

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

/** Workers, as they are made. */
function watchWorkers(): InstanceType<typeof OriginalWorker>[] {
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
function hang({ pool, memory, kernels }: Place, tasks: number, first = 0): void {
  const areas = memory.allocate(pool.limit * 1024);
  const copies = memory.allocate(pool.limit * 1024);
  const flag = memory.allocate(1);
  memory.view(flag, 1).fill(0);
  const address = memory.allocate(tasks * 16);
  memory.view(address, tasks * 16).set(numbers(tasks * 16));
  const table = new Float64Array(6 * tasks);
  for (let task = 0; task < tasks; task++) table.set([0, areas, address + task * 64, 16, 64, task < first ? 0 : flag], task * 6);
  const results = new Float64Array(tasks);
  // The caller waits for nothing: no time goes by.
  vi.spyOn(Atomics, "wait").mockReturnValue("timed-out");
  pool.run(kernels.hang, table, 6, tasks, {
    results,
    scratch: { argument: 0, address: areas, bytes: 4096 },
    overwrites: { address: 2, length: 4, copies, bytes: 4096 },
  });
  vi.restoreAllMocks();
  expect(firstDifference(memory.view(address, tasks * 16), (i) => (i % 1021) + 1)).toBe(-1);
  expect(results.every((each) => each === 1)).toBe(true);
}

describe("a worker that dies", () => {
  it.each([
    [60, 0],
    [4000, 0],
    [4000, 2000],
  ])(
    "in the middle of %i tasks, from number %i on, is noticed, and what it had half done is done again",
    async (tasks, first) => {
      const here = await started(3);
      hang(here, tasks, first);
      expect(here.pool.threads).toBe(1);
      incrementAll(here, 100);
      // The next work worth it starts others.
      await vi.waitFor(() => expect(here.pool.threads).toBe(3), { timeout: 20_000 });
      meetAll(here);
    },
  );

  it("is replaced, but not for ever", async () => {
    const made = watchWorkers();
    const here = await started(2);
    for (const expected of [2, 3, 3, 3]) {
      if (here.pool.threads === 2) hang(here, 60);
      await here.pool.startAndWait();
      expect(made).toHaveLength(expected);
    }
    expect(here.pool.threads).toBe(1);
    expect(here.pool.reason).toBe("one thread: workers stopped answering");
    incrementAll(here, 100);
  });

  it("while idle costs only its speed", async () => {
    const made = watchWorkers();
    const here = await started(3);
    expect(made).toHaveLength(2);
    await made[0]?.terminate();
    incrementAll(here, 500);
    await vi.waitFor(() => expect(here.pool.threads).toBe(2));
    expect(here.pool.reason).toContain("thread 1 of 3");
    incrementAll(here, 500);
  });
});

describe("a worker that cannot start", () => {
  /** Workers that run another script. */
  function replaceScript(script: string): void {
    workerThreads.Worker = class extends OriginalWorker {
      constructor(_: string | URL, options: ConstructorParameters<typeof OriginalWorker>[1]) {
        super(script, options);
      }
    };
  }

  it("for an error in it is told of, and the caller works alone", async () => {
    replaceScript("throw new Error('no luck')");
    const here = place(2);
    await here.pool.startAndWait();
    expect(here.pool.threads).toBe(1);
    expect(here.pool.reason).toContain("no luck");
    incrementAll(here, 100);
  });

  it("for it never answers is given up after a time", async () => {
    replaceScript("setTimeout(() => {}, 1e6)");
    vi.useFakeTimers();
    const here = place(2);
    const waiting = here.pool.startAndWait();
    incrementAll(here, 100);
    await vi.advanceTimersByTimeAsync(10_000);
    await waiting;
    expect(here.pool.threads).toBe(1);
    expect(here.pool.reason).toContain("no answer within 10 s");
    incrementAll(here, 100);
  });

  it("for workers are refused costs nothing but speed", async () => {
    workerThreads.Worker = class {
      constructor() {
        throw new Error("not here");
      }
    } as unknown as typeof OriginalWorker;
    const here = place(4);
    await here.pool.startAndWait();
    expect(here.pool.reason).toContain("not here");
    incrementAll(here, 100);
  });
});

it("sleeps while there is nothing to do", async () => {
  const controls: Control[] = [];
  workerThreads.Worker = class extends OriginalWorker {
    constructor(...[source, options]: ConstructorParameters<typeof OriginalWorker>) {
      super(source, options);
      controls.push(new Control(options?.workerData.control));
    }
  };
  const here = await started(3);
  for (let call = 0; call < 3; call++) {
    meetAll(here);
    const states = () => [1, 2].map((thread) => controls[0]?.integers[Field.workers + thread]);
    await vi.waitFor(() => expect(states()).toEqual([WorkerState.asleep, WorkerState.asleep]), { timeout: 20_000 });
  }
});

it("starts by itself when work that is worth it has added up", async () => {
  const here = place(2);
  expect(here.pool.threads).toBe(1);
  expect(here.pool.reason).toBe("up to 2 threads, started by the first work that is worth it");
  incrementAll(here, 100);
  await vi.waitFor(() => expect(here.pool.threads).toBe(2), { timeout: 20_000 });
  expect(here.pool.reason).toBe("");
});

it("takes more modules after the first, while its workers run, as often as they come", async () => {
  const made = watchWorkers();
  const here = await started(2);
  for (let more = 1; more <= 6; more++) {
    const exports = new WebAssembly.Instance(module, { env: { memory: here.memory.memory } }).exports;
    here.pool.add(module, exports);
    await vi.waitFor(() => expect(here.pool.threads).toBe(2), { timeout: 20_000 });
    expect(made).toHaveLength(1 + more);
    meetAll({ ...here, kernels: exports as unknown as Place["kernels"] });
  }
  meetAll(here);
});

it("has 64 threads at most", () => {
  const memory = new LinearMemory();
  const limitOf = (threads: "auto" | number) => new ThreadPool(memory, true, { threads }).limit;
  expect([63, 64, 65, 1000].map(limitOf)).toEqual([63, 64, 64, 64]);
  vi.spyOn(process.getBuiltinModule("node:os"), "availableParallelism").mockReturnValue(500);
  expect(limitOf("auto")).toBe(64);
});

it("works alone once it is closed, whatever comes", async () => {
  const made = watchWorkers();
  const here = await started(4);
  await here.pool.close();
  expect(here.pool.threads).toBe(1);
  expect(here.pool.reason).toBe("one thread: closed");
  for (let call = 0; call < 3; call++) incrementAll(here, 100);
  await here.pool.startAndWait();
  here.pool.add(module, new WebAssembly.Instance(module, { env: { memory: here.memory.memory } }).exports);
  await here.pool.startAndWait();
  expect(made).toHaveLength(3);
  expect(here.pool.threads).toBe(1);
  await here.pool.close();
});
