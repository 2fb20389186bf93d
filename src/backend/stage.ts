// Brings plain arrays into linear memory and results out again, a block at a time through one fixed work area, so that a
// call with typed arrays needs no second copy of the data. Tensors are there already and are used in place.

import { BLOCK_ELEMENTS } from "../runtime/abi.js";
import { lengthOf, partOf, setInto, type TypedArray } from "../runtime/arrays.js";
import type { LinearMemory } from "../runtime/storage.js";
import { addressOf } from "../runtime/tensor.js";
import type { Input, Output } from "./backend.js";
import { Held } from "./held.js";
import { copyNumbers, type NotNumber, readNumbers } from "./numbers.js";
import { isArray } from "./operands.js";

/** Inputs and outputs of one kernel call that may be plain arrays. */
const SLOTS = 5;
/** Arrays of numbers that are held: as many as a call has of them, at most. */
const HELD = 4;
/** Unused floats behind each slot, since kernels may read past an end. */
const GUARD = 16;
const SLOT_FLOATS = BLOCK_ELEMENTS + GUARD;

/** Up to here a loop is faster than set(), which costs some 100 ns before its first element. */
const FEW = 64;

/** Copies elements from `start` to a place in memory. */
function copy(values: TypedArray, start: number, count: number, memory: Float32Array | Int32Array, place: number): void {
  if (count > FEW) {
    const all = start === 0 && count === lengthOf(values);
    memory.set(all ? values : partOf(values, start, count), place);
  } else for (let i = 0; i < count; i++) memory[place + i] = values[start + i] as number;
}

export class Stage {
  readonly #memory: LinearMemory;
  readonly #fixed: number;
  readonly #held: readonly Held[];
  /** Of the held, the one that is used next. */
  #next = 0;
  #isReading = false;
  #base: number;
  #slotFloats = SLOT_FLOATS;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
    this.#fixed = memory.allocate(SLOTS * SLOT_FLOATS);
    this.#base = this.#fixed;
    const address = memory.allocate(HELD * SLOT_FLOATS);
    this.#held = Array.from({ length: HELD }, (_, i) => new Held(memory, address + i * SLOT_FLOATS * 4));
  }

  /**
   * The numbers of an array. Where they fit a block they are copied to their place in linear memory at once; a pass of its own
   * that only looks takes as long.
   */
  read(values: readonly unknown[]): Input | NotNumber {
    const { length } = values;
    // A call inside a reading (by a getter) would write over what that has read; and unshared memory may grow in one.
    if (length > BLOCK_ELEMENTS || this.#isReading || !this.#memory.shared) return readNumbers(values);
    const held = this.#held[this.#next] as Held;
    this.#next = (this.#next + 1) % HELD;
    this.#isReading = true;
    try {
      const wrong = copyNumbers(values, length, this.#memory.floats, held.address >>> 2);
      held.length = length;
      return wrong ?? held;
    } finally {
      this.#isReading = false;
    }
  }

  /** Makes the slots hold at least `floats` elements each, for the while: `narrow` must follow. */
  widen(floats: number): void {
    if (floats <= BLOCK_ELEMENTS) return;
    const slotFloats = Math.ceil(floats / 16) * 16 + GUARD;
    this.#base = this.#memory.allocate(SLOTS * slotFloats);
    this.#slotFloats = slotFloats;
  }

  narrow(): void {
    if (this.#base === this.#fixed) return;
    this.#memory.release(this.#base, SLOTS * this.#slotFloats);
    this.#base = this.#fixed;
    this.#slotFloats = SLOT_FLOATS;
  }

  slot(index: number): number {
    return this.#base + index * this.#slotFloats * 4;
  }

  /** The address of `count` floats of an input from element `start`, copied into a slot if need be; 0 for no input. */
  input(value: Input | undefined, start: number, count: number, slot: number): number {
    if (value === undefined) return 0;
    if (!isArray(value)) return (value instanceof Held ? value.address : addressOf(value)) + start * 4;
    const address = this.slot(slot);
    copy(value, start, count, this.#memory.floats, address >>> 2);
    return address;
  }

  /** The same for class indices, as 32-bit integers. */
  integers(value: TypedArray | undefined, start: number, count: number, slot: number): number {
    if (value === undefined) return 0;
    const address = this.slot(slot);
    copy(value, start, count, this.#memory.integers, address >>> 2);
    return address;
  }

  /** Where a kernel shall write the elements from `start`; `commit` brings them to their place. */
  output(value: Output | undefined, start: number, slot: number): number {
    if (value === undefined) return 0;
    return isArray(value) ? this.slot(slot) : addressOf(value) + start * 4;
  }

  commit(value: Output | undefined, start: number, count: number, slot: number): void {
    if (!isArray(value)) return;
    const from = this.slot(slot) >>> 2;
    const { floats } = this.#memory;
    if (count > FEW) setInto(value, floats.subarray(from, from + count), start);
    else for (let i = 0; i < count; i++) value[start + i] = floats[from + i] as number;
  }
}
