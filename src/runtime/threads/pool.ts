// Threads over the kernels' shared memory, behind a synchronous interface: run() cuts a call into tasks, the caller does its
// share, and waits for the rest.
//
// What is computed does not depend on the number of threads: tasks are the same for all, and results come back by task.

import { Control, THREADS_MOST, WorkerState } from "./control.js";
import { forkJoin, type Job, type Memory } from "./forkJoin.js";
import { Member } from "./member.js";
import { messageOf } from "./spawn.js";
import { callAt, type Kernel, kernelsOf } from "./tasks.js";

/** A job worth this many nanoseconds is split while a worker is awake (fork and join cost about 1 µs) … */
const WORTH_AWAKE = 12_000;
/** … and while all are asleep (waking takes about 25 µs). */
const WORTH_WAKING = 60_000;
/** Work that would have been split until workers are started: what starting them costs the caller. */
const WORTH_STARTING = 4_000_000;
/** Workers that do not answer within this time are given up, ms. */
const HANDSHAKE = 10_000;
/** How often a pool whose workers stopped answering is made anew. */
const FRESH_STARTS = 2;

const NOT_ISOLATED = "one thread: this page is not cross-origin isolated: send COOP and COEP headers for threads";

export type { Job, Kernel };

export interface ThreadOptions {
  readonly threads?: "auto" | number | undefined;
  readonly workerUrl?: URL | string | undefined;
}

