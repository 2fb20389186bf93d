// Tensors made from nothing or from other types.

import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForElements } from "../parallel.js";
import { bitsOf, isNumeric, sizeOf } from "../shape.js";

/**
 * The numbers become those of the type: the CPU backend lets wider tensors share the data of narrower ones. Where they are so
 * already, and for types that are no numbers, its cast does.
 */
const cast: Kernel<{ x: TensorInfo }, { dtype: DataType }> = (backend, { x }, { dtype }) => {
  const held = backend.entry(x);
  if (dtype === held.dtype && dtype === x.dtype) return undefined;
  if (dtype === "int32" && isNumeric(x)) return backend.makeTensorInfo(x.shape, dtype, new Int32Array(held.values as Int32Array));
  if (dtype !== "float32" || !isNumeric(x) || held.dtype === "float32") return undefined;
  const isInteger = held.dtype === "int32";
  const from = backend.address(x, held.dtype);
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
