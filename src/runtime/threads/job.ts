// What the pool is asked to do.

import type { Cost } from "./cost.js";

export interface Memory {
  readonly memory: WebAssembly.Memory;
}

export interface Job {
  /** What the work is estimated by, and what learns from it; without it a job is always split. */
  readonly cost?: Cost | undefined;
  /** All the work of the job, in the units of `cost`. */
  readonly units?: number | undefined;
  /** Receives what the kernel gives for each task. */
  readonly results?: Float64Array | undefined;
  /** Which argument each thread replaces by a work area of its own, of `bytes`, one after the other from `address`: `limit` of them. */
  readonly scratch?: { readonly argument: number; readonly address: number; readonly bytes: number } | undefined;
  /**
   * For kernels that write over their own inputs: which two arguments tell the address and the length in bytes of what a task
   * overwrites (the second may be one that the kernel has no parameter for), and `limit` areas of at least that size, each of
   * `bytes`, from `copies`. There a worker keeps a copy, from which the task can be done again should the worker die of it.
   */
  readonly overwrites?:
    | { readonly address: number; readonly length: number; readonly copies: number; readonly bytes: number }
    | undefined;
}
