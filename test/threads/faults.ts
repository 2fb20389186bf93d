// Workers that die or stand still at a given point of a task, whatever the kernel: for what the pool does then.
//
// Nothing waits for time: in a shared job the caller holds its own first task until a worker has come to that point.

import { internalsOf } from "../../src/internals.js";
import type { Lanewise } from "../../src/library.js";
import { load } from "../../src/load.js";
import type { LoadOptions } from "../../src/loadOptions.js";
import type { ThreadPool } from "../../src/runtime/threads/pool.js";

/** Before the kernel has read anything, or when all is written but not yet reported. */
export type Point = "before" | "after";
/** The thread ends, or sleeps until it is released. */
export type Event = "dies" | "pauses";

/** Indices of flags; from `targets` on one for each export of the modules, in their order: whether the fault is in that kernel. */
const Flag = { armed: 0, reached: 1, released: 2, resumed: 3, before: 4, dies: 5, targets: 16 } as const;

type MessagePort = InstanceType<typeof import("node:worker_threads").MessagePort>;

const workerThreads = process.getBuiltinModule("node:worker_threads");
const OriginalWorker = workerThreads.Worker;
const OriginalInstance = WebAssembly.Instance;

/** In a worker: each kernel asks before and after its work whether it is the one. */
const PRELUDE = `{
  const { workerData } = require("node:worker_threads");
  const flags = new Int32Array(workerData.flags);
  const Flag = ${JSON.stringify(Flag)};
  const { Instance } = WebAssembly;
  const faulty = (kernel, index) => (...given) => {
    if (Atomics.load(flags, Flag.targets + index) === 0) return kernel(...given);
    if (Atomics.compareExchange(flags, Flag.armed, 1, 0) === 0) return kernel(...given);
    const fail = () => {
      Atomics.store(flags, Flag.reached, 1);
      if (Atomics.load(flags, Flag.dies) === 1) process.exit();
      Atomics.wait(flags, Flag.released, 0);
      Atomics.store(flags, Flag.resumed, 1);
    };
    const before = Atomics.load(flags, Flag.before) === 1;
    if (before) fail();
    const result = kernel(...given);
    if (!before) fail();
    return result;
  };
  let known = 0;
  WebAssembly.Instance = class {
    constructor(module, imports) {
      const { exports } = new Instance(module, imports);
      const names = WebAssembly.Module.exports(module).map(({ name }) => name);
      const first = known;
      known += names.length;
      this.exports = Object.fromEntries(names.map((name, i) => [name, faulty(exports[name], first + i)]));
    }
  };
}`;

export class Faults {
  readonly #flags = new Int32Array(new SharedArrayBuffer(4096));
  readonly #names: string[] = [];
  readonly #lines: MessagePort[] = [];
  /** Whether the caller is in a job that is shared. */
  #isShared = () => false;

  /** load(), with kernels that can be made to fail. */
  async load(options: LoadOptions): Promise<Lanewise> {
    const flags = this.#flags;
    const names = this.#names;
    const lines = this.#lines;
    const held =
      (kernel: (...values: number[]) => number, index: number) =>
      (...given: number[]) => {
        if (Atomics.load(flags, Flag.targets + index) === 1 && this.#isShared()) {
          const end = Date.now() + 60_000;
          while (Atomics.load(flags, Flag.reached) === 0) if (Date.now() > end) throw new Error("no worker came to the fault");
        }
        return kernel(...given);
      };
    workerThreads.Worker = class extends OriginalWorker {
      constructor(source: string | URL, given: ConstructorParameters<typeof OriginalWorker>[1]) {
        const { port1, port2: own } = new workerThreads.MessageChannel();
        super(PRELUDE + source, {
          ...given,
          workerData: { ...given?.workerData, flags: flags.buffer, own },
          transferList: [...(given?.transferList ?? []), own],
        });
        lines.push(port1);
      }
    };
    WebAssembly.Instance = class {
      readonly exports: WebAssembly.Exports;
      constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
        const { exports } = new OriginalInstance(module, imports);
        const first = names.length;
        names.push(...WebAssembly.Module.exports(module).map(({ name }) => name));
        this.exports = Object.fromEntries(names.slice(first).map((name, i) => [name, held(exports[name] as never, first + i)]));
      }
    };
    try {
      const lw = await load(options);
      const pool = internalsOf(lw)?.threads as ThreadPool;
      let jobs = Infinity;
      const run = pool.run.bind(pool);
      pool.run = (...given) => {
        jobs = pool.jobs;
        try {
          run(...given);
        } finally {
          jobs = Infinity;
        }
      };
      this.#isShared = () => pool.jobs > jobs;
      return lw;
    } finally {
      workerThreads.Worker = OriginalWorker;
      WebAssembly.Instance = OriginalInstance;
    }
  }

  /** The next task of one of these kernels that a worker takes. */
  arm(kernels: readonly string[], point: Point, event: Event): void {
    const flags = this.#flags.fill(0);
    this.#names.forEach((name, i) => {
      if (kernels.includes(name)) flags[Flag.targets + i] = 1;
    });
    flags[Flag.before] = Number(point === "before");
    flags[Flag.dies] = Number(event === "dies");
    Atomics.store(flags, Flag.armed, 1);
  }

  get isReached(): boolean {
    return Atomics.load(this.#flags, Flag.reached) === 1;
  }

  /** Whether a worker has come back from its pause. */
  get isResumed(): boolean {
    return Atomics.load(this.#flags, Flag.resumed) === 1;
  }

  /** Threads of workers that have not ended. */
  get living(): number {
    return this.#lines.filter((line) => (line.postMessage(0) as unknown) === true).length;
  }

  release(): void {
    Atomics.store(this.#flags, Flag.released, 1);
    Atomics.notify(this.#flags, Flag.released);
  }
}
