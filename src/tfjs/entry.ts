// Where one tensor's numbers are: in an ordinary array, as the CPU backend keeps them, or in linear memory.
//
// CPU kernels read `values` of either kind; memory is given back when the last tensor of the data goes.

import type { backend_util, DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { LinearMemory } from "../runtime/storage.js";
import { orOutOfMemory } from "./fallback.js";

export type Values = backend_util.BackendValues;
type Numbers = Float32Array | Int32Array | Uint8Array;

/** Types of numbers that kernels work on, each wider than those before it, and the bytes of one. */
const BYTES: Partial<Record<DataType, number>> = { bool: 1, int32: 4, float32: 4 };
const WIDENING = Object.keys(BYTES);
const NONE: readonly Entry[] = [];

export class Entry {
  /** What the numbers are. A tensor may claim a wider type: the CPU backend's casts share the data. */
  readonly dtype: DataType;
  refCount: number;
  complexTensorInfos?: { real: TensorInfo; imag: TensorInfo };
  /** Byte address in linear memory, 0 while the numbers are in an ordinary array. */
  address = 0;
  /** Whether the garbage collector tells when the last tensor is gone. */
  isWatched = false;
  #floats = 0;
  #count = 0;
  /** The same numbers for tensors that claim a wider type, once a kernel has asked for them. */
  wider: readonly Entry[] = NONE;
  #values: Values | undefined;
  readonly #memory: LinearMemory;

  private constructor(memory: LinearMemory, dtype: DataType, refCount: number) {
    this.#memory = memory;
    this.dtype = dtype;
    this.refCount = refCount;
  }

  /** Numbers, strings, … from outside, kept as they are; a view of linear memory is copied, since its owner may go before. */
  static of(memory: LinearMemory, values: Values | undefined, dtype: DataType, refCount: number): Entry {
    const entry = new Entry(memory, dtype, refCount);
    const foreign = ArrayBuffer.isView(values) && values.buffer === memory.memory.buffer;
    entry.#values = foreign ? unsharedCopy(values as Numbers) : values;
    return entry;
  }

  /** Room for `count` numbers in linear memory, with what was there before. */
  static resident(memory: LinearMemory, dtype: DataType, count: number): Entry {
    const entry = new Entry(memory, dtype, 1);
    entry.#allocate(count);
    return entry;
  }

  get values(): Values | undefined {
    if (this.address === 0) return this.#values;
    // Made when it is asked for: most results are read by kernels alone. Unshared memory detaches its views when it grows.
    if ((this.#values as Numbers | undefined)?.length !== this.#count) this.#values = this.#view();
    return this.#values;
  }

  /** How many numbers there are, whatever the tensor's shape says. */
  get count(): number {
    return this.address === 0 ? (this.#values?.length ?? 0) : this.#count;
  }

  /** The numbers as a tensor reads them that claims a type; undefined where that is no wider one. */
  as(dtype: DataType): Entry | undefined {
    if (dtype === this.dtype) return this;
    const known = this.wider.find((each) => each.dtype === dtype);
    if (known || !(this.dtype in BYTES) || WIDENING.indexOf(dtype) < WIDENING.indexOf(this.dtype)) return known;
    const made = Entry.of(this.#memory, this.values, dtype, 1);
    this.wider = [...this.wider, made];
    return made;
  }

  set values(values: Values | undefined) {
    this.release();
    this.#values = values;
  }

  /** Bytes in linear memory. */
  get residentBytes(): number {
    return this.address === 0 ? 0 : this.#floats * 4;
  }

  /** The address of the numbers, which are copied into linear memory the first time. */
  resident(): number {
    if (this.address !== 0) return this.address;
    const values = this.#values as Numbers | undefined;
    this.#allocate(this.count);
    if (values) (this.values as Numbers).set(values);
    return this.address;
  }

  /** The numbers, safe to keep: ordinary arrays as they are, others as a copy. */
  read(): Values | undefined {
    return this.address === 0 ? this.#values : (unsharedCopy(this.values as Numbers) as Values);
  }

  /** Moves the numbers to an ordinary array. */
  moveOut(): void {
    if (this.address !== 0) this.values = this.read();
  }

  /** Gives the memory back, and that of the wider ones. */
  release(): void {
    if (this.wider !== NONE) {
      for (const each of this.wider) each.release();
      this.wider = NONE;
    }
    if (this.address === 0) return;
    this.#memory.release(this.address, this.#floats);
    this.address = 0;
    this.#values = undefined;
  }

  #allocate(count: number): void {
    const floats = Math.ceil((count * (BYTES[this.dtype] as number)) / 4);
    this.address = orOutOfMemory(() => this.#memory.allocate(floats));
    this.#floats = floats;
    this.#count = count;
    this.#values = undefined;
  }

  #view(): Numbers {
    const { buffer } = this.#memory.memory;
    if (this.dtype === "float32") return new Float32Array(buffer, this.address, this.#count);
    return this.dtype === "int32"
      ? new Int32Array(buffer, this.address, this.#count)
      : new Uint8Array(buffer, this.address, this.#count);
  }
}

/** A copy that web APIs take: never a view of shared memory. */
function unsharedCopy(numbers: Numbers): Numbers {
  if (numbers instanceof Float32Array) return new Float32Array(numbers);
  return numbers instanceof Int32Array ? new Int32Array(numbers) : new Uint8Array(numbers);
}
