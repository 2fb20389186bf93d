// Threads over the kernels' shared memory, behind a synchronous interface: run() cuts a call into tasks, the caller does its
// share, and waits for the rest.
//
// What is computed does not depend on the number of threads: tasks are the same for all, and results come back by task.
//
// This file is what everyone loads; what works with workers (crew.ts) is loaded before the first of them.

import { attempt, nodeModule, now } from "../environment.js";
import { messageOf } from "../messageOf.js";
import { alone } from "./alone.js";
import { type Cost, Way } from "./cost.js";
import type { Crew, Loaded } from "./crew.js";
import type { Job, Memory } from "./job.js";
import type { Kernel } from "./kernel.js";
import { THREADS_MOST } from "./limits.js";
import { WAKING, Waking } from "./waking.js";

/** Calls that take less are not shared, ns: fork and join cost more than 1 µs. */
const WORTH_SHARING = 5000;
/** Calls that take so long are worth having workers for, ns. */
const WORTH_WORKERS = 60_000;
/** Work that would have been split until workers are started: what starting them costs the caller. */
const WORTH_STARTING = 4_000_000;
/** How often a pool whose workers stopped answering is made anew. */
const FRESH_STARTS = 2;

/** Chromium's workers start when the event loop of the thread that makes them has a turn, Firefox's where that is a worker without. */
const NEED_TURN = "; they wait for the event loop: await something, or load({ threads: n })";

const NOT_ISOLATED = "one thread: this page is not cross-origin isolated: send COOP and COEP headers for threads";

export type { Job, Kernel };

export interface ThreadOptions {
  readonly threads?: "auto" | number | undefined;
  readonly workerUrl?: URL | string | undefined;
}

/** @returns how many threads are wanted, and why no more are possible */
function limitOf(wanted: "auto" | number, shared: boolean): { limit: number; reason: string } {
  if (wanted === 1) return { limit: 1, reason: "" };
  const isolated = attempt(() => globalThis.crossOriginIsolated);
  if (isolated === false) return { limit: 1, reason: NOT_ISOLATED };
  if (!shared || !attempt(() => new SharedArrayBuffer(0))) return { limit: 1, reason: "one thread: there is no shared memory" };
  const os = nodeModule("node:os");
  if (!os && !attempt(() => typeof Worker === "function")) return { limit: 1, reason: "one thread: there are no workers here" };
  const processors = attempt(() => os?.availableParallelism()) ?? attempt(() => navigator.hardwareConcurrency);
  const limit = Math.min(THREADS_MOST, wanted === "auto" ? Math.trunc(processors as number) || 1 : wanted);
  return { limit, reason: limit === 1 ? "one thread: there is one processor" : "" };
}

type CrewModule = typeof import("./crew.js");

/** What works with workers, once it is there. */
let crewModule: CrewModule | undefined;

export function provideCrew(module: CrewModule): CrewModule {
  crewModule = module;
  return module;
}

const fetchCrew = () => import("./crew.js").then(provideCrew);

/**
 * Fetches what works with workers, for a pool of these options, so that a loop that never yields can start them. Not on a page's
 * main thread, where no worker starts before it yields.
 */
