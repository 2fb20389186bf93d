// The workers of a pool, and what it takes to work with them: loaded when they are started.

import { addressSpaceLeft } from "../addressSpace.js";
import { messageOf } from "../messageOf.js";
import { Control, WorkerState } from "./control.js";
import { Way } from "./cost.js";
import { forkJoin, type Place } from "./forkJoin.js";
import type { Job, Memory } from "./job.js";
import type { Kernel } from "./kernel.js";
import { Member } from "./member.js";
import { kernelsOf } from "./tasks.js";

/** Workers that do not answer within this time are given up, ms. */
const HANDSHAKE = 10_000;

/** Address space that an engine reserves for a worker: 0.6 GB in Node 20, 0.9 in Node 26. */
const WORKER_BYTES = 2 ** 30;

/** A module, and the exports of the caller's own instance of it. */
export interface Loaded {
  readonly module: WebAssembly.Module;
  readonly exports: WebAssembly.Exports;
}

export interface CrewStart {
  readonly loaded: readonly Loaded[];
  readonly memory: Memory;
  /** Threads, the caller included. */
  readonly threads: number;
  readonly workerUrl: URL | string | undefined;
}

export class Crew implements Place {
  /** Resolves when each worker has answered or is given up. */
  readonly settled: Promise<unknown>;
  readonly control = new Control();
  readonly memory: Memory;
  readonly threads: number;
  readonly kernels: readonly Kernel[];
  readonly #indices: ReadonlyMap<Kernel, number>;
  members: Member[] = [];
  /** Whether its workers have been ended in the middle of a job: it is not to be used again. */
  isLost = false;
  #reason = "";

  constructor({ loaded, memory, threads, workerUrl }: CrewStart) {
    this.memory = memory;
    this.threads = threads;
    this.kernels = loaded.flatMap(({ module, exports }) => kernelsOf(module, exports));
    this.#indices = new Map(this.kernels.map((kernel, index) => [kernel, index]));
    const start = { modules: loaded.map(({ module }) => module), memory: memory.memory, control: this.control.buffer };
    try {
      if (addressSpaceLeft() < (threads - 1) * WORKER_BYTES) throw new RangeError("too little address space is left (ulimit -v)");
      for (let thread = 1; thread < threads; thread++) {
        this.members.push(new Member({ ...start, thread }, this.control, workerUrl, HANDSHAKE));
      }
    } catch (error) {
      this.#reason = `workers could not be started: ${messageOf(error)}`;
    }
    for (const member of this.members) {
      void member.ended.then(() => {
        this.#reason = this.reason;
        this.members = this.members.filter((each) => each !== member);
      });
    }
    this.settled = Promise.all(this.members.map((member) => member.settled));
  }

  /** Why there are not as many workers as wanted; empty where nothing is missing. */
  get reason(): string {
    const missing = this.members.find(({ reason }) => reason !== "");
    return this.#reason || (missing ? `thread ${missing.thread} of ${this.threads}: ${missing.reason}` : "");
  }

  /** Workers that have answered, and live. */
  get answered(): number {
    return this.members.filter((member) => member.answered).length;
  }

  /** Tasks done so far, by thread; the caller is the first. */
  get tasksDone(): number[] {
    return [0, ...this.members.map(({ thread }) => thread)].map((thread) => this.control.done(thread));
  }

  /** How the readiest of the workers would be reached; undefined where none has answered. */
  get way(): typeof Way.awake | typeof Way.asleep | undefined {
    let way: typeof Way.asleep | undefined;
    for (const { state } of this.members) {
      if (state === WorkerState.awake) return Way.awake;
      if (state === WorkerState.asleep) way = Way.asleep;
    }
    return way;
  }

  has(kernel: Kernel): boolean {
    return this.#indices.has(kernel);
  }

  /** Where workers end in the middle of it, the work is done all the same, and the crew is lost. */
  run(kernel: Kernel, table: Float64Array, argumentsPerTask: number, tasks: number, job: Job): void {
    forkJoin(this, { index: this.#indices.get(kernel) as number, table, argumentsPerTask, tasks, job });
  }

  lose(): void {
    this.isLost = true;
  }

  keepAlive(keeps: boolean): void {
    for (const member of this.members) member.keepAlive(keeps);
  }

  async stop(): Promise<void> {
    const members = this.members;
    this.members = [];
    await Promise.all(members.map((member) => member.stop()));
  }
}
