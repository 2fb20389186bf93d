// Kernels on the threads of the backend. What a task is depends on the shapes alone, so results do not depend on the threads.

import { Cost } from "../runtime/threads/cost.js";
import type { Kernel } from "../runtime/threads/pool.js";
import type { LanewiseBackend } from "./backend.js";

/** Calls for each thread, so that the last ones end at about the same time. */
const CALLS_A_THREAD = 4;

/** What each kernel's work was measured to cost. */
const costs = new WeakMap<Kernel, Cost>();

function costOf(kernel: Kernel): Cost {
  let cost = costs.get(kernel);
  if (!cost) {
    cost = new Cost();
    costs.set(kernel, cost);
  }
  return cost;
}

/** Which argument is a work area, `bytes` for each thread, one after the other. */
export interface Scratch {
  readonly argument: number;
  readonly bytes: number;
}

interface Work {
  /** All of it, in products or elements: what its time is estimated by. */
  readonly units: number;
  readonly scratch?: Scratch;
}

/** Makes the calls, in any order and on any thread: none may read what another writes. */
export function callAll(backend: LanewiseBackend, kernel: Kernel, calls: readonly number[][], { units, scratch }: Work): void {
  const [first] = calls;
  if (!first) return;
  const width = first.length;
  const table = new Float64Array(calls.length * width);
  for (let i = 0; i < calls.length; i++) table.set(calls[i] as number[], i * width);
  const area = scratch && { ...scratch, address: first[scratch.argument] as number };
  backend.threads.run(kernel, table, width, calls.length, { cost: costOf(kernel), units, scratch: area });
}

/** Calls a kernel that ends with the first of its tasks and the one behind its last, for all of `tasks`. */
export function callForTasks(
  backend: LanewiseBackend,
  kernel: Kernel,
  given: readonly number[],
  tasks: number,
  work: Work,
): void {
  const { threads } = backend;
  const isShared = threads.isWorth(costOf(kernel).nanoseconds(work.units));
  const each = Math.ceil(tasks / (isShared ? CALLS_A_THREAD * threads.limit : 1));
  const calls: number[][] = [];
  for (let first = 0; first < tasks; first += each) calls.push([...given, first, Math.min(first + each, tasks)]);
  callAll(backend, kernel, calls, work);
}

/** Bytes of work areas for all threads, each of `bytes`, on cache lines of their own. */
export function scratchOf(backend: LanewiseBackend, bytes: number): { each: number; all: number } {
  const each = Math.ceil(bytes / 64) * 64;
  return { each, all: each * backend.threads.limit };
}
