// Tensors, and the store that owns them: scopes, disposal, and the books for `lw.memory()`.

import { watchGone } from "./environment.js";
import type { Storage, StorageUse } from "./storage.js";

/** What a library holds. */
export interface MemoryUse extends StorageUse {
  /** Live tensors. */
  readonly tensors: number;
}

const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for("Symbol.dispose") as typeof Symbol.dispose);
const internal = Symbol("internal");
const owners = new WeakMap<Float32Array, Tensor>();

/** Float32 numbers with a shape, kept in the library's memory until disposed. Made by `lw.tensor`, `lw.zeros` and the ops. */
export class Tensor {
  /** Lengths of the axes, outermost first; [] is a single number. */
  readonly shape: readonly number[];
  /** How many numbers it holds: the product of the shape. */
  readonly size: number;
  /** @internal */
  readonly store: TensorStore;
  /** Byte address in linear memory (0 in the reference backend), −1 once disposed. @internal */
  address: number;
  #data: Float32Array;

  /** @internal */
  constructor(key: typeof internal, store: TensorStore, shape: readonly number[], address: number, data: Float32Array) {
    if (key !== internal) throw new TypeError("tensors are made by lw.tensor(), lw.zeros() and the ops");
    this.shape = shape;
    this.size = data.length;
    this.store = store;
    this.address = address;
    this.#data = data;
  }

  /** The numbers themselves: a live view, valid until the tensor is disposed. Copy it (`toArray`) before handing it to web APIs. */
  get data(): Float32Array {
    if (this.address < 0) throw new TypeError("tensor has been disposed");
    // Unshared memory detaches its views when it grows.
    if (this.#data.length !== this.size) this.#data = this.store.view(this.address, this.size);
    // Whoever keeps the view keeps the tensor: else its memory would be reused under the view.
    if (!owners.has(this.#data)) owners.set(this.#data, this);
    return this.#data;
  }

  /** True once its memory has been given back. */
  get disposed(): boolean {
    return this.address < 0;
  }

  /** A copy of the numbers in an ordinary array. */
  toArray(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.data);
  }

  /** Gives the memory back. A second call does nothing. */
  dispose(): void {
    if (this.address >= 0) this.store.release(this);
  }

  [disposeSymbol](): void {
    this.dispose();
  }
}

export class TensorStore {
  readonly #storage: Storage;
  readonly #scopes: Tensor[][] = [];
  #live = 0;
  /** The safety net: an unreachable tensor gives its memory back. */
  readonly #forgotten = watchGone<{ address: number; size: number }>(({ address, size }) => this.#free(address, size));

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** A tensor with whatever its memory held before. */
  create(given: readonly number[]): Tensor {
    const shape = Object.freeze([...given]);
    const size = shape.reduce((product, length) => product * length, 1);
    const address = this.#storage.allocate(size);
    const tensor = new Tensor(internal, this, shape, address, this.#viewOrRelease(address, size));
    this.#live++;
    this.#forgotten.register(tensor, { address, size }, tensor);
    this.#scopes.at(-1)?.push(tensor);
    return tensor;
  }

  #viewOrRelease(address: number, size: number): Float32Array {
    try {
      return this.#storage.view(address, size);
    } catch (error) {
      this.#storage.release(address, size);
      throw error;
    }
  }

  /** Floats at an address, for tensors whose view was detached. */
  view(address: number, size: number): Float32Array {
    return this.#storage.view(address, size);
  }

  release(tensor: Tensor): void {
    const { address } = tensor;
    tensor.address = -1;
    this.#forgotten.unregister(tensor);
    this.#free(address, tensor.size);
  }

  #free(address: number, size: number): void {
    this.#live--;
    this.#storage.release(address, size);
  }

  /** Runs `body`, then disposes the tensors made inside, except those in what it returns. */
  scope<R>(body: () => R): R {
    const made: Tensor[] = [];
    this.#scopes.push(made);
    let kept: Set<Tensor> | undefined;
    try {
      const result = body();
      if (result instanceof Promise) throw new TypeError("scope: the function must not be async");
      kept = tensorsIn(result);
      return result;
    } finally {
      this.#scopes.pop();
      const outer = this.#scopes.at(-1);
      for (const tensor of made) {
        if (kept?.has(tensor)) outer?.push(tensor);
        else tensor.dispose();
      }
    }
  }

  use(): MemoryUse {
    return { ...this.#storage.use(), tensors: this.#live };
  }
}

/** The tensors in a result: itself, or inside arrays and plain objects. */
function tensorsIn(value: unknown, found = new Set<Tensor>(), seen = new Set<unknown>()): Set<Tensor> {
  if (value === null || typeof value !== "object" || seen.has(value)) return found;
  seen.add(value);
  if (value instanceof Tensor) found.add(value);
  else if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    for (const each of Object.values(value)) tensorsIn(each, found, seen);
  }
  return found;
}
