// Argument checks. Messages name op, argument, index, what was expected and what came; nothing is written before they pass.

import type { Input, NumberArray } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Tensor, type TensorStore } from "../runtime/tensor.js";
import type { Context } from "./context.js";

const ARRAY_TYPES = new Set<unknown>([
  Float32Array,
  Float64Array,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
]);

/** Characters of a string that are quoted in a message. */
const LONGEST = 60;

/** How a value is called in a message. */
export function describe(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
  if (typeof value === "bigint") return value < 1e20 && value > -1e20 ? `${value}n` : "a long BigInt";
  if (typeof value === "symbol") return "a Symbol";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === "object") return `a ${value.constructor?.name ?? "bare object"}`;
  return typeof value;
}

function isNumberArray(value: unknown): value is NumberArray {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && (value.constructor === Float32Array || ARRAY_TYPES.has(value.constructor));
}

export function checkTensor(op: string, name: string, tensor: Tensor, store: TensorStore): void {
  if (tensor.address < 0) throw new TypeError(`${op}: ${name} is a tensor that has been disposed`);
  if (tensor.store !== store) throw new TypeError(`${op}: ${name} is a tensor of another instance; copy it with toArray()`);
}

/** The value itself, once it is known to be numbers that this instance can read. */
export function checkInput(
  op: string,
  name: string,
  value: unknown,
  { backend, store }: Pick<Context, "backend" | "store">,
): Input {
  if (value instanceof Tensor) {
    checkTensor(op, name, value, store);
    return value;
  }
  if (!isNumberArray(value)) {
    throw new TypeError(`${op}: ${name} is ${describe(value)}, expected a Float32Array, an array of numbers or a Tensor`);
  }
  const index = Array.isArray(value) ? backend.firstNotNumber(value) : -1;
  if (index >= 0) throw new TypeError(`${op}: ${name}[${index}] is ${describe((value as unknown[])[index])}, expected a number`);
  return value;
}

export function checkSize(op: string, name: string, value: Input, expected: number, like: string): void {
  const size = sizeOf(value);
  if (size !== expected) throw new RangeError(`${op}: ${name} has ${size} elements, expected ${expected} (${like})`);
}

/**
 * The shape of an input: as given, else the tensor's own, else flat.
 * @param given as `ownShape` gives it
 */
export function shapeOf(op: string, name: string, value: Input, given: readonly number[] | undefined): readonly number[] {
  const size = sizeOf(value);
  if (given === undefined) return value instanceof Tensor ? value.shape : [size];
  if (product(given) !== size) {
    throw new RangeError(`${op}: shape [${given.join(", ")}] holds ${product(given)} elements, but ${name} has ${size}`);
  }
  return given;
}

/** A shape that is given, once it is known to be one: a copy, or `latest` where that is the same. */
export function ownShape(op: string, shape: unknown, latest: readonly number[] = []): readonly number[] {
  if (!Array.isArray(shape)) throw new TypeError(`${op}: shape is ${describe(shape)}, expected an array of lengths`);
  const { length } = shape;
  let copy: number[] | undefined = length === latest.length ? undefined : [];
  for (let axis = 0; axis < length; axis++) {
    const each: unknown = shape[axis];
    if (!Number.isInteger(each) || (each as number) < 0) {
      throw new RangeError(`${op}: shape[${axis}] is ${describe(each)}, expected an integer ≥ 0`);
    }
    if (!copy && each !== latest[axis]) copy = latest.slice(0, axis);
    copy?.push(each as number);
  }
  return copy ? Object.freeze(copy) : latest;
}

/** Reads the option `shape`: calls in a row mostly give the same, which is kept. */
export function shapeReader(op: string): (given: unknown) => readonly number[] | undefined {
  let latest: readonly number[] = [];
  return (given) => {
    if (given === undefined) return undefined;
    latest = ownShape(op, given, latest);
    return latest;
  };
}

/** The product of the lengths of some axes; 1 for none. */
export function product(shape: readonly number[], start = 0, end = shape.length): number {
  let all = 1;
  for (let axis = start; axis < end; axis++) all *= shape[axis] as number;
  return all;
}
