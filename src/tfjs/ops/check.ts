// What the package's own ops ask of their arguments.

import { cast, engine, type Tensor } from "@tensorflow/tfjs-core";
import { LanewiseBackend } from "../backend.js";

/** These ops have kernels on this backend alone. */
export function checkBackend(op: string): void {
  if (engine().backend instanceof LanewiseBackend) return;
  throw new Error(`${op}: the current backend is "${engine().backendName}"; await tf.setBackend("lanewise") first`);
}

/** A float32 tensor, on this backend. */
export function floatTensor(op: string, name: string, x: Tensor): Tensor {
  checkBackend(op);
  if (typeof (x as Partial<Tensor> | null)?.dataId !== "object") throw new TypeError(`${op}: ${name} is no tensor`);
  if (x.dtype === "complex64" || x.dtype === "string") throw new TypeError(`${op}: ${name} is ${x.dtype}, expected numbers`);
  return x.dtype === "float32" ? x : cast(x, "float32");
}

export function checkSameShape(op: string, names: readonly [string, string], a: Tensor, b: Tensor): void {
  if (a.shape.length === b.shape.length && a.shape.every((size, i) => size === b.shape[i])) return;
  throw new RangeError(`${op}: ${names[1]} has shape [${b.shape}], expected that of ${names[0]}, [${a.shape}]`);
}
