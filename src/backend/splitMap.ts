// Element-wise kernels on several threads.

import type { MapKernel, Pass } from "../runtime/abi.js";
import { Cost } from "../runtime/threads/cost.js";
import type { Kernel } from "../runtime/threads/pool.js";
import type { Splitter } from "./split.js";

/** Smaller calls are never split, and not even asked about. */
const LEAST = 4096;
const [OUT, LENGTH, WIDTH] = [3, 7, 8];

/** The kernel, split where that is worth it. */
export function splitMap(kernel: MapKernel, split: Splitter): MapKernel {
  if (split.threads.limit === 1) return kernel;
  const costs = new Map<Pass, Cost>();
  const costOf = (pass: Pass) => {
    let cost = costs.get(pass);
    if (!cost) {
      cost = new Cost();
      costs.set(pass, cost);
    }
    return cost;
  };
  return (pass, x, dy, out, count, a, b) => {
    if (count < LEAST) {
      kernel(pass, x, dy, out, count, a, b);
      return;
    }
    const cost = costOf(pass);
    if (!split.threads.isWorth(cost.nanoseconds(count))) {
      const started = cost.start(count);
      kernel(pass, x, dy, out, count, a, b);
      cost.end(started, count);
      return;
    }
    const length = split.elementsFor(cost, count);
    const fill = (table: Float64Array, at: number, start: number, elements: number) => {
      const offset = start * 4;
      table[at] = pass;
      table[at + 1] = x + offset;
      table[at + 2] = dy + offset;
      table[at + OUT] = out + offset;
      table[at + 4] = elements;
      table[at + 5] = a;
      table[at + 6] = b;
      table[at + LENGTH] = elements * 4;
    };
    const job = out === x || out === dy ? { overwrites: split.overwrites(OUT, LENGTH, length * 4) } : undefined;
    split.run({ kernel: kernel as unknown as Kernel, cost, width: WIDTH, fill, job, count, length, units: count });
  };
}
