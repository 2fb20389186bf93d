// What the caller and its workers tell each other: a block of shared memory of its own, apart from the kernels' memory, so that
// it never moves.
//
// A job is a table of tasks: a row of arguments for each, one kernel for all. Each thread has its share of them, one behind the
// other, so that in the next job over the same arrays it finds them in its own processor's cache; whoever is done helps others.
// Of each share a counter tells how many tasks are left. A claim takes one from it, before anything else is read: whoever took
// it down from 1 or more has a task of the job that is open, and that job cannot end before the task is done; who comes late,
// or between jobs, finds 0 or less.

import { messageOf } from "../messageOf.js";
import { THREADS_MOST } from "./limits.js";

/** Tasks a job; a longer list is done job after job. */
export const TASKS_MOST = 1024;
/** Numbers in the table of arguments. */
export const ARGUMENTS_MOST = 16384;
/** Arguments of one kernel call. */
export const ARITY_MOST = 24;

/** Integers of a cache line. */
export const LINE = 16;

const MESSAGE_MOST = 200;

/** Indices of 32-bit fields. Those that threads fight over have a cache line each. */
export const Field = {
  /** Counts jobs; workers sleep on it. */
  generation: 0,
  /** How many threads have a share of the tasks. */
  shares: 32,
  kernel: 33,
  argumentsPerTask: 34,
  /** Which argument each thread replaces by its own work area; −1 for none. */
  scratchArgument: 35,
  scratchAddress: 36,
  scratchBytes: 37,
  /** Which arguments tell the address and the length of what a task writes over its own inputs; −1 for none. */
  overwrittenAddress: 38,
  overwrittenBytes: 39,
  copiesAddress: 40,
  copiesBytes: 41,
  /** The caller sleeps on the state of a task. */
  callerSleeps: 42,
  quits: 43,
  /** 1 + the thread whose error message is kept. */
  failedThread: 44,
  messageLength: 45,
  /** One for each thread: see WorkerState. */
  workers: 48,
  /** Tasks that each thread has done, ever. */
  done: 48 + THREADS_MOST,
  /** Behind the last task of each thread's share. */
  ends: 48 + 2 * THREADS_MOST,
  /** Tasks left of each thread's share, LINE fields apart. */
  left: 48 + 3 * THREADS_MOST,
  /** One for each task: see TaskState. */
  states: 48 + (3 + LINE) * THREADS_MOST,
} as const;

export const WorkerState = { starting: 0, awake: 1, asleep: 2 } as const;

/** `copied` + thread: the inputs that the task overwrites are kept in that thread's area of copies. */
export const TaskState = { open: 0, done: 1, failed: 2, copied: 16 } as const;

const INTEGERS = Field.states + TASKS_MOST;
const RESULTS_AT = INTEGERS * 4;
const ARGUMENTS_AT = RESULTS_AT + TASKS_MOST * 8;
const MESSAGE_AT = ARGUMENTS_AT + (ARGUMENTS_MOST + ARITY_MOST) * 8;
const BYTES = MESSAGE_AT + MESSAGE_MOST * 2;

export class Control {
  readonly integers: Int32Array;
  readonly results: Float64Array;
  readonly arguments: Float64Array;
  readonly #message: Uint16Array;

  constructor(readonly buffer: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.integers = new Int32Array(buffer, 0, INTEGERS);
    this.results = new Float64Array(buffer, RESULTS_AT, TASKS_MOST);
    this.arguments = new Float64Array(buffer, ARGUMENTS_AT, ARGUMENTS_MOST + ARITY_MOST);
    this.#message = new Uint16Array(buffer, MESSAGE_AT, MESSAGE_MOST);
    this.maySleep = maySleep(this.integers);
  }

  /** Whether this thread may sleep: a browser's main thread may not. */
  readonly maySleep: boolean;

  /** Tasks that a thread has done, ever. */
  done(thread: number): number {
    return Atomics.load(this.integers, Field.done + thread);
  }

  /** Keeps the first error of a job. */
  fail(thread: number, error: unknown): void {
    if (Atomics.compareExchange(this.integers, Field.failedThread, 0, thread + 1) !== 0) return;
    const text = messageOf(error);
    const length = Math.min(MESSAGE_MOST, text.length);
    for (let i = 0; i < length; i++) this.#message[i] = text.charCodeAt(i);
    this.integers[Field.messageLength] = length;
  }

  get hasFailed(): boolean {
    return Atomics.load(this.integers, Field.failedThread) !== 0;
  }

  /** The first error of a job. */
  failure(): Error {
    return new WebAssembly.RuntimeError(String.fromCharCode(...this.#message.subarray(0, this.integers[Field.messageLength])));
  }
}

function maySleep(integers: Int32Array): boolean {
  try {
    // Not equal to the value that is there, so it returns at once where waiting is allowed.
    Atomics.wait(integers, Field.generation, -1, 0);
    return true;
  } catch {
    return false;
  }
}
