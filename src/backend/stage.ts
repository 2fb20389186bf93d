// Brings plain arrays into linear memory and results out again, a block at a time through one fixed work area, so that a
// call with arrays needs no second copy of the data. Tensors are there already and are used in place.

import { BLOCK_ELEMENTS } from "../runtime/abi.js";
import { lengthOf, partOf, setInto, type TypedArray } from "../runtime/arrays.js";
import type { LinearMemory } from "../runtime/storage.js";
import { addressOf, Tensor } from "../runtime/tensor.js";
import type { Input, NumberArray, Output } from "./backend.js";
import { copyNumbers, firstNotNumber } from "./numbers.js";

/** Inputs and outputs of one kernel call that may be plain arrays. */
const SLOTS = 5;
/** Arrays of numbers whose copies are held: as many as a call has inputs, at most. */
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
  readonly #heldArrays = new Array<unknown>(HELD).fill(undefined);
  readonly #heldAddress: number;
  /** Of the held arrays, the one that came last. */
  #latest = 0;
  #base: number;
  #slotFloats = SLOT_FLOATS;

  constructor(memory: LinearMemory) {
    this.#memory = memory;
    this.#fixed = memory.allocate(SLOTS * SLOT_FLOATS);
    this.#base = this.#fixed;
    this.#heldAddress = memory.allocate(HELD * SLOT_FLOATS);
  }

  /**
   * The index of the first element that is no number, −1 if all are. An array that fits a block is copied as it is checked,
   * since a pass of its own takes as long as the copy; `input` finds the copy again. It is of use in this call alone: the
   * next one asks anew, as the array may have changed.
   */
  firstNotNumber(values: readonly unknown[]): number {
    const { length } = values;
    if (length > BLOCK_ELEMENTS) return firstNotNumber(values);
    this.#latest = (this.#latest + 1) % HELD;
    this.#heldArrays[this.#latest] = values;
    return copyNumbers(values, 0, length, this.#memory.floats, this.#addressOfHeld(this.#latest) >>> 2);
  }

  #addressOfHeld(index: number): number {
    return this.#heldAddress + index * SLOT_FLOATS * 4;
  }

  /** The address of the copy made when the array was checked, the latest if there are several; 0 if there is none. */
  #held(values: NumberArray): number {
    if (values.length > BLOCK_ELEMENTS) return 0;
    for (let i = HELD; i > 0; i--) {
      const index = (this.#latest + i) % HELD;
      if (this.#heldArrays[index] === values) return this.#addressOfHeld(index);
    }
    return 0;
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
    if (value instanceof Tensor) return addressOf(value) + start * 4;
    const held = Array.isArray(value) ? this.#held(value) : 0;
    if (held > 0) return held + start * 4;
    const address = this.slot(slot);
    const { floats } = this.#memory;
    if (Array.isArray(value)) copyNumbers(value, start, count, floats, address >>> 2);
    else copy(value as TypedArray, start, count, floats, address >>> 2);
    return address;
  }

  /** The same for class indices, as 32-bit integers. */
  integers(value: NumberArray | undefined, start: number, count: number, slot: number): number {
    if (value === undefined) return 0;
    const address = this.slot(slot);
    const { integers } = this.#memory;
    if (!Array.isArray(value)) copy(value as TypedArray, start, count, integers, address >>> 2);
    else integers.set(count === value.length ? value : value.slice(start, start + count), address >>> 2);
    return address;
  }

  /** Where a kernel shall write the elements from `start`; `commit` brings them to their place. */
  output(value: Output | undefined, start: number, slot: number): number {
    if (value === undefined) return 0;
    return value instanceof Tensor ? addressOf(value) + start * 4 : this.slot(slot);
  }

  commit(value: Output | undefined, start: number, count: number, slot: number): void {
    if (value === undefined || value instanceof Tensor) return;
    const from = this.slot(slot) >>> 2;
    const { floats } = this.#memory;
    if (count > FEW) setInto(value, floats.subarray(from, from + count), start);
    else for (let i = 0; i < count; i++) value[start + i] = floats[from + i] as number;
  }
}
