// What an array of numbers is, in whatever realm it was made: told by what it is, not by whose constructor made it, nor by what
// it says of itself. A subclass may have methods, and even a length, of its own: these are never used.

export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

interface Kind {
  new (values: TypedArray): TypedArray;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): TypedArray;
  readonly BYTES_PER_ELEMENT: number;
}

/** Those of numbers, not of BigInts; the last is of newer engines alone. */
const NAMES =
  "Float32Array Float64Array Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float16Array";
const kinds = new Map(NAMES.split(" ").map((name) => [name, (globalThis as unknown as Record<string, Kind>)[name] as Kind]));

const prototype = Object.getPrototypeOf(Int8Array.prototype);
const { at, set } = prototype;

function getter<T>(name: PropertyKey): (this: unknown) => T {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get as (this: unknown) => T;
}
const tag = getter<string | undefined>(Symbol.toStringTag);
const length = getter<number>("length");
const buffer = getter<ArrayBufferLike>("buffer");
const byteOffset = getter<number>("byteOffset");

/** "Float32Array" …; undefined for what is no typed array. */
export const typedArrayName = (value: unknown): string | undefined => tag.call(value);

export const isFloat32Array = (value: unknown): value is Float32Array => tag.call(value) === "Float32Array";

export function isTypedArray(value: unknown): value is TypedArray {
  const name = tag.call(value);
  return name === "Float32Array" || (name !== undefined && kinds.has(name));
}

export function isBigIntArray(value: unknown): value is BigInt64Array | BigUint64Array {
  const name = tag.call(value);
  return name === "BigInt64Array" || name === "BigUint64Array";
}

const kindOf = (array: TypedArray): Kind => kinds.get(tag.call(array) as string) as Kind;

/** How many elements a typed array has, whatever it says. */
export const countOfArray = (array: TypedArray): number => length.call(array);

export const lengthOf = (array: { readonly length: number }): number =>
  Array.isArray(array) ? array.length : length.call(array);

/** Whether one of no length is so because its buffer was transferred, or has shrunk and left it. */
export function isDetached(array: TypedArray): boolean {
  try {
    at.call(array, 0);
    return false;
  } catch {
    return true;
  }
}

/** A view of some of its elements. */
export function partOf<T extends TypedArray>(array: T, start: number, count: number): T {
  const Kind = kindOf(array);
  return new Kind(buffer.call(array), byteOffset.call(array) + start * Kind.BYTES_PER_ELEMENT, count) as T;
}

/** Copies numbers into an array, from its element `start` on. */
export function setInto(array: TypedArray, values: ArrayLike<number>, start = 0): void {
  set.call(array, values, start);
}

export function copyOf<T extends TypedArray>(array: T): T {
  return new (kindOf(array))(array) as T;
}

/** Whether two stretches of one memory have bytes in common. */
export function meet(a: number, aBytes: number, b: number, bBytes: number): boolean {
  return a < b + bBytes && b < a + aBytes;
}
