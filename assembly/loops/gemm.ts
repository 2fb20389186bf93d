// General matrix product, c = op(a) · op(b) + bias, in float32 lanes (T = f32) or float64 lanes rounded once (T = f64).
//
// c is cut into blocks. A block is summed in the scratch area, from the bias on, and written out at the end by the one
// function that knows about edges. For each part of k, strips of a and b are packed (pack.ts), and a register tile of four
// rows by two vectors runs over the panels. Method: Goto, van de Geijn, Anatomy of High-Performance Matrix
// Multiplication (2008).
//
// An element of c is always the bias plus, part by part, sums that start at zero and run over k in order: it depends
// neither on the size of c nor on where the element stands, so rows may be split over threads at will.
//
// Tile shape, GFLOP/s of the bare tile on one core (Node 20 and 24 with FMA; the slower of the two without): 4x8 65, 58; 47.
// 6x8 45, 66; 47. 6x8 unrolled twice 61, 61; 47. 4x12 45, 57; 48. 3x12 66, 63; 38. 5x8 38, 64; 41. 4x8 has the best worst
// case and wastes least on small batches. Its left values are loaded first (else 60 in Node 20); unrolled that way it
// falls to 42.

import { demote, madd, promoteHigh, promoteLow, zero } from "../lanes";
import { Panels, panelBytes } from "./pack";

const TILE_ROWS = 4;
const TILE_ROW_BYTES = 32;

/** Rows and columns of a block. 128 to 512 measured alike; the smallest asks least of a second-level cache. */
const BLOCK = 128;
/** Up to here a float32 b is read where it stands: too few rows pass over a panel to pay for it (m = 4: 1.8 times as fast). */
const ROWS_IN_PLACE = 64;
/** A part of k, in bytes of T: the panels of float64 are half as long. */
const PART_BYTES = 1024;

/** Columns of a tile: two vectors. */
function tileColumns<T>(): i32 {
  return TILE_ROW_BYTES / <i32>sizeof<T>();
}

/** Values of k that are packed at a time. */
function partSteps<T>(): i32 {
  return PART_BYTES / <i32>sizeof<T>();
}

function panelsBytes<T>(count: i32, width: i32, steps: i32): usize {
  return <usize>((count + width - 1) / width) * panelBytes<T>(width, steps);
}

export class Tile {
  /** tile += left panel · right panel */
  @inline static multiply<T>(left: usize, right: usize, rightBytes: usize, steps: i32, tile: usize, rowBytes: usize): void {
    let sum00 = zero();
    let sum01 = zero();
    let sum10 = zero();
    let sum11 = zero();
    let sum20 = zero();
    let sum21 = zero();
    let sum30 = zero();
    let sum31 = zero();
    const end = left + <usize>steps * (TILE_ROWS * sizeof<T>());
    while (left < end) {
      const left0 = v128.load_splat<T>(left);
      const left1 = v128.load_splat<T>(left, sizeof<T>());
      const left2 = v128.load_splat<T>(left, 2 * sizeof<T>());
      const left3 = v128.load_splat<T>(left, 3 * sizeof<T>());
      let values = v128.load(right);
      sum00 = madd<T>(left0, values, sum00);
      sum10 = madd<T>(left1, values, sum10);
      sum20 = madd<T>(left2, values, sum20);
      sum30 = madd<T>(left3, values, sum30);
      values = v128.load(right, 16);
      sum01 = madd<T>(left0, values, sum01);
      sum11 = madd<T>(left1, values, sum11);
      sum21 = madd<T>(left2, values, sum21);
      sum31 = madd<T>(left3, values, sum31);
      left += TILE_ROWS * sizeof<T>();
      right += rightBytes;
    }
    Tile.add<T>(tile, sum00, sum01);
    tile += rowBytes;
    Tile.add<T>(tile, sum10, sum11);
    tile += rowBytes;
    Tile.add<T>(tile, sum20, sum21);
    tile += rowBytes;
    Tile.add<T>(tile, sum30, sum31);
  }

  @inline static add<T>(row: usize, sum0: v128, sum1: v128): void {
    v128.store(row, v128.add<T>(v128.load(row), sum0));
    v128.store(row, v128.add<T>(v128.load(row, 16), sum1), 16);
  }
}

class Block {
  /** Sets every row to the bias, or to zero without one. */
  @inline static start<T>(block: usize, rowBytes: usize, rows: i32, bias: usize): void {
    for (let row = 0; row < rows; row++) {
      let values = bias;
      const end = block + rowBytes;
      while (block < end) {
        const four = bias ? v128.load(values) : zero();
        if (sizeof<T>() == 4) {
          v128.store(block, four);
        } else {
          v128.store(block, promoteLow(four));
          v128.store(block, promoteHigh(four), 16);
        }
        values += 16;
        block += 4 * sizeof<T>();
      }
    }
  }

