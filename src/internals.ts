// What lies behind a loaded library: for code of this package that computes in the same memory with the same threads.

import type { LinearMemory } from "./runtime/storage.js";
import type { ThreadPool } from "./runtime/threads/pool.js";

export interface Internals {
  readonly memory: LinearMemory;
  readonly threads: ThreadPool;
}

const known = new WeakMap<object, Internals>();

export function setInternals(lw: object, internals: Internals): void {
  known.set(lw, internals);
}

/** Undefined for the reference backend, which has neither. */
export function internalsOf(lw: object): Internals | undefined {
  return known.get(lw);
}
