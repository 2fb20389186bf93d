// Kernels on the threads of the backend. Where a call may be cut depends on the shapes alone, and what is computed not on the
// cuts, so results do not depend on the threads.

import { Cost } from "../runtime/threads/cost.js";
import type { Kernel } from "../runtime/threads/kernel.js";
import type { LanewiseBackend } from "./backend.js";

/** Calls for each thread, so that the last ones end at about the same time. */
const CALLS_A_THREAD = 4;
/** Calls with less work are never split, nor asked about or timed. */
const LEAST_UNITS = 4096;
/** Elements that are not parted, since kernels write whole vectors: a cache line if they are bytes. */
const LINE = 64;

/** A kernel of whatever parameters, all numbers. */
export type AnyKernel = (...values: never[]) => unknown;

/** What each kernel's work was measured to cost. */
const costs = new WeakMap<AnyKernel, Cost>();

function costOf(kernel: AnyKernel): Cost {
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
  readonly scratch?: Scratch | undefined;
}

/** Into how many calls work is cut: one where threads are not worth it. */
export function callsFor(backend: LanewiseBackend, kernel: AnyKernel, units: number): number {
  const { threads } = backend;
  if (threads.limit === 1 || (units < LEAST_UNITS && !threads.splitsAll)) return 1;
  return threads.isWorth(costOf(kernel), units) ? CALLS_A_THREAD * threads.limit : 1;
}

/**
 * Makes the calls, in any order and on any thread: none may read what another writes.
 * @param isShared whether to share them among threads, where that is decided already
 */
export function callAll(
  backend: LanewiseBackend,
  kernel: AnyKernel,
  calls: readonly (readonly number[])[],
  { units, scratch }: Work,
  isShared?: boolean,
): void {
  const [first] = calls;
  if (!first) return;
  if (calls.length === 1) {
    const cost = units < LEAST_UNITS || backend.threads.limit === 1 ? undefined : costOf(kernel);
    const started = cost?.start(units) ?? 0;
    (kernel as Kernel)(...first);
    cost?.end(started, units);
    return;
  }
  const width = first.length;
  const table = tableFor(calls.length * width);
  for (let i = 0; i < calls.length; i++) table.set(calls[i] as readonly number[], i * width);
  runTable(backend, kernel, calls.length, width, { units, scratch }, isShared);
}

/** The arguments of calls, one after the other. Kept: a table of its own for each kernel that runs would be garbage. */
let table = new Float64Array(1024);

function tableFor(numbers: number): Float64Array {
  if (table.length < numbers) table = new Float64Array(numbers);
  return table;
}

function runTable(
  backend: LanewiseBackend,
  kernel: AnyKernel,
  calls: number,
  width: number,
  { units, scratch }: Work,
  isShared: boolean | undefined,
): void {
  const area = scratch && { ...scratch, address: table[scratch.argument] as number };
  backend.threads.run(kernel as Kernel, table, width, calls, { cost: costOf(kernel), units, scratch: area }, isShared);
}

/** Calls a kernel that ends with the first of its tasks and the one behind its last, for all of `tasks`. */
export function callForTasks(
  backend: LanewiseBackend,
  kernel: AnyKernel,
  given: readonly number[],
  tasks: number,
  work: Work,
): void {
  const wanted = callsFor(backend, kernel, work.units);
  const each = Math.ceil(tasks / wanted);
  const calls: number[][] = [];
  for (let first = 0; first < tasks; first += each) calls.push([...given, first, Math.min(first + each, tasks)]);
  callAll(backend, kernel, calls, work, wanted > 1);
}

/** How a kernel goes through its items: elements, rows, … */
interface Items extends Work {
  /** Which argument is their number. */
  readonly argument: number;
  /** Bytes of an item at the address that each argument is; 0, and nothing at the end, for what is none. 0 stays 0: no address. */
  readonly bytes: readonly number[];
  /** Items that are not parted; 1 unless given. */
  readonly together?: number;
}

/** Calls a kernel for all its items, of which each is computed from its own numbers. Not in place. */
export function callForItems(backend: LanewiseBackend, kernel: AnyKernel, given: readonly number[], items: Items): void {
  const { argument, bytes, together = 1 } = items;
  const count = given[argument] as number;
  const wanted = callsFor(backend, kernel, items.units);
  const each = together * Math.ceil(count / wanted / together);
  if (each >= count) {
    callAll(backend, kernel, [given], items, false);
    return;
  }
  const width = given.length;
  const calls = Math.ceil(count / each);
  const table = tableFor(calls * width);
  for (let call = 0; call < calls; call++) {
    const first = call * each;
    const row = call * width;
    for (let i = 0; i < width; i++) {
      const value = given[i] as number;
      table[row + i] = value === 0 ? 0 : value + first * (bytes[i] ?? 0);
    }
    table[row + argument] = Math.min(each, count - first);
  }
  runTable(backend, kernel, calls, width, items, wanted > 1);
}

/** Calls an element-wise kernel: `argument` is the number of elements, `bytes` those of one for each address before it. */
export function callForElements(
  backend: LanewiseBackend,
  kernel: AnyKernel,
  given: readonly number[],
  argument: number,
  bytes: readonly number[],
): void {
  callForItems(backend, kernel, given, { argument, bytes, units: given[argument] as number, together: LINE });
}

/** Bytes of work areas for all threads, each of `bytes`, on cache lines of their own. */
export function scratchOf(backend: LanewiseBackend, bytes: number): { each: number; all: number } {
  const each = Math.ceil(bytes / 64) * 64;
  return { each, all: each * backend.threads.limit };
}
