// Tensors made from nothing or from other types.

import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForElements } from "../parallel.js";
import { bitsOf, sizeOf } from "../shape.js";

/** int32 and bool become numbers of their own: the CPU backend lets float32 tensors share the integers. */
const cast: Kernel<{ x: TensorInfo }, { dtype: DataType }> = (backend, { x }, { dtype }) => {
  if (dtype === "int32" && backend.holds("float32", x)) {
    return backend.makeTensorInfo(x.shape, dtype, new Int32Array(backend.entry(x).values as Float32Array));
  }
  if (dtype !== "float32" || x.dtype === "float32") return undefined;
  const isInteger = backend.holds("int32", x);
  if (!isInteger && !backend.holds("bool", x)) return undefined;
  const from = backend.address(x);
  const out = backend.output(x.shape);
  const kernel = backend.own[isInteger ? "floatOfInteger" : "floatOfByte"];
  callForElements(backend, kernel, [from, backend.address(out), sizeOf(x)], 2, [isInteger ? 4 : 1, 4]);
  return out;
};

function filled(backend: LanewiseBackend, shape: number[], value: number): TensorInfo {
  const out = backend.output(shape);
  backend.own.fill(backend.address(out), sizeOf(out), bitsOf(value, "float32"));
  return out;
}

const fill: Kernel<object, { shape: number[]; value: number | string; dtype?: DataType }> = (backend, _, attributes) => {
  const { shape, value, dtype = "float32" } = attributes;
  return dtype === "float32" && typeof value === "number" ? filled(backend, shape, value) : undefined;
};

function filledLike(value: number): Kernel<{ x: TensorInfo }> {
  return (backend, { x }) => (x.dtype === "float32" ? filled(backend, x.shape, value) : undefined);
}

export const data: KernelTable = { Cast: cast, Fill: fill, ZerosLike: filledLike(0), OnesLike: filledLike(1) };
