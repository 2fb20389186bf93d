// Linear memory that cannot grow is no error here: the CPU kernel takes over, with ordinary arrays.

import type { LinearMemory } from "../runtime/storage.js";

export class OutOfMemory extends Error {}

/** The address of room for `floats` numbers; OutOfMemory where there is none. */
export function allocate(memory: LinearMemory, floats: number): number {
  try {
    return memory.allocate(floats);
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemory();
    throw error;
  }
}
