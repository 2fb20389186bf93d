// Argument checks. Messages name op, argument, index, what was expected and what came; nothing is written before they pass.

import type { Input } from "../backend/backend.js";
import { NotNumber } from "../backend/numbers.js";
import { countOfArray, isDetached, isTypedArray, partOf, type TypedArray } from "../runtime/arrays.js";
import { attempt } from "../runtime/environment.js";
import { isArray, isRevoked, tagOf } from "../runtime/objects.js";
import { isTensor, livesIn, Tensor, type TensorStore } from "../runtime/tensor.js";
import type { Context } from "./context.js";
import { knownShape, type Shape } from "./knownShapes.js";
import { isRow, readNested } from "./nested.js";

/** Characters of a string that are quoted in a message. */
const LONGEST = 60;

/** How a value is called in a message. */
export function describe(value: unknown): string {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(cut(value));
  if (typeof value === "bigint") return value < 1e20 && value > -1e20 ? `${value}n` : "a long BigInt";
  if (typeof value === "symbol") return "a Symbol";
  // Its own code may fail to say what it is.
  if (isRevoked(value)) return "a revoked Proxy";
  if (typeof value === "object") return attempt(() => kindOf(value)) ?? "an object";
  return typeof value;
}

function kindOf(value: object): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  const tag = tagOf(value);
  if (tag === "Tensor" && !isTensor(value)) {
    return "a Tensor of another copy of the library (the ES module and CommonJS are two), or a proxy of one";
  }
  const name = cut(tag === "Object" ? String(value.constructor?.name ?? "bare object") : tag);
  return `${/^[AEIO]/.test(name) ? "an" : "a"} ${name}`;
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

export function checkTensor(op: string, name: string, tensor: object, store: TensorStore): void {
  if (livesIn(tensor, store)) return;
  if (!isTensor(tensor)) throw new TypeError(`${op}: ${name} is ${describe(tensor)}, expected a Tensor`);
  const fault = tensor.disposed ? "that has been disposed" : "of another instance; copy it with toArray()";
  throw new TypeError(`${op}: ${name} is a tensor ${fault}`);
}

/** Whether it is a tensor, or says so. */
export const inheritsTensor = (value: unknown): value is Tensor => !isRevoked(value) && value instanceof Tensor;

/** A typed array that has its numbers; as a view of them where it has a length of its own making. */
export function attached<T extends TypedArray>(op: string, name: string, array: T): T {
  const length = countOfArray(array);
  return length > 0 && array.length === length ? array : ownLength(op, name, array, length);
}

function ownLength<T extends TypedArray>(op: string, name: string, array: T, length: number): T {
  if (length === 0 && isDetached(array)) {
    throw new TypeError(`${op}: ${name} has lost its numbers: its buffer was transferred, or has changed its size`);
  }
  return array.length === length ? array : partOf(array, 0, length);
}

/**
 * The numbers of an operand, once they are known to be some that this instance can read: the value itself, unless it is an array.
 * To read an array may run code of its owner, which disposes a tensor or transfers a buffer: what was taken as it is before that
 * is asked for once more.
 */
export function checkInput(
  op: string,
  name: string,
  value: unknown,
  context: Pick<Context, "backend" | "store">,
  read?: Read,
): Input {
  // Short, with all that is rare elsewhere: V8 inlines at most 920 bytecodes into a function, and a call asks this for each operand.
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && livesIn(value, context.store)) return value;
  return arrayInput(op, name, value, context, read);
}

/** The same of an operand that need not be there. */
export function checkOptional(op: string, name: string, value: unknown, context: Context): Input | undefined {
  return value === undefined ? value : checkInput(op, name, value, context);
}

/** For operands that were taken before others had to be read: see checkInput. Those that were read themselves are ours. */
export function checkAgain(op: string, name: string, value: Input | undefined, context: Context, given: unknown): void {
  if (value === given) checkOptional(op, name, value, context);
}

type Read = (values: readonly unknown[]) => Input | NotNumber;

function arrayInput(op: string, name: string, value: unknown, context: Pick<Context, "backend" | "store">, read?: Read): Input {
  return isTypedArray(value) ? attached(op, name, value) : numbersOf(op, name, value, context, read);
}

function numbersOf(
  op: string,
  name: string,
  value: unknown,
  { backend, store }: Pick<Context, "backend" | "store">,
  readArray: Read = (values) => backend.read(values),
): Input {
  if (!isArray(value)) {
    if (inheritsTensor(value)) checkTensor(op, name, value, store);
    throw new TypeError(`${op}: ${name} is ${describe(value)}, expected a Float32Array, an array of numbers or a Tensor`);
  }
  const read = readArray(value);
  if (!(read instanceof NotNumber)) return read;
  const { index, value: other } = read;
  if (index === 0 && isRow(other)) return readNested(op, name, value, other);
  throw new (isRow(other) ? RangeError : TypeError)(`${op}: ${name}[${index}] is ${describe(other)}, expected a number`);
}

/** A shape that is given, once it is known to be one: a copy, or `latest` where that is the same. */
export function ownShape(op: string, shape: unknown, latest: Shape = []): Shape {
  if (!isArray(shape)) throw new TypeError(`${op}: shape is ${describe(shape)}, expected an array of lengths`);
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
  return copy ? knownShape(copy) : latest;
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
