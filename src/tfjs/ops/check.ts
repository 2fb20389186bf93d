// What the package's own ops ask of their arguments.

import { cast, engine, type Tensor } from "@tensorflow/tfjs-core";
import { describe } from "../../facade/arguments.js";
import { LanewiseBackend } from "../backend.js";

/** These ops have kernels on this backend alone. */
export function checkBackend(op: string): void {
  if (engine().backend instanceof LanewiseBackend) return;
  throw new Error(`${op}: the current backend is "${engine().backendName}"; await tf.setBackend("lanewise") first`);
}

function checkTensor(op: string, name: string, x: unknown): asserts x is Tensor {
  const { dataId, isDisposed, dtype } = Object(x) as Partial<Tensor>;
  if (typeof dataId !== "object") throw new TypeError(`${op}: ${name} is ${describe(x)}, expected a tensor`);
  if (isDisposed) throw new TypeError(`${op}: ${name} is a tensor that has been disposed`);
  if (dtype === "complex64" || dtype === "string") throw new TypeError(`${op}: ${name} is ${dtype}, expected numbers`);
}

/** A float32 tensor, on this backend. */
export function floatTensor(op: string, name: string, x: Tensor): Tensor {
  checkBackend(op);
  checkTensor(op, name, x);
  return x.dtype === "float32" ? x : cast(x, "float32");
}

/** An int32 tensor, on this backend. */
export function integerTensor(op: string, name: string, x: Tensor): Tensor {
  checkBackend(op);
  checkTensor(op, name, x);
  if (x.dtype !== "int32") throw new TypeError(`${op}: ${name} is ${x.dtype}, expected int32`);
  return x;
}

export function checkSameShape(op: string, names: readonly [string, string], a: Tensor, b: Tensor): void {
  if (a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i])) return;
  throw new RangeError(`${op}: ${names[1]} has shape [${b.shape}], expected that of ${names[0]}, [${a.shape}]`);
}
