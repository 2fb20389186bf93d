// When to keep results out of linear memory.
//
// Tensors that nobody disposes are found by the garbage collector, which knows nothing of linear memory, and tells only when the
// program returns to its event loop. So what is held beyond what the last collection left is watched: past a budget, results
// move to ordinary arrays until the next collection, which these bring about.

import { watchGone } from "../runtime/environment.js";

/** Bytes that may be added between two collections. */
const BUDGET = 192 * 2 ** 20;

export class Pressure {
  #limit = BUDGET;
  readonly #usedBytes: () => number;
  readonly #collections = watchGone<void>(() => this.#collected());

  constructor(usedBytes: () => number) {
    this.#usedBytes = usedBytes;
    this.#watch();
  }

  /** Whether linear memory shall not hold more. */
  get isHigh(): boolean {
    return this.#usedBytes() > this.#limit;
  }

  /** An object that nobody holds is gone after the next collection, as is all else that was forgotten. */
  #watch(): void {
    this.#collections.register({}, undefined);
  }

  /** Counts what is left when the memory of all that is gone has been given back, in tasks of their own. */
  #collected(): void {
    const timer: unknown = setTimeout(() => {
      this.#limit = this.#usedBytes() + BUDGET;
    }, 0);
    // Node's timers hold up the end of the process.
    (timer as { unref?(): void }).unref?.();
    this.#watch();
  }
}
