// What the engine can do. Each probe is the smallest module that uses the feature.

import { attempt } from "./environment.js";

/** `fixed` is portable and gives the same bits everywhere; `relaxed` fuses multiplication and addition. */
export type SimdLevel = "relaxed" | "fixed" | "none";

// biome-ignore format: (module (func (param v128) (result v128) local.get 0 local.get 0 f32x4.add))
const SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0, 10, 11, 1, 9, 0, 32, 0, 32, 0, 253, 228, 1, 11];

// biome-ignore format: (module (func (param v128) (result v128) local.get 0 local.get 0 local.get 0 f32x4.relaxed_madd))
const RELAXED_SIMD = [0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 123, 1, 123, 3, 2, 1, 0, 10, 13, 1, 11, 0, 32, 0, 32, 0, 32, 0, 253, 133, 2, 11];

const runs = (module: readonly number[]) => attempt(() => WebAssembly.validate(Uint8Array.from(module))) === true;

export function simdLevel(): SimdLevel {
  if (runs(RELAXED_SIMD)) return "relaxed";
  return runs(SIMD) ? "fixed" : "none";
}
