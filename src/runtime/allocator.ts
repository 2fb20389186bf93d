// Size-class allocator over a linear address space. It keeps its books outside the memory, so it never reads or writes it.
//
// Blocks are multiples of 64 bytes, four classes an octave (at most a quarter is lost), freed blocks are reused by class.
// When the space can grow no more, a larger free block serves a smaller request.

/** Alignment and smallest block, bytes: a cache line, and more than any kernel overruns. */
export const ALIGNMENT = 64;

export interface Space {
  /** Bytes that exist now. */
  readonly byteLength: number;
  /** Bytes that can ever exist. */
  readonly maximumBytes: number;
  /** Makes at least `byteLength` bytes exist; false where that is refused. */
  growTo(byteLength: number): boolean;
}

/** Class of a block of at least `bytes`: 1, 2, 3, 4, then 5, 6, 7, 8 · 2^s units of 64 bytes. */
function classOf(bytes: number): number {
  const units = Math.max(1, Math.ceil(bytes / ALIGNMENT));
  if (units <= 4) return units - 1;
  const shift = 29 - Math.clz32(units - 1);
  return 4 + shift * 4 + (((units - 1) >>> shift) - 4);
}

function bytesOf(sizeClass: number): number {
  if (sizeClass < 4) return (sizeClass + 1) * ALIGNMENT;
  return (((sizeClass - 4) & 3) + 5) * 2 ** ((sizeClass - 4) >> 2) * ALIGNMENT;
}

export class Allocator {
  readonly #space: Space;
  readonly #start: number;
  readonly #free: number[][] = [];
  /** Class of every live block that is larger than its request's own class. */
  readonly #oversized = new Map<number, number>();
  #top: number;
  #usedBytes = 0;

  /** @param start first address it may hand out, a multiple of 64 */
  constructor(space: Space, start: number) {
    this.#space = space;
    this.#start = start;
    this.#top = start;
  }

  /** Bytes of live blocks, rounded up to their classes. */
  get usedBytes(): number {
    return this.#usedBytes;
  }

  /** Bytes ever handed out at once: live blocks and free lists. */
  get touchedBytes(): number {
    return this.#top - this.#start;
  }

  /** The address of a block of at least `bytes`, or −1 where there is no room; then nothing has changed. */
  allocate(bytes: number): number {
    if (!(bytes <= this.#space.maximumBytes)) return -1;
    const sizeClass = classOf(bytes);
    const address = this.#free[sizeClass]?.pop() ?? this.#extend(bytesOf(sizeClass));
    if (address < 0) return this.#allocateLarger(sizeClass);
    this.#usedBytes += bytesOf(sizeClass);
    return address;
  }

  /** Gives back a block; `bytes` as it was asked for. */
  release(address: number, bytes: number): void {
    const sizeClass = this.#oversized.get(address) ?? classOf(bytes);
    this.#oversized.delete(address);
    let blocks = this.#free[sizeClass];
    if (!blocks) {
      blocks = [];
      this.#free[sizeClass] = blocks;
    }
    blocks.push(address);
    this.#usedBytes -= bytesOf(sizeClass);
  }

  #extend(bytes: number): number {
    const end = this.#top + bytes;
    // One unit stays unused at the very end: a kernel may read past its last block.
    if (end + ALIGNMENT > this.#space.byteLength && !this.#space.growTo(end + ALIGNMENT)) return -1;
    const address = this.#top;
    this.#top = end;
    return address;
  }

  #allocateLarger(wanted: number): number {
    for (let sizeClass = wanted + 1; sizeClass < this.#free.length; sizeClass++) {
      const address = this.#free[sizeClass]?.pop();
      if (address === undefined) continue;
      this.#oversized.set(address, sizeClass);
      this.#usedBytes += bytesOf(sizeClass);
      return address;
    }
    return -1;
  }
}
