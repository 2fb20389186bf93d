// Inputs that lie where the result is written. Whatever overlaps, the result is that of separate memory: an input that would be
// written over before it is read is copied first.
//
// Small calls (`readAhead`) read their arrays before they write any, so their buffers are not asked for: that takes as long as to
// copy 16 elements, and many times that once.

import type { Backend, Input, Output } from "../backend/backend.js";
import { dataOf } from "../backend/operands.js";
import { copyOf, lengthOf, meet, type TypedArray, typedArrayName } from "../runtime/arrays.js";

type Operand = Input | undefined;
interface Context {
  readonly backend: Pick<Backend, "storage" | "readAhead">;
}

/**
 * For inputs of which each element is read before the same element of `out` is written: a copy unless they lie apart, or are
 * the very same numbers.
 * @param out as the caller gave it: what is made for the call lies apart
 * @param most elements of the call's largest array
 */
export function apart<I extends Operand>(input: I, out: Output | undefined, most: number, context: Context): I {
  if (out === undefined || (input as unknown) === out || most <= context.backend.readAhead) return input;
  return areApart(input, out, context) || areSame(input, out) ? input : copied(input);
}

/** For inputs that are read again after some of `out` has been written: a copy unless they lie apart. */
export function quiteApart<I extends Operand>(input: I, out: Output | undefined, most: number, context: Context): I {
  if (out === undefined) return input;
  const isApart = most <= context.backend.readAhead || areApart(input, out, context);
  return isApart && (input as unknown) !== out ? input : copied(input);
}

/** Whether two that are not the same lie apart. No two tensors overlap. */
function areApart(input: Operand, out: Output, { backend: { storage } }: Context): boolean {
  const [a, b] = [dataOf(input), dataOf(out)];
  if (!ArrayBuffer.isView(a)) return true;
  const share = a.buffer === b.buffer || (storage.holds(a.buffer) && storage.holds(b.buffer));
  return !share || !meet(a.byteOffset, a.byteLength, b.byteOffset, b.byteLength);
}

/** Of two that overlap. */
function areSame(input: Operand, out: Output): boolean {
  const [a, b] = [dataOf(input) as TypedArray, dataOf(out) as TypedArray];
  return typedArrayName(a) === typedArrayName(b) && a.byteOffset === b.byteOffset && lengthOf(a) === lengthOf(b);
}

function copied<I extends Operand>(input: I): I {
  return copyOf(dataOf(input) as TypedArray) as I;
}
