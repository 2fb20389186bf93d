// Linear memory that cannot grow is no error here: the CPU kernel takes over, with ordinary arrays.

export class OutOfMemory extends Error {}

/** What `allocate` gives; OutOfMemory where linear memory has no room for it. */
export function orOutOfMemory<T>(allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemory();
    throw error;
  }
}
