// The workers of a pool: started, replaced, lost, refused, ended.

import { describe, expect, it, vi } from "vitest";
import { LinearMemory } from "../../src/runtime/storage.js";
import { Control, Field, WorkerState } from "../../src/runtime/threads/control.js";
import { ThreadPool } from "../../src/runtime/threads/pool.js";
import { module } from "./kernels.js";
import { hang, incrementAll, meetAll, OriginalWorker, type Place, place, started, watchWorkers, workerThreads } from "./place.js";

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
  expect(here.pool.reason).toBe("up to 2 threads, started by the first work on tensors that is worth it");
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
