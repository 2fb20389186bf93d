// One worker as the pool sees it: has it answered, does it sleep, has it ended?

import { type Control, Field, WorkerState } from "./control.js";
import { type Spawned, spawn } from "./spawn.js";
import type { WorkerStart } from "./worker.js";

export class Member {
  readonly thread: number;
  /** Resolves when it has answered, ended, or been given up. */
  readonly settled: Promise<void>;
  /** Resolves with the reason when it has ended or been given up; not after stop(). */
  readonly ended: Promise<string>;
  readonly #integers: Int32Array;
  readonly #spawned: Spawned;
  #timer: ReturnType<typeof setTimeout>;
  #stopped = false;

  /** @param patience how long it may take to answer, ms @throws where workers are refused */
  constructor(start: WorkerStart, control: Control, workerUrl: URL | string | undefined, patience: number) {
    this.thread = start.thread;
    this.#integers = control.integers;
    let ready = () => {};
    let end = (_reason: string) => {};
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.settled = new Promise((resolve) => {
      ready = resolve;
    });
    const gone = (reason: string) => {
      clearTimeout(this.#timer);
      ready();
      if (!this.#stopped) end(reason);
    };
    this.#timer = setTimeout(() => {
      gone(`no answer within ${patience / 1000} s`);
      void this.stop();
    }, patience);
    (this.#timer as { unref?(): void }).unref?.();
    try {
      this.#spawned = spawn(start, workerUrl, {
        ready: () => {
          clearTimeout(this.#timer);
          ready();
        },
        gone,
      });
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

  keepAlive(keeps: boolean): void {
    this.#spawned.keepAlive(keeps);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    Atomics.store(this.#integers, Field.quits, 1);
    await this.#spawned.terminate();
  }
}
