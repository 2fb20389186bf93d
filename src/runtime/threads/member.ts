// One worker as the pool sees it: has it answered, does it sleep, has it ended?

import { type Control, Field, WorkerState } from "./control.js";
import { type Spawned, spawn } from "./spawn.js";
import type { WorkerStart } from "./worker.js";

export class Member {
  readonly thread: number;
  /** Resolves when it has answered, ended, or been given up. */
  readonly settled: Promise<void>;
  /** Resolves when it has ended; never in a browser, if it was told to. */
  readonly ended: Promise<void>;
  /** Why it is of no use any more; empty while it is, or may be. */
  reason = "";
  readonly #integers: Int32Array;
  readonly #spawned: Spawned;
  #timer: ReturnType<typeof setTimeout>;

  /** @param patience how long it may take to answer, ms @throws where workers are refused */
  constructor(start: WorkerStart, control: Control, workerUrl: URL | string | undefined, patience: number) {
    this.thread = start.thread;
    this.#integers = control.integers;
    let settle = () => {};
    let end = () => {};
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.settled = new Promise((resolve) => {
      settle = resolve;
    });
    this.#timer = setTimeout(() => {
      this.reason ||= `no answer within ${patience / 1000} s`;
      settle();
      void this.stop();
    }, patience);
    (this.#timer as { unref?(): void }).unref?.();
    const ready = () => {
      clearTimeout(this.#timer);
      settle();
    };
    const gone = (reason: string) => {
      this.reason ||= reason;
      ready();
      end();
    };
    try {
      this.#spawned = spawn(start, workerUrl, { ready, gone });
    } catch (error) {
      clearTimeout(this.#timer);
      throw error;
    }
    this.keepAlive(false);
  }

  /** One of WorkerState, told by the worker itself through shared memory: no message has to arrive for it. */
  get state(): number {
    return Atomics.load(this.#integers, Field.workers + this.thread);
  }

  get answered(): boolean {
    return this.state !== WorkerState.starting;
  }

  /** Whether its thread has ended; undefined where that cannot be known at once. */
  get hasEnded(): boolean | undefined {
    return this.#spawned.hasEnded;
  }

  keepAlive(keeps: boolean): void {
    this.#spawned.keepAlive(keeps);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    Atomics.store(this.#integers, Field.quits, 1);
    await this.#spawned.terminate();
  }
}
