// Where tensors keep their numbers: in WebAssembly's linear memory, or in ordinary arrays for the reference backend.

import { STATIC_BYTES } from "./abi.js";
import { addressSpaceLeft } from "./addressSpace.js";
import { Allocator, type Space } from "./allocator.js";

/** Bytes, all of them. */
export interface StorageUse {
  /** In live tensors and work areas. */
  readonly usedBytes: number;
  /** Taken from the engine so far; WebAssembly memory never shrinks. */
  readonly reservedBytes: number;
  /** The most it can ever take. */
  readonly maximumBytes: number;
}

export interface Storage {
  /** Whether a view is the memory itself, so that one must be made with it and kept. */
  readonly isInViews: boolean;
  /** Room for `count` floats; a RangeError with the sizes where there is none. */
  allocate(count: number): number;
  /** The floats at an address. */
  view(address: number, count: number): Float32Array;
  release(address: number, count: number): void;
  /** Whether a buffer is its memory, now or as it was before it grew; then places in it are addresses. */
  holds(buffer: ArrayBufferLike): boolean;
  use(): StorageUse;
}

const PAGE_BYTES = 65536;
/** What 32-bit addresses reach. */
export const MOST_BYTES = 2 ** 32;
/** What the kernels' own data and work areas take, and room for small calls of every op. */
export const LEAST_BYTES = 2 ** 20;
const LEAST_PAGES = LEAST_BYTES / PAGE_BYTES;

/** Limits of the linear memory. */
export interface LinearMemoryOptions {
  /** Upper limit, bytes, at least 1 MiB (2^20); 4 GiB (2^32) unless given. */
  readonly maximumBytes?: number | undefined;
}

/** Linear memory that kernels and tensors share. Shared memory is never detached by growth, so views stay valid. */
export class LinearMemory implements Storage, Space {
  readonly isInViews = false;
  readonly memory: WebAssembly.Memory;
  readonly shared: boolean;
  readonly #maximumPages: number;
  readonly #allocator: Allocator;
  // Kept, since asking a memory for its buffer takes as long as a small call. It grows nowhere but here.
  #floats: Float32Array;
  #integers: Int32Array;
  /** Each growth makes another object of the same shared memory. */
  readonly #buffers = new WeakSet<ArrayBufferLike>();

  /** @throws RangeError where the engine grants not even the least */
  constructor(options: LinearMemoryOptions = {}) {
    // Half of what the process may reserve: the engine needs some for itself, and for workers.
    const most = Math.min(options.maximumBytes ?? MOST_BYTES, addressSpaceLeft() / 2);
    const { memory, shared, maximumPages } = createMemory(Math.max(LEAST_PAGES, Math.floor(most / PAGE_BYTES)));
    this.memory = memory;
    this.shared = shared;
    this.#maximumPages = maximumPages;
    this.#floats = new Float32Array(memory.buffer);
    this.#integers = new Int32Array(memory.buffer);
    this.#buffers.add(memory.buffer);
    this.#allocator = new Allocator(this, STATIC_BYTES);
  }

  get byteLength(): number {
    return this.memory.buffer.byteLength;
  }

  get maximumBytes(): number {
    return this.#maximumPages * PAGE_BYTES;
  }

  growTo(byteLength: number): boolean {
    const pages = this.byteLength / PAGE_BYTES;
    const needed = Math.ceil(byteLength / PAGE_BYTES);
    if (needed > this.#maximumPages) return false;
    // An eighth more than needed, so that many small tensors do not grow it page by page.
    const generous = Math.min(this.#maximumPages, Math.max(needed, Math.ceil(pages * 1.125), pages + 16));
    return this.#grow(generous - pages) || this.#grow(needed - pages);
  }

  #grow(pages: number): boolean {
    try {
      this.memory.grow(pages);
      this.#floats = new Float32Array(this.memory.buffer);
      this.#integers = new Int32Array(this.memory.buffer);
      this.#buffers.add(this.memory.buffer);
      return true;
    } catch {
      return false;
    }
  }

  allocate(count: number): number {
    const address = this.#allocator.allocate(count * 4);
    if (address < 0) {
      const { usedBytes, maximumBytes } = this.use();
      throw new RangeError(
        `out of memory: ${count * 4} bytes wanted, ${usedBytes} of ${maximumBytes} bytes in use; dispose tensors, or load with a larger memory.maximumBytes`,
      );
    }
    return address;
  }

  release(address: number, count: number): void {
    this.#allocator.release(address, count * 4);
  }

  view(address: number, count: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, count);
  }

  holds(buffer: ArrayBufferLike): boolean {
    return this.#buffers.has(buffer);
  }

  /** All of memory as floats; ask again after anything that may allocate. */
  get floats(): Float32Array {
    return this.#floats;
  }

  /** All of memory as 32-bit integers; ask again after anything that may allocate. */
  get integers(): Int32Array {
    return this.#integers;
  }

  /** As in `use()`, at no cost. */
  get usedBytes(): number {
    return this.#allocator.usedBytes;
  }

  use(): StorageUse {
    return {
      usedBytes: this.usedBytes,
      reservedBytes: this.byteLength,
      maximumBytes: this.maximumBytes,
    };
  }
}

/** Shared memory reserves its maximum at once: take less where that is refused, and unshared memory where there is none. */
function createMemory(maximumPages: number): { memory: WebAssembly.Memory; shared: boolean; maximumPages: number } {
  for (const shared of [true, false]) {
    for (let pages = maximumPages; ; pages = Math.max(LEAST_PAGES, pages >>> 1)) {
      const memory = granted(pages, shared);
      if (memory) return { memory, shared, maximumPages: pages };
      if (pages <= LEAST_PAGES) break;
      // It takes an engine some 50 ms to refuse: where nothing can be had, each size is not asked for.
      if (pages === maximumPages && !granted(LEAST_PAGES, shared)) break;
    }
  }
  throw new RangeError(
    `the engine grants no memory, not even ${LEAST_BYTES} bytes; under a limit of address space (ulimit -v) Node needs --disable-wasm-trap-handler`,
  );
}

function granted(maximum: number, shared: boolean): WebAssembly.Memory | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: 1, maximum, shared });
    // V8 may grant a maximum, and reserve the initial pages alone.
    memory.grow(LEAST_PAGES - 1);
    return memory;
  } catch {
    return undefined;
  }
}

/** More floats than any engine's typed arrays hold. */
const TOO_MANY = 2 ** 33;

/** Ordinary arrays, freed by the garbage collector. */
export class HeapStorage implements Storage {
  readonly isInViews = true;
  #usedBytes = 0;

  allocate(count: number): number {
    if (!(count < TOO_MANY)) throw new RangeError(`out of memory: ${count * 4} bytes wanted, ${this.#usedBytes} bytes in use`);
    this.#usedBytes += count * 4;
    return 0;
  }

  release(_address: number, count: number): void {
    this.#usedBytes -= count * 4;
  }

  view(_address: number, count: number): Float32Array {
    return new Float32Array(count);
  }

  holds(): boolean {
    return false;
  }

  use(): StorageUse {
    return { usedBytes: this.#usedBytes, reservedBytes: this.#usedBytes, maximumBytes: Number.POSITIVE_INFINITY };
  }
}