export async function prepareCrew(threads: ThreadOptions["threads"] = "auto", shared: boolean): Promise<void> {
  const isPage = !nodeModule("node:worker_threads") && attempt(() => document);
  if (!isPage && limitOf(threads, shared).limit > 1) await fetchCrew().catch(() => {});
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
  readonly #loaded: Loaded[] = [];
  #crew: Crew | undefined;
  /** The crew to be, from the call that starts it on; replaced by the next one. */
  #starting: Promise<Crew | undefined> | undefined;
  #startsLeft = 1 + FRESH_STARTS;
  #owedNanoseconds = 0;
  readonly #waking = new Waking();
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
    return 1 + (this.#crew?.answered ?? 0);
  }

  /** Why there are not more; empty where nothing is missing. */
  get reason(): string {
    const reason = this.#reason || this.#crew?.reason;
    if (reason || this.threads === this.limit) return reason ?? "";
    if (this.#starting) {
      const missing = `${this.limit - this.threads} of ${this.limit} threads have not started yet`;
      return nodeModule("node:worker_threads") ? missing : missing + NEED_TURN;
    }
    return `up to ${this.limit} threads, started by the first work on tensors that is worth it`;
  }

  /** Tasks of split jobs done so far, by thread; the caller is the first. */
  get tasksDone(): number[] {
    return this.#crew?.tasksDone ?? [0];
  }

  /** Adds the kernels of modules; `exports` are those of the caller's own instance, over the same memory. */
  add(loaded: readonly Loaded[]): void {
    this.#loaded.push(...loaded);
    // Workers at work never hear of anything new: they are replaced.
    if (!this.#crew) return;
    void this.#stop();
    this.#startsLeft++;
    void this.start();
  }

  /** Whether to share a call with the workers. Also what starts them, when work that would have been shared has added up. */
  isWorth(cost: Cost, units: number): boolean {
    if (this.splitsAll) return this.threads > 1;
    if (this.limit === 1) return false;
    const nanoseconds = cost.nanoseconds(units);
    if (nanoseconds < WORTH_SHARING) return false;
    const way = this.#crew?.way;
    if (way === Way.awake) return cost.prefers(way, units);
    if (way === Way.asleep) {
      if (nanoseconds > WAKING && cost.prefers(way, units)) return true;
      return this.#waking.isWorth(nanoseconds, cost, units, now());
    }
    if (nanoseconds >= WORTH_WORKERS) this.#owe(nanoseconds);
    return false;
  }

  #owe(nanoseconds: number): void {
    this.#owedNanoseconds += nanoseconds;
    if (!this.#starting && this.#owedNanoseconds >= WORTH_STARTING) void this.start();
  }

  /** Whether there are workers; if not, they are started. */
  #hasWorkers(): boolean {
    if (!this.#crew?.way) this.#owe(WORTH_STARTING);
    return this.#crew?.way !== undefined;
  }

  /**
   * Calls an exported kernel of a module that was added, once for each of `tasks` rows of `argumentsPerTask` numbers (padded: the
   * array may be longer). Rows may be done in any order, by any thread, and a row that no worker finishes is done again: a task
   * must not read what another writes, and may write over its own inputs only where `job.overwrites` says so.
   * @param isShared whether to share it with the workers, where that is decided already
   * @throws what the kernel throws; from a worker as WebAssembly.RuntimeError with the same message
   */
  run(
    kernel: Kernel,
    table: Float64Array,
    argumentsPerTask: number,
    tasks: number,
    job: Job = {},
    isShared = job.cost ? this.isWorth(job.cost, job.units ?? 0) : this.#hasWorkers(),
  ): void {
    const { cost, units = 0 } = job;
    const crew = this.#crew;
    const way = isShared && tasks > 1 && crew?.has(kernel) ? crew.way : undefined;
    const started = way ? now() : (cost?.start(units) ?? 0);
    if (!crew || !way) {
      alone(kernel, table, argumentsPerTask, 0, tasks, job);
      cost?.end(started, units);
      return;
    }
    this.jobs++;
    try {
      crew.run(kernel, table, argumentsPerTask, tasks, job);
    } finally {
      if (crew.isLost) this.#abandon();
    }
    cost?.add(way, now() - started, units);
  }

  /** Starts the workers, if there shall be any; never rejects. */
  start(): Promise<Crew | undefined> {
    if (this.#starting) return this.#starting;
    if (this.limit === 1 || this.#startsLeft === 0) return Promise.resolve(undefined);
    this.#startsLeft--;
    const starting: Promise<Crew | undefined> = crewModule
      ? Promise.resolve(this.#make(crewModule))
      : fetchCrew().then(
          // Unless it was closed meanwhile.
          (module) => (this.#starting === starting ? this.#make(module) : undefined),
          (error) => {
            this.#reason ||= `one thread: ${messageOf(error)}`;
            return undefined;
          },
        );
    this.#starting = starting;
    return starting;
  }

  #make({ Crew }: CrewModule): Crew {
    this.#crew = new Crew({
      loaded: this.#loaded,
      memory: this.#memory,
      threads: this.limit,
      workerUrl: this.#workerUrl,
    });
    return this.#crew;
  }

  /** The same for those who wait until each worker has answered or is given up: meanwhile they keep the process alive. */
  async startAndWait(): Promise<void> {
    const crew = await this.start();
    crew?.keepAlive(true);
    await crew?.settled;
    crew?.keepAlive(false);
  }

  /** Workers stopped answering in the middle of a job. */
  #abandon(): void {
    void this.#stop();
    if (this.#startsLeft === 0) this.#reason = "one thread: workers stopped answering";
  }

  async #stop(): Promise<void> {
    const crew = this.#crew;
    this.#crew = undefined;
    this.#starting = undefined;
    await crew?.stop();
  }

  /** Ends the workers; what is run afterwards runs on the caller alone. */
  async close(): Promise<void> {
    this.#startsLeft = 0;
    if (this.limit > 1) this.#reason = "one thread: closed";
    await this.#stop();
  }
}
