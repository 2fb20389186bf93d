// Matrix products on addresses: c is cut into rectangles where that is worth it.

import type { HelperKernels } from "../runtime/abi.js";
import { Cost } from "../runtime/threads/cost.js";
import type { Splitter } from "./split.js";

/** c[m, n] = op(a)[m, k] · op(b)[k, n] + bias[n], addresses; bias may be 0. */
export type Product = (
  transposeA: boolean,
  transposeB: boolean,
  a: number,
  b: number,
  bias: number,
  c: number,
  m: number,
  n: number,
  k: number,
) => void;

/** Sides of a rectangle: the kernel's own blocks at most (larger ones pack nothing less), and at least … */
const MOST = 128;
/** … so many rows, over which packing is shared, and columns, which start on a cache line. */
const LEAST_ROWS = 32;
const LEAST_COLUMNS = 64;
const RECTANGLES_A_THREAD = 2;
const [SCRATCH, WIDTH] = [9, 14];

export function wasmMatmul({ matmul, matmulPart, matmulScratchBytes }: HelperKernels, split: Splitter): Product {
  // By the transposed operands: packing differs.
  const costs = [new Cost(), new Cost(), new Cost(), new Cost()];
  return (transposeA, transposeB, a, b, bias, c, m, n, k) => {
    const [tA, tB] = [Number(transposeA), Number(transposeB)];
    const cost = costs[2 * tA + tB] as Cost;
    const units = m * n * k;
    if ((m > LEAST_ROWS || n > LEAST_COLUMNS) && split.isWorth(cost, units)) {
      const { rows, columns } = rectangle(m, n, RECTANGLES_A_THREAD * split.threads.limit);
      const across = Math.ceil(n / columns);
      const tasks = Math.ceil(m / rows) * across;
      const table = split.table(tasks, WIDTH);
      for (let task = 0; task < tasks; task++) {
        const row = Math.floor(task / across) * rows;
        const column = (task % across) * columns;
        const [rowEnd, columnEnd] = [Math.min(m, row + rows), Math.min(n, column + columns)];
        table.set([tA, tB, a, b, bias, c, m, n, k, 0, row, rowEnd, column, columnEnd], task * WIDTH);
      }
      const bytes = Math.ceil(matmulScratchBytes(rows, columns, k) / 64) * 64;
      split.run(matmulPart, WIDTH, tasks, { ...split.scratches(SCRATCH, bytes), cost, units });
      return;
    }
    const area = split.scratch(matmulScratchBytes(m, n, k));
    const started = split.start(cost, units);
    matmul(tA, tB, a, b, bias, c, m, n, k, area);
    cost.end(started, units);
  };
}

/** Sides of rectangles that c is cut into, `wanted` at least if they do not get too small; one is all of c. */
export function rectangle(m: number, n: number, wanted: number): { rows: number; columns: number } {
  if (wanted === 1) return { rows: m, columns: n };
  let rows = Math.min(m, MOST);
  let columns = Math.min(n, MOST);
  // Halves the longer side.
  while (Math.ceil(m / rows) * Math.ceil(n / columns) < wanted) {
    if (rows >= columns && rows >= 2 * LEAST_ROWS) rows = 4 * Math.ceil(rows / 8);
    else if (columns >= 2 * LEAST_COLUMNS) columns = 16 * Math.ceil(columns / 32);
    else if (rows >= 2 * LEAST_ROWS) rows = 4 * Math.ceil(rows / 8);
    else break;
  }
  return { rows, columns };
}
