import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";

/** How many numbers a tensor has. */
export function sizeOf({ shape }: TensorInfo): number {
  let size = 1;
  for (let i = 0; i < shape.length; i++) size *= shape[i] as number;
  return size;
}

/** Whether all tensors are of a type. */
export function haveType(dtype: DataType, ...infos: readonly TensorInfo[]): boolean {
  for (const info of infos) if (info.dtype !== dtype) return false;
  return true;
}

/** Whether all tensors are of one type whose numbers are four bytes: what only moves them need not know which. */
export function areWords(...infos: readonly TensorInfo[]): boolean {
  return haveType("float32", ...infos) || haveType("int32", ...infos);
}

/** The type to make an output of words with: `undefined` is float32. */
export const typeOf = ({ dtype }: TensorInfo): "int32" | undefined => (dtype === "int32" ? dtype : undefined);

/** Whether a tensor is of a type that kernels work on. */
export function isNumeric({ dtype }: TensorInfo): boolean {
  return dtype === "float32" || dtype === "int32" || dtype === "bool";
}

const number = new DataView(new ArrayBuffer(4));

/** The bits of a number of a type, as a 32-bit integer. */
export function bitsOf(value: number, dtype: "float32" | "int32"): number {
  if (dtype === "int32") number.setInt32(0, value);
  else number.setFloat32(0, value);
  return number.getInt32(0);
}