/** @returns how many threads are wanted, and why no more are possible */
function limitOf(wanted: "auto" | number, shared: boolean): { limit: number; reason: string } {
  if (wanted === 1) return { limit: 1, reason: "" };
  const isolated = (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated;
  if (isolated === false) return { limit: 1, reason: NOT_ISOLATED };
  if (!shared || typeof SharedArrayBuffer !== "function") return { limit: 1, reason: "one thread: there is no shared memory" };
  const processors =
    globalThis.process?.getBuiltinModule?.("node:os")?.availableParallelism?.() ?? globalThis.navigator?.hardwareConcurrency ?? 1;
  const limit = Math.min(THREADS_MOST, wanted === "auto" ? processors : wanted);
  return { limit, reason: limit === 1 ? "one thread: there is one processor" : "" };
}

export class ThreadPool {
  /** The most threads it may have, the caller included. */
  readonly limit: number;
  /** Jobs that were split, ever. */
  jobs = 0;
  /** Splits whatever can be, worth it or not: for tests. */
  splitsAll = false;
  readonly #memory: Memory;
  readonly #workerUrl: URL | string | undefined;
  readonly #modules: WebAssembly.Module[] = [];
  readonly #kernels: Kernel[] = [];
  readonly #indices = new Map<Kernel, number>();
  #members: Member[] = [];
  #control: Control | undefined;
  #startsLeft = 1 + FRESH_STARTS;
  #owedNanoseconds = 0;
  #started: Promise<void> = Promise.resolve();
  #reason: string;

  constructor(memory: Memory, shared: boolean, { threads = "auto", workerUrl }: ThreadOptions = {}) {
    const { limit, reason } = limitOf(threads, shared);
    this.limit = limit;
    this.#reason = reason;
    this.#memory = memory;
    this.#workerUrl = workerUrl;
  }

  /** Threads that compute now, the caller included. */
  get threads(): number {
    return 1 + this.#members.filter((member) => member.answered).length;
  }

  /** Why there are not more; empty where nothing is missing. */
  get reason(): string {
    if (this.#reason || this.threads === this.limit) return this.#reason;
    if (this.#control) return `${this.limit - this.threads} of ${this.limit} threads have not started yet`;
    return `up to ${this.limit} threads, started by the first work that is worth it`;
  }

  /** Tasks of split jobs done so far, by thread; the caller is the first. */
  get tasksDone(): number[] {
    const control = this.#control;
    return [0, ...this.#members.map(({ thread }) => thread)].map((thread) => control?.done(thread) ?? 0);
  }

  /** Adds the kernels of a module; `exports` are those of the caller's own instance, over the same memory. */
  add(module: WebAssembly.Module, exports: WebAssembly.Exports): void {
    this.#modules.push(module);
    for (const kernel of kernelsOf(module, exports)) {
      this.#indices.set(kernel, this.#kernels.length);
      this.#kernels.push(kernel);
    }
    // Workers at work never hear of anything new: they are replaced.
    if (!this.#control) return;
    void this.#stop();
    this.#startsLeft++;
    void this.start();
  }

  /** Whether a call that takes this long on one thread is split. Also what starts the workers, when such calls have added up. */
  isWorth(nanoseconds: number): boolean {
    if (this.splitsAll) return this.threads > 1;
    if (this.limit === 1 || nanoseconds < WORTH_AWAKE) return false;
    let answered = false;
    for (const member of this.#members) {
      const state = member.state;
      if (state === WorkerState.awake) return true;
      if (state === WorkerState.asleep) answered = true;
    }
    if (nanoseconds < WORTH_WAKING) return false;
    if (answered) return true;
    this.#owedNanoseconds += nanoseconds;
    if (!this.#control && this.#owedNanoseconds >= WORTH_STARTING) void this.start();
    return false;
  }

  /**
   * Calls an exported kernel of a module that was added, once for each of `tasks` rows of `argumentsPerTask` numbers (padded: the
   * array may be longer). Rows may be done in any order, by any thread, and a row that no worker finishes is done again: a task
   * must not read what another writes, and may write over its own inputs only where `job.overwrites` says so.
   * @throws what the kernel throws; from a worker as WebAssembly.RuntimeError with the same message
   */
  run(kernel: Kernel, table: Float64Array, argumentsPerTask: number, tasks: number, job: Job = {}): void {
    const { cost, units = 0 } = job;
    const worth = tasks > 1 && (cost ? this.isWorth(cost.nanoseconds(units)) : this.isWorth(Number.POSITIVE_INFINITY));
    const control = worth ? this.#control : undefined;
    const index = this.#indices.get(kernel);
    if (!control || index === undefined) {
      const started = cost?.start(units) ?? 0;
      alone(kernel, table, argumentsPerTask, tasks, job);
      cost?.end(started, units);
      return;
    }
    this.jobs++;
    const place = { control, kernels: this.#kernels, members: this.#members, memory: this.#memory };
    const lost = forkJoin(place, { index, table, argumentsPerTask, tasks, job });
    if (lost) this.#abandon();
  }

  /** Starts the workers, if there shall be any. Resolves when each has answered or is given up; never rejects. */
  start(): Promise<void> {
    if (this.limit === 1 || this.#control || this.#startsLeft === 0) return this.#started;
    this.#startsLeft--;
    const control = new Control();
    this.#control = control;
    const start = { modules: this.#modules, memory: this.#memory.memory, control: control.buffer };
    try {
      for (let thread = 1; thread < this.limit; thread++) {
        this.#members.push(new Member({ ...start, thread }, control, this.#workerUrl, HANDSHAKE));
      }
    } catch (error) {
      this.#reason = `workers could not be started: ${messageOf(error)}`;
    }
    for (const member of this.#members) this.#watch(member, control);
    this.#started = Promise.all(this.#members.map((member) => member.settled)).then(() => {});
    return this.#started;
  }

  #watch(member: Member, control: Control): void {
    void member.ended.then((reason) => {
      this.#members = this.#members.filter((each) => each !== member);
      if (this.#control === control) this.#reason ||= `thread ${member.thread} of ${this.limit}: ${reason}`;
    });
  }

  /** Keeps the process alive while workers start: for those who wait for it. */
  async startAndWait(): Promise<void> {
    const started = this.start();
    for (const member of this.#members) member.keepAlive(true);
    await started;
    for (const member of this.#members) member.keepAlive(false);
  }

  /** Workers stopped answering in the middle of a job. */
  #abandon(): void {
    void this.#stop();
    if (this.#startsLeft === 0) this.#reason = "one thread: workers stopped answering";
  }

  async #stop(): Promise<void> {
    const members = this.#members;
    this.#members = [];
    this.#control = undefined;
    await Promise.all(members.map((member) => member.stop()));
  }

  /** Ends the workers; what is run afterwards runs on the caller alone. */
  async close(): Promise<void> {
    this.#startsLeft = 0;
    if (this.limit > 1) this.#reason = "one thread: closed";
    await this.#stop();
  }
}

/** One task after the other, in this thread. */
function alone(kernel: Kernel, table: Float64Array, argumentsPerTask: number, tasks: number, job: Job): void {
  const { results, scratch } = job;
  for (let task = 0; task < tasks; task++) {
    const at = task * argumentsPerTask;
    if (scratch) table[at + scratch.argument] = scratch.address;
    const result = callAt(kernel, table, at);
    if (results) results[task] = result;
  }
}
