// Element-wise kernels on addresses: split over the threads where that is worth it.

import type { MapKernel, Pass } from "../runtime/abi.js";
import type { Cost } from "../runtime/threads/cost.js";
import { costs, type Splitter } from "./split.js";

/** Where the output's address and length stand among a task's arguments; the kernel has no parameter for the latter. */
const [OUT, LENGTH, WIDTH] = [3, 7, 8];

export function splitMap(kernel: MapKernel, split: Splitter): MapKernel {
  const costOf = costs();
  return (pass, x, dy, out, count, a, b) => {
    if (split.isSmall(count)) {
      kernel(pass, x, dy, out, count, a, b);
      return;
    }
    const cost = costOf[pass];
    if (split.isWorth(cost, count)) {
      runSplit(kernel, split, cost, pass, x, dy, out, count, a, b);
      return;
    }
    const started = split.start(cost, count);
    kernel(pass, x, dy, out, count, a, b);
    cost.end(started, count);
  };
}

function runSplit(
  kernel: MapKernel,
  split: Splitter,
  cost: Cost,
  pass: Pass,
  x: number,
  dy: number,
  out: number,
  count: number,
  a: number,
  b: number,
): void {
  const each = split.elements(cost, count);
  const tasks = Math.ceil(count / each);
  const table = split.table(tasks, WIDTH);
  for (let task = 0; task < tasks; task++) {
    const start = task * each;
    const length = Math.min(each, count - start);
    const at = task * WIDTH;
    table[at] = pass;
    table[at + 1] = x + start * 4;
    table[at + 2] = dy + start * 4;
    table[at + OUT] = out + start * 4;
    table[at + 4] = length;
    table[at + 5] = a;
    table[at + 6] = b;
    table[at + LENGTH] = length * 4;
  }
  const inPlace = out === x || out === dy;
  split.run(kernel, WIDTH, tasks, { ...(inPlace && split.overwrites(OUT, LENGTH, each * 4)), cost, units: count });
}
