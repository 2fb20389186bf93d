// Cuts calls into tasks for the threads.
//
// Elements may be cut anywhere, since equal inputs give equal bits wherever they stand; sums are cut into the fixed blocks
// that one thread adds up too, in the same order. So the result never depends on the number of threads.

import type { LinearMemory } from "../runtime/storage.js";
import type { Cost } from "../runtime/threads/cost.js";
import type { Job, Kernel, ThreadPool } from "../runtime/threads/pool.js";
import { WorkArea } from "./workArea.js";

/** A task takes about this long: many times what claiming it costs, and little enough to share evenly. */
const TASK_NANOSECONDS = 8_000;
/** Tasks for each thread at least, so that the last ones end at about the same time. */
const TASKS_A_THREAD = 4;
/** Tasks start on a cache line, in floats. */
const LINE = 16;
const LEAST_ELEMENTS = 1024;

/** Writes the arguments of the task for `length` elements (or rows) from `start`, at index `at` of the table. */
type Fill = (table: Float64Array, at: number, start: number, length: number) => void;

interface Cut {
  readonly kernel: Kernel;
  readonly cost: Cost;
  /** Numbers a task. */
  readonly width: number;
  readonly fill: Fill;
  readonly job?: Job | undefined;
  /** Elements, or rows, in all. */
  readonly count: number;
  /** … and in each task. */
  readonly length: number;
  /** Work in all, in the units of `cost`. */
  readonly units: number;
}

export class Splitter {
  readonly threads: ThreadPool;
  readonly #copies: WorkArea;
  #table = new Float64Array(1024);

  constructor(threads: ThreadPool, memory: LinearMemory) {
    this.threads = threads;
    this.#copies = new WorkArea(memory);
  }

  /** Elements a task, for work that may be cut anywhere. @param units of `cost` for one element */
  lengthFor(cost: Cost, count: number, unitsEach = 1, line = LINE): number {
    const total = cost.nanoseconds(count * unitsEach);
    const tasks = Math.max(TASKS_A_THREAD * this.threads.limit, Math.round(total / TASK_NANOSECONDS));
    return Math.max(line, Math.ceil(count / tasks / line) * line);
  }

  /** Elements a task of an element-wise kernel. */
  elementsFor(cost: Cost, count: number): number {
    return Math.max(LEAST_ELEMENTS, this.lengthFor(cost, count));
  }

  run({ kernel, cost, width, fill, job, count, length, units }: Cut): void {
    const tasks = Math.ceil(count / length);
    if (this.#table.length < tasks * width) this.#table = new Float64Array(tasks * width);
    for (let task = 0; task < tasks; task++) {
      const start = task * length;
      fill(this.#table, task * width, start, Math.min(length, count - start));
    }
    this.threads.run(kernel, this.#table, width, tasks, { ...job, cost, units });
  }

  /** What a job has to say of tasks that write over their own inputs: arguments `address` and `length`, at most `bytes` each. */
  overwrites(address: number, length: number, bytes: number): Job["overwrites"] {
    const each = Math.ceil(bytes / 64) * 64;
    return { address, length, copies: this.#copies.address(each * this.threads.limit), bytes: each };
  }
}
