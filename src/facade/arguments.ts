// Argument checks. Messages name op, argument, index, what was expected and what came; nothing is written before they pass.

import type { Input, NumberArray } from "../backend/backend.js";
import { Tensor, type TensorStore } from "../runtime/tensor.js";
import type { Context } from "./context.js";
import { readNested } from "./nested.js";
import type { Shape } from "./shapes.js";

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
  // Of newer engines alone.
  (globalThis as { readonly Float16Array?: unknown }).Float16Array,
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

export function isNumberArray(value: unknown): value is NumberArray {
  if (Array.isArray(value)) return true;
  return ArrayBuffer.isView(value) && (value.constructor === Float32Array || ARRAY_TYPES.has(value.constructor));
}

export function checkTensor(op: string, name: string, tensor: Tensor, store: TensorStore): void {
  if (tensor.address < 0) throw new TypeError(`${op}: ${name} is a tensor that has been disposed`);
  if (tensor.store !== store) throw new TypeError(`${op}: ${name} is a tensor of another instance; copy it with toArray()`);
}

/** The numbers of an operand, once they are known to be some that this instance can read: the value itself, unless it is an array of arrays. */
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
  if (index < 0) return value;
  const other: unknown = value[index];
  if (isNumberArray(other)) return readNested(op, name, value);
  throw new TypeError(`${op}: ${name}[${index}] is ${describe(other)}, expected a number`);
}

/** A shape that is given, once it is known to be one: a copy, or `latest` where that is the same. */
export function ownShape(op: string, shape: unknown, latest: Shape = []): Shape {
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
export function shapeReader(op: string): (given: unknown) => Shape | undefined {
  let latest: Shape = [];
  return (given) => {
    if (given === undefined) return undefined;
    latest = ownShape(op, given, latest);
    return latest;
  };
}
