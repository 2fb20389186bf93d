// What a kernel of ours cannot do is no error here: the CPU kernel takes over, with ordinary arrays.

/** Thrown before a kernel has written anything. */
export class Fallback extends Error {}

/** Linear memory that cannot grow. */
export class OutOfMemory extends Fallback {}

/** A tensor whose numbers are fewer than its shape says, or of a wider type than it claims: TensorFlow.js lets some through. */
export class Unreadable extends Fallback {}

/** What `allocate` gives; OutOfMemory where linear memory has no room for it. */
export function orOutOfMemory<T>(allocate: () => T): T {
  try {
    return allocate();
  } catch (error) {
    if (error instanceof RangeError) throw new OutOfMemory();
    throw error;
  }
}
