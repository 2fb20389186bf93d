// Rows in blocks that fit the stage.

import { BLOCK_ELEMENTS } from "../runtime/abi.js";
import type { Stage } from "./stage.js";

/** Rows of a block, by their length alone: sums are added block by block. */
export function rowsPerBlock(columns: number): number {
  return Math.max(1, Math.floor(BLOCK_ELEMENTS / Math.max(1, columns)));
}

/** Calls `body` for blocks of whole rows; the blocks depend on the shape alone. */
export function eachRowBlock(
  stage: Stage,
  rows: number,
  columns: number,
  body: (row: number, length: number, start: number, count: number) => void,
): void {
  if (rows === 0) return;
  stage.widen(columns);
  try {
    const each = rowsPerBlock(columns);
    for (let row = 0; row < rows; row += each) {
      const length = Math.min(each, rows - row);
      body(row, length, row * columns, length * columns);
    }
  } finally {
    stage.narrow();
  }
}
