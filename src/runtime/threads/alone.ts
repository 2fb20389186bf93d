// Tasks done by the caller alone.

import type { Job } from "./job.js";
import { callAt, type Kernel } from "./kernel.js";

/** One task after the other, from `first` to before `end`. */
export function alone(
  kernel: Kernel,
  table: Float64Array,
  argumentsPerTask: number,
  first: number,
  end: number,
  { results, scratch }: Job,
): void {
  for (let task = first; task < end; task++) {
    const at = task * argumentsPerTask;
    if (scratch) table[at + scratch.argument] = scratch.address;
    const result = callAt(kernel, table, at);
    if (results) results[task] = result;
  }
}
