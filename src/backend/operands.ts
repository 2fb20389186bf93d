// Arrays and tensors alike.

import type { TypedArray } from "../runtime/arrays.js";
import { addressOf, countOf, Tensor, viewOf } from "../runtime/tensor.js";
import { Held } from "./held.js";

/** Of operands, which are no other views. */
export const isArray = (value: unknown): value is TypedArray => ArrayBuffer.isView(value);

/** Arrays are told apart first: `instanceof` would walk along their four prototypes. */
export const isTensorOperand = (value: unknown): value is Tensor => !ArrayBuffer.isView(value) && value instanceof Tensor;

/** The numbers of an array, or of a tensor. */
export function dataOf<A>(value: A | Tensor | Held): A | Float32Array {
  if (isTensorOperand(value)) return viewOf(value);
  return value instanceof Held ? value.data : value;
}

/** How many numbers there are. */
export function sizeOf(value: { readonly length: number } | Tensor): number {
  return isTensorOperand(value) ? countOf(value) : value.length;
}

/** Whether it lies in linear memory already, or is not given. */
export function inMemory(value: unknown): value is Tensor | undefined {
  return value === undefined || isTensorOperand(value);
}

/** The address of an element of what lies in linear memory; 0, which means nothing, for what is not given. */
export function addressIn(value: unknown, element: number): number {
  return value === undefined ? 0 : addressOf(value as Tensor) + element * 4;
}
