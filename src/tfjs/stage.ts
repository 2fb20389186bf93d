// The work area of a kernel that takes a plan (some integers in a fixed order) and areas whose sizes follow from it.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "./backend.js";

const ALIGNMENT = 64;

/** Writes the plan to the work area and gives its address, then those of areas of `sizesOf(plan)` bytes. Valid for one call. */
export function stage(backend: LanewiseBackend, plan: readonly number[], sizesOf: (plan: number) => number[]): number[] {
  const sizes = [plan.length * 4, ...sizesOf(backend.workArea.integers(plan))];
  const offsets = [0];
  for (const bytes of sizes) offsets.push((offsets.at(-1) as number) + Math.ceil(bytes / ALIGNMENT) * ALIGNMENT);
  const start = backend.workArea.address(offsets.pop() as number);
  backend.linear.integers.set(plan, start / 4);
  return offsets.map((offset) => start + offset);
}

/** A new tensor that `fill` writes; none where it throws. */
export function filled(
  backend: LanewiseBackend,
  shape: readonly number[],
  fill: (address: number) => void,
  dtype?: "int32",
): TensorInfo {
  const out = backend.output(shape, dtype);
  try {
    fill(backend.address(out));
  } catch (error) {
    backend.disposeIntermediateTensorInfo(out);
    throw error;
  }
  return out;
}
