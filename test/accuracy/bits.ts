// The bits of what an op gives: hashed, and compared. The bits of a NaN are the engine's choice, so that all count as one.

import type { Lanewise } from "../../src/load.js";
import type { Case } from "./cases.js";

type Result = number | Float32Array | { readonly [name: string]: Result };

/** A copy with one NaN, as words; a number keeps all 64 bits. */
function wordsOf(result: number | Float32Array): Uint32Array {
  if (typeof result === "number") {
    const words = new Uint32Array(Float64Array.of(result).buffer);
    if (Number.isNaN(result)) words.set([0, 0x7ff80000]);
    return words;
  }
  const copy = Float32Array.from(result);
  const words = new Uint32Array(copy.buffer);
  for (let i = 0; i < copy.length; i++) if (Number.isNaN(copy[i])) words[i] = 0x7fc00000;
  return words;
}

function parts(result: Result): Uint32Array[] {
  if (typeof result === "number" || result instanceof Float32Array) return [wordsOf(result)];
  return Object.values(result).flatMap(parts);
}

/** The outputs of a case: arrays and numbers in their order. */
export function outputsOf(lw: Lanewise, op: string, { method, inputs, options }: Case): Uint32Array[] {
  const api = (lw as unknown as Record<string, Record<string, unknown>>)[op];
  const call = (method === "forward" ? api : api?.[method]) as unknown as (...given: unknown[]) => Result;
  return parts(call(...inputs, options));
}

/** The first 64 bits of the SHA-256 of the words, one after the other: enough to see a change. In Node as in browsers. */
export async function hashOf(outputs: readonly Uint32Array[]): Promise<string> {
  const words = new Uint32Array(outputs.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const each of outputs) {
    words.set(each, start);
    start += each.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
  return [...digest.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Words that differ. */
export function countDifferences(a: readonly Uint32Array[], b: readonly Uint32Array[]): number {
  if (a.length !== b.length) throw new Error(`${a.length} outputs against ${b.length}`);
  let differing = 0;
  a.forEach((left, k) => {
    const right = b[k] as Uint32Array;
    if (left.length !== right.length) throw new Error(`an output of ${left.length} words against one of ${right.length}`);
    for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) differing++;
  });
  return differing;
}
