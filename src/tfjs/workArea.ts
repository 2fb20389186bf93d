// Work areas in linear memory, which kernels use for the length of one call.

import { WorkArea } from "../backend/workArea.js";
import type { LinearMemory } from "../runtime/storage.js";
import { orOutOfMemory } from "./fallback.js";

export class KernelWorkArea extends WorkArea {
  readonly #memory: LinearMemory;

  constructor(memory: LinearMemory) {
    super(memory);
    this.#memory = memory;
  }

  /** The address of at least `bytes`, 64-byte aligned, valid until the next call. OutOfMemory where there is no room. */
  override address(bytes: number): number {
    return orOutOfMemory(() => super.address(bytes));
  }

  /** The address of 32-bit integers, valid until the next call. */
  integers(values: readonly number[]): number {
    const address = this.address(values.length * 4);
    const { integers } = this.#memory;
    for (let i = 0; i < values.length; i++) integers[address / 4 + i] = values[i] as number;
    return address;
  }
}
