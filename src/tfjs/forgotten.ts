// Gives back the memory of data whose last tensor was forgotten instead of disposed.
//
// To tell the garbage collector of every result took half the time of a small kernel (measured: 1.4 µs a result, and as much in
// collections). Most results are disposed soon: small ones are told of when they have outlived a few hundred others.

import { watchGone } from "../runtime/environment.js";
import type { Entry } from "./entry.js";

/** Results that are held here until they are told of. */
const YOUNG = 256;
/** Results of this size are told of at once, so that no more than YOUNG times as much is held. */
const LARGE_BYTES = 65536;

interface Result {
  readonly dataId: object;
  readonly entry: Entry;
}

export class Forgotten {
  readonly #registry = watchGone<Entry>((entry) => entry.release());
  #young: Result[] = [];

  /** Watches over data that has come into linear memory. */
  watch(dataId: object, entry: Entry): void {
    if (entry.residentBytes >= LARGE_BYTES) this.#tell({ dataId, entry });
    else if (this.#young.push({ dataId, entry }) === YOUNG) this.#age();
  }

  /** Data that is disposed. */
  unwatch(entry: Entry): void {
    if (!entry.isWatched) return;
    entry.isWatched = false;
    this.#registry.unregister(entry);
  }

  #age(): void {
    const grown = this.#young;
    this.#young = [];
    for (const result of grown) if (result.entry.address !== 0) this.#tell(result);
  }

  #tell({ dataId, entry }: Result): void {
    if (entry.isWatched) return;
    entry.isWatched = true;
    this.#registry.register(dataId, entry, entry);
  }
}
