// Work areas in linear memory, which kernels use for the length of one call.

import type { LinearMemory } from "../runtime/storage.js";
import { allocate } from "./outOfMemory.js";

export class WorkArea {
  readonly #memory: LinearMemory;
  #address = 0;
  #floats = 0;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
  }

  /** The address of at least `bytes`, 64-byte aligned, valid until the next call. OutOfMemory where there is no room. */
  get(bytes: number): number {
    const floats = Math.ceil(bytes / 4);
    if (floats <= this.#floats) return this.#address;
    const larger = allocate(this.#memory, floats);
    if (this.#floats > 0) this.#memory.release(this.#address, this.#floats);
    this.#address = larger;
    this.#floats = floats;
    return larger;
  }
  /** The address of 32-bit integers, valid until the next call. */
  integers(values: readonly number[]): number {
    const address = this.get(values.length * 4);
    const { integers } = this.#memory;
    for (let i = 0; i < values.length; i++) integers[address / 4 + i] = values[i] as number;
    return address;
  }
}
