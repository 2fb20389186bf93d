// Numbers of an array, as they were copied into linear memory when they were read: an operand of one call.

import type { LinearMemory } from "../runtime/storage.js";

export class Held {
  /** Set when the numbers are copied. */
  length = 0;
  readonly address: number;
  readonly #memory: LinearMemory;

  constructor(memory: LinearMemory, address: number) {
    this.#memory = memory;
    this.address = address;
  }

  get data(): Float32Array {
    return this.#memory.view(this.address, this.length);
  }
}
