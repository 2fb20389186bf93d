// Tensors, and the store that owns them: scopes, disposal, and the books for `lw.memory()`.

import { meet } from "./arrays.js";
import { attempt, watchGone } from "./environment.js";
import { lend, own } from "./lent.js";
import { eachObjectIn, isArray, isRevoked } from "./objects.js";
import type { Storage, StorageUse } from "./storage.js";
import { jsonOf, pictureOf, type TensorJson } from "./tensorForms.js";

/** What a library holds. */
export interface MemoryUse extends StorageUse {
  /** Live tensors. */
  readonly tensors: number;
}

const disposeSymbol: typeof Symbol.dispose = Symbol.dispose ?? (Symbol.for("Symbol.dispose") as typeof Symbol.dispose);
/** What Node calls to show an object: in console.log, among others. */
const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom");
const internal = Symbol("internal");

/** Whether it is a tensor of this copy of the library: not what merely inherits from one, nor a proxy. */
export let isTensor: (value: object) => value is Tensor;
/** Byte address in linear memory (0 in the reference backend). @throws TypeError once it is disposed */
export let addressOf: (tensor: Tensor) => number;
/** How many numbers it holds. */
export let countOf: (tensor: Tensor) => number;
/** Lengths of its axes. */
export let axesOf: (tensor: Tensor) => readonly number[];
/** The numbers of a live tensor, for the length of a call: who keeps this view keeps no tensor. */
export let viewOf: (tensor: Tensor) => Float32Array;
/** Whether it is a live tensor of a store. */
export let livesIn: (value: object, store: TensorStore) => value is Tensor;

function refuse(): never {
  throw new TypeError("tensor has been disposed");
}

/**
 * Float32 numbers with a shape, kept in the library's memory until disposed. Made by `lw.tensor`, `lw.zeros` and the ops.
 *
 * Only `dispose` is a property of its own: what it is cannot be written, and structuredClone and postMessage refuse it (a
 * function cannot be cloned) where they would lose its numbers.
 */
export class Tensor {
  /** Its owner; undefined once disposed. */
  #store: TensorStore | undefined;
  readonly #shape: readonly number[];
  readonly #size: number;
  readonly #address: number;
  /** Made when it is asked for, which takes as long as a small call. */
  #data: Float32Array | undefined;
  /** The view that was handed out, if one was. */
  #lent: Float32Array | undefined;

