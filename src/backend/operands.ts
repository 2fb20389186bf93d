// Arrays and tensors alike.

import { Tensor } from "../runtime/tensor.js";

/** The numbers of an array, or of a tensor. */
export function dataOf<A>(value: A | Tensor): A | Float32Array {
  return value instanceof Tensor ? value.data : value;
}

/** How many numbers there are. */
export function sizeOf(value: { readonly length: number } | Tensor): number {
  return value instanceof Tensor ? value.size : value.length;
}
