// Inputs that lie where the result is written. Whatever overlaps, the result is that of separate memory: an input that would be
// written over before it is read is copied first.

import type { Backend, NumberArray, Output } from "../backend/backend.js";
import { dataOf } from "../backend/operands.js";
import { Tensor } from "../runtime/tensor.js";

type Operand = NumberArray | Tensor | undefined;
type View = Exclude<NumberArray, readonly number[]>;
type Place = Pick<Backend, "storage" | "readAhead">;

/**
 * For inputs of which each element is read before the same element of `out` is written: a copy unless they lie apart, or are
 * the very same numbers.
 * @param most elements of the call's largest array
 */
export function apart<I extends Operand>(input: I, out: Output | undefined, most: number, { backend }: { backend: Place }): I {
  return input === out || !overlap(input, out, most, backend) || areSame(input, out) ? input : copyOf(input);
}

/** For inputs that are read again after some of `out` has been written: a copy unless they lie apart. */
export function quiteApart<I extends Operand>(
  input: I,
  out: Output | undefined,
  most: number,
  { backend }: { backend: Place },
): I {
  return overlap(input, out, most, backend) ? copyOf(input) : input;
}

/**
 * Whether writing `out` would change what is still to be read. Small calls do not ask for the buffer of a view, which takes as
 * long as to copy 16 elements, and many times that once: such views are read before anything is written.
 */
function overlap(input: Operand, out: Output | undefined, most: number, { storage, readAhead }: Place): boolean {
  if (input === undefined || out === undefined) return false;
  if (input instanceof Tensor && out instanceof Tensor) {
    return meet(input.address, input.size * 4, out.address, out.size * 4);
  }
  if (most <= readAhead) return false;
  const [a, b] = [dataOf(input), dataOf(out)];
  if (!ArrayBuffer.isView(a)) return false;
  const share = a.buffer === b.buffer || (storage.holds(a.buffer) && storage.holds(b.buffer));
  return share && meet(a.byteOffset, a.byteLength, b.byteOffset, b.byteLength);
}

function meet(a: number, aBytes: number, b: number, bBytes: number): boolean {
  return a < b + bBytes && b < a + aBytes;
}

/** Of two that overlap. */
function areSame(input: Operand, out: Output | undefined): boolean {
  const [a, b] = [dataOf(input) as View, dataOf(out) as View];
  return a.constructor === b.constructor && a.byteOffset === b.byteOffset && a.length === b.length;
}

/** Of the same kind, whatever class of it: `slice` of Node's Buffer gives a view. */
function copyOf<I extends Operand>(input: I): I {
  const view = dataOf(input) as View;
  const Kind = (globalThis as unknown as Record<string, new (values: View) => View>)[view[Symbol.toStringTag]];
  return new (Kind as new (values: View) => View)(view) as I;
}
