// Cuts calls into tasks for the threads.
//
// Elements and rows may be cut anywhere, since equal inputs give equal bits wherever they stand; sums are cut into the fixed
// blocks that one thread adds up too, in the same order. So the result never depends on the number of threads.

import type { LinearMemory } from "../runtime/storage.js";
import { Cost } from "../runtime/threads/cost.js";
import type { Job, Kernel, ThreadPool } from "../runtime/threads/pool.js";
import { WorkArea } from "./workArea.js";

/** A task takes about this long: many times what claiming it costs, and little enough to share evenly. */
const TASK_NANOSECONDS = 10_000;
/** Tasks for each thread at least, so that the last ones end at about the same time. */
const TASKS_A_THREAD = 4;
/** And at most: claiming one takes a part of a µs. */
const TASKS_A_THREAD_MOST = 64;
/** Tasks of elements start on a cache line, in floats … */
const LINE = 16;
/** … and hold at least so many. */
const LEAST_ELEMENTS = 1024;
/** Smaller calls are not timed: two looks at the clock would cost more than they tell. */
const LEAST_UNITS = 4096;

export class Splitter {
  readonly threads: ThreadPool;
  readonly #copies: WorkArea;
  readonly #scratch: WorkArea;
  #table = new Float64Array(1024);

  constructor(threads: ThreadPool, memory: LinearMemory) {
    this.threads = threads;
    this.#copies = new WorkArea(memory);
    this.#scratch = new WorkArea(memory);
  }

  /** Whether a call of so many units is never split, nor asked about or timed. */
  isSmall(units: number): boolean {
    return units < LEAST_UNITS && !this.threads.splitsAll;
  }

  /** Whether to split a call of so many units. */
  isWorth(cost: Cost, units: number): boolean {
    if (this.isSmall(units)) return false;
    return this.threads.limit > 1 && this.threads.isWorth(cost, units);
  }

  /** The time at which a call that is not split starts, for `Cost.end`; 0 where it is not to be timed. */
  start(cost: Cost, units: number): number {
    return units >= LEAST_UNITS && this.threads.limit > 1 ? cost.start(units) : 0;
  }

  /** Elements a task of an element-wise kernel. */
  elements(cost: Cost, count: number): number {
    const least = this.threads.splitsAll ? LINE : LEAST_ELEMENTS;
    return Math.max(least, LINE * Math.ceil(count / this.#tasks(cost, count) / LINE));
  }

  /** Rows a task. */
  rows(cost: Cost, rows: number, columns: number): number {
    return Math.ceil(rows / Math.min(rows, this.#tasks(cost, rows * columns)));
  }

  #tasks(cost: Cost, units: number): number {
    const { limit } = this.threads;
    const each = Math.round(cost.nanoseconds(units) / TASK_NANOSECONDS / limit);
    return limit * Math.min(TASKS_A_THREAD_MOST, Math.max(TASKS_A_THREAD, each));
  }

  /** Room for the arguments of `tasks` tasks. */
  table(tasks: number, width: number): Float64Array {
    if (this.#table.length < tasks * width) this.#table = new Float64Array(tasks * width);
    return this.#table;
  }

  /** Shares the tasks in the table with the workers. */
  run(kernel: unknown, width: number, tasks: number, job: Job = {}): void {
    this.threads.run(kernel as Kernel, this.#table, width, tasks, job, true);
  }

  /** The address of a work area for a kernel that is called here and now. */
  scratch(bytes: number): number {
    return this.#scratch.address(bytes);
  }

  /** What a job says of tasks that need a work area of so many bytes: each thread has its own. */
  scratches(argument: number, bytes: number): Job {
    return { scratch: { argument, bytes, address: this.#scratch.address(bytes * this.threads.limit) } };
  }

  /** What a job says of tasks that write over their own inputs: arguments `address` and `length`, at most `bytes` each. */
  overwrites(address: number, length: number, bytes: number): Job {
    const each = Math.ceil(bytes / 64) * 64;
    return { overwrites: { address, length, copies: this.#copies.address(each * this.threads.limit), bytes: each } };
  }
}

/** A Cost for each pass or mode of a kernel. */
export function costs(): readonly [Cost, Cost, Cost, Cost, Cost] {
  return [new Cost(), new Cost(), new Cost(), new Cost(), new Cost()];
}
