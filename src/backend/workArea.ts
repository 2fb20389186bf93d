// A work area that is kept, and replaced by a larger one when more is needed.

import type { LinearMemory } from "../runtime/storage.js";

export class WorkArea {
  readonly #memory: LinearMemory;
  #address = 0;
  #floats = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** The address of at least `bytes`. What it held before is lost. */
  address(bytes: number): number {
    const floats = Math.ceil(bytes / 4);
    if (floats > this.#floats) {
      const larger = this.#memory.allocate(floats);
      if (this.#floats > 0) this.#memory.release(this.#address, this.#floats);
      this.#address = larger;
      this.#floats = floats;
    }
    return this.#address;
  }
}