  static {
    isTensor = (value): value is Tensor => #store in value;
    addressOf = (tensor) => (tensor.#store === undefined ? refuse() : tensor.#address);
    countOf = (tensor) => tensor.#size;
    axesOf = (tensor) => tensor.#shape;
    viewOf = (tensor) => tensor.#view();
    livesIn = (value, store): value is Tensor => #store in value && value.#store === store;
  }

  /** @internal */
  constructor(
    key: typeof internal,
    store: TensorStore,
    shape: readonly number[],
    size: number,
    address: number,
    data: Float32Array | undefined,
  ) {
    if (key !== internal) throw new TypeError("tensors are made by lw.tensor(), lw.zeros() and the ops");
    this.#store = store;
    this.#shape = shape;
    this.#size = size;
    this.#address = address;
    this.#data = data;
  }

  // V8 quotes this function where it says what it cannot clone.
  /** Gives the memory back. A second call does nothing. */
  readonly dispose = (): void => {
    "a Tensor cannot be cloned or posted: take its toArray()";
    const store = this.#store;
    if (store === undefined) return;
    this.#store = undefined;
    store.release(this, this.#address);
  };

  /** Lengths of the axes, outermost first; [] is a single number. */
  get shape(): readonly number[] {
    return this.#shape;
  }

  /** How many numbers it holds: the product of the shape. */
  get size(): number {
    return this.#size;
  }

  /** True once its memory has been given back. */
  get disposed(): boolean {
    return this.#store === undefined;
  }

  /**
   * The numbers themselves: a live view, valid until the tensor is disposed. Whoever keeps it, or a `subarray` of it, keeps the
   * tensor; a view made from its `buffer` does not. Copy it (`toArray`) before handing it to web APIs.
   */
  get data(): Float32Array {
    const view = this.#view();
    if (view !== this.#lent) this.#lent = lend(view, this);
    return view;
  }

  #view(): Float32Array {
    const store = this.#store;
    if (store === undefined) return refuse();
    // Unshared memory detaches its views when it grows.
    if (this.#data === undefined || this.#data.length !== this.#size) this.#data = store.view(this.#address, this.#size);
    return this.#data;
  }

  /** A copy of the numbers in an ordinary array. */
  toArray(): Float32Array<ArrayBuffer> {
    return new Float32Array(this.#view());
  }

  /** For JSON.stringify: `lw.tensor(JSON.parse(text))` makes the same tensor again, to the bit but for NaN's. */
  toJSON(): TensorJson {
    return jsonOf(this.#shape, this.toArray());
  }

  get [Symbol.toStringTag](): string {
    return "Tensor";
  }

  /** @internal */
  [inspectSymbol](): string {
    return pictureOf(this.#shape, this.#store === undefined ? undefined : this.#view());
  }

  [disposeSymbol](): void {
    this.dispose();
  }
}

Object.freeze(Tensor);
Object.freeze(Tensor.prototype);

export class TensorStore {
  readonly #storage: Storage;
  readonly #scopes: Tensor[][] = [];
  #live = 0;
  /** The safety net: an unreachable tensor gives its memory back. */
  readonly #forgotten = watchGone<{ address: number; size: number }>(({ address, size }) => this.#free(address, size));

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** A tensor with whatever its memory held before. @param shape nobody else's, or frozen */
  create(shape: readonly number[]): Tensor {
    const own = Object.freeze(shape);
    const size = own.reduce((product, length) => product * length, 1);
    const address = this.#storage.allocate(size);
    const tensor = new Tensor(internal, this, own, size, address, this.#memoryOf(address, size));
    this.#live++;
    this.#forgotten.register(tensor, { address, size }, tensor);
    this.#scopes.at(-1)?.push(tensor);
    return tensor;
  }

  /** The view that is the memory, where there is no other. */
  #memoryOf(address: number, size: number): Float32Array | undefined {
    if (!this.#storage.isInViews) return undefined;
    try {
      return this.#storage.view(address, size);
    } catch (error) {
      this.#storage.release(address, size);
      throw error;
    }
  }

  /** Floats at an address, for tensors that have no view yet, or a detached one. */
  view(address: number, size: number): Float32Array {
    if (this.#storage.isInViews) throw new TypeError("the numbers of a tensor are gone: its buffer was transferred");
    return this.#storage.view(address, size);
  }

  /** Takes back the memory of a tensor that is disposed. */
  release(tensor: Tensor, address: number): void {
    this.#forgotten.unregister(tensor);
    this.#free(address, countOf(tensor));
  }

  #free(address: number, size: number): void {
    this.#live--;
    this.#storage.release(address, size);
  }

  /** Runs `body`, then disposes the tensors made inside, except those in what it returns. */
  scope<R>(body: () => R): R {
    const made: Tensor[] = [];
    this.#scopes.push(made);
    const kept = new Set<Tensor>();
    try {
      const result = body();
      if (isThenable(result) || (isArray(result) && result.some(isThenable)))
        throw new TypeError("scope: the function must not be async");
      if (made.length > 0) {
        eachObjectIn(result, (value) => {
          if (ArrayBuffer.isView(value)) this.#keepShown(value, made, kept);
          return isTensor(value) && kept.add(value) !== undefined;
        });
      }
      return result;
    } finally {
      this.#scopes.pop();
      const outer = this.#scopes.at(-1);
      for (const tensor of made) {
        if (kept.has(tensor)) outer?.push(tensor);
        else tensor.dispose();
      }
    }
  }

  /** Keeps the tensors whose numbers a view shows, whatever it was made from, for as long as the view is there. */
  #keepShown(view: ArrayBufferView, made: readonly Tensor[], kept: Set<Tensor>): void {
    // Those that are disposed have none.
    const shown = made.filter((tensor) => attempt(() => this.#shows(view, viewOf(tensor))));
    for (const tensor of shown) kept.add(tensor);
    if (shown.length > 0) own(view, shown);
  }

  #shows(view: ArrayBufferView, numbers: Float32Array): boolean {
    const share = view.buffer === numbers.buffer || (this.#storage.holds(view.buffer) && this.#storage.holds(numbers.buffer));
    return share && meet(view.byteOffset, view.byteLength, numbers.byteOffset, numbers.byteLength);
  }

  use(): MemoryUse {
    return { ...this.#storage.use(), tensors: this.#live };
  }
}

/** Promises of whatever realm, and whatever else `await` waits for. */
function isThenable(value: unknown): boolean {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject && !isRevoked(value) && typeof (value as { readonly then?: unknown }).then === "function";
}