  /** Runs the tile over all panels. A right panel stays in the first-level cache while the left ones pass by. */
  @inline static multiply<T>(
    left: usize,
    right: usize,
    rightPanelBytes: usize,
    rightBytes: usize,
    steps: i32,
    block: usize,
    rowBytes: usize,
    rows: i32,
  ): void {
    const leftPanelBytes = panelBytes<T>(TILE_ROWS, steps);
    const end = block + rowBytes;
    while (block < end) {
      let leftPanel = left;
      let tile = block;
      for (let row = 0; row < rows; row += TILE_ROWS) {
        Tile.multiply<T>(leftPanel, right, rightBytes, steps, tile, rowBytes);
        leftPanel += leftPanelBytes;
        tile += rowBytes * TILE_ROWS;
      }
      right += rightPanelBytes;
      block += TILE_ROW_BYTES;
    }
  }

  /** Rounds a row to float32 and writes it, nothing beyond `columns`. */
  @inline static writeRow<T>(row: usize, c: usize, columns: i32): void {
    const end = c + ((<usize>columns) << 2);
    const vectorsEnd = c + ((<usize>(columns & -4)) << 2);
    while (c < vectorsEnd) {
      v128.store(c, sizeof<T>() == 4 ? v128.load(row) : demote(v128.load(row), v128.load(row, 16)));
      row += 4 * sizeof<T>();
      c += 16;
    }
    while (c < end) {
      store<f32>(c, <f32>load<T>(row));
      row += sizeof<T>();
      c += 4;
    }
  }
}

/** The address of an element of a float32 matrix. */
function at(x: usize, rowBytes: usize, row: i32, column: i32): usize {
  return x + <usize>row * rowBytes + ((<usize>column) << 2);
}

function sumsBytes<T>(m: i32, n: i32): usize {
  return panelsBytes<T>(min(n, BLOCK), tileColumns<T>(), min(m, BLOCK));
}

function leftBytes<T>(m: i32, k: i32): usize {
  return panelsBytes<T>(min(m, BLOCK), TILE_ROWS, min(k, partSteps<T>()));
}

function rightBytes<T>(n: i32, k: i32): usize {
  return panelsBytes<T>(min(n, BLOCK), tileColumns<T>(), min(k, partSteps<T>()));
}

/** Bytes of the scratch area, 64-byte aligned: the sums of a block, the panels of a, the panels of b. */
export function gemmScratchBytes<T>(m: i32, n: i32, k: i32): usize {
  return sumsBytes<T>(m, n) + leftBytes<T>(m, k) + rightBytes<T>(n, k);
}

/**
 * a is [m, k], or stored [k, m] and transposed; b is [k, n], or stored [n, k] and transposed; bias is [n] or 0. Writes the rows
 * and columns of c from a start to an end: scratch need only hold so many.
 */
export function gemm<T>(
  transposeA: bool,
  transposeB: bool,
  a: usize,
  b: usize,
  bias: usize,
  c: usize,
  m: i32,
  n: i32,
  k: i32,
  scratch: usize,
  rowStart: i32,
  rowEnd: i32,
  columnStart: i32,
  columnEnd: i32,
): void {
  const sums = scratch;
  const left = sums + sumsBytes<T>(rowEnd - rowStart, columnEnd - columnStart);
  const right = left + leftBytes<T>(rowEnd - rowStart, k);
  const aRowBytes = (<usize>(transposeA ? m : k)) << 2;
  const bRowBytes = (<usize>(transposeB ? k : n)) << 2;
  const cRowBytes = (<usize>n) << 2;
  const readsInPlace = sizeof<T>() == 4 && !transposeB && rowEnd - rowStart <= ROWS_IN_PLACE;

  for (let column = columnStart; column < columnEnd; column += BLOCK) {
    const columns = min(columnEnd - column, BLOCK);
    const rowBytes = <usize>((columns + tileColumns<T>() - 1) / tileColumns<T>()) * TILE_ROW_BYTES;
    for (let row = rowStart; row < rowEnd; row += BLOCK) {
      const rows = min(rowEnd - row, BLOCK);
      Block.start<T>(sums, rowBytes, rows, bias ? bias + ((<usize>column) << 2) : 0);
      for (let step = 0; step < k; step += partSteps<T>()) {
        const steps = min(k - step, partSteps<T>());
        const aPart = transposeA ? at(a, aRowBytes, step, row) : at(a, aRowBytes, row, step);
        const bPart = transposeB ? at(b, bRowBytes, column, step) : at(b, bRowBytes, step, column);
        Panels.pack<T>(!transposeA, aPart, aRowBytes, rows, steps, left, TILE_ROWS);
        if (readsInPlace) {
          Block.multiply<T>(left, bPart, TILE_ROW_BYTES, bRowBytes, steps, sums, rowBytes, rows);
        } else {
          Panels.pack<T>(transposeB, bPart, bRowBytes, columns, steps, right, tileColumns<T>());
          Block.multiply<T>(left, right, panelBytes<T>(tileColumns<T>(), steps), TILE_ROW_BYTES, steps, sums, rowBytes, rows);
        }
      }
      for (let i = 0; i < rows; i++) {
        Block.writeRow<T>(sums + <usize>i * rowBytes, at(c, cRowBytes, row + i, column), columns);
      }
    }
  }
}
