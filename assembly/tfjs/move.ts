// Moves of float32 (or other four-byte) numbers from one arrangement to another: y[i · yStrides] = x[i · xStrides].
//
// Slices, concatenation, padding, tiling, transposition and reversal are all this with other strides, which the caller
// (src/tfjs/moves.ts) merges to as few axes as there are. Only the two innermost axes differ: lines that lie whole in both,
// lines that repeat one number, blocks to transpose, and single numbers.

import { transposeBlock } from "../loops/transpose";

/** Axes, innermost last: the outer ones before the two that make a plane. */
const OUTER_AXES = 4;

/** Sizes, then strides in elements of x, then of y. */
@unmanaged
export class Move {
  size0: i32;
  size1: i32;
  size2: i32;
  size3: i32;
  rows: i32;
  columns: i32;
  x0: i32;
  x1: i32;
  x2: i32;
  x3: i32;
  xRow: i32;
  xColumn: i32;
  y0: i32;
  y1: i32;
  y2: i32;
  y3: i32;
  yRow: i32;
  yColumn: i32;
}

/** Items `first` to `end` of the outermost axis. */
export function move(plan: Move, x: usize, y: usize, first: i32, end: i32): void {
  for (let i = first; i < end; i++) {
    for (let j = 0; j < plan.size1; j++) {
      for (let k = 0; k < plan.size2; k++) {
        for (let l = 0; l < plan.size3; l++) {
          const from = x + ((i * plan.x0 + j * plan.x1 + k * plan.x2 + l * plan.x3) << 2);
          const to = y + ((i * plan.y0 + j * plan.y1 + k * plan.y2 + l * plan.y3) << 2);
          movePlane(plan, from, to);
        }
      }
    }
  }
}

function movePlane(plan: Move, x: usize, y: usize): void {
  if (plan.xRow == 1 && plan.yColumn == 1) {
    transposeBlock(x, y, plan.columns, plan.rows, plan.xColumn, plan.yRow);
    return;
  }
  for (let row = 0; row < plan.rows; row++) {
    if (plan.yColumn == 1 && plan.xColumn == 1) copyLine(x, y, plan.columns);
    else if (plan.yColumn == 1 && plan.xColumn == 0) repeat(x, y, plan.columns);
    else moveLine(x, y, plan.columns, plan.xColumn << 2, plan.yColumn << 2);
    x += plan.xRow << 2;
    y += plan.yRow << 2;
  }
}

function copyLine(x: usize, y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const vectorsEnd = y + ((<usize>(count & -4)) << 2);
  for (; y < vectorsEnd; y += 16) {
    v128.store(y, v128.load(x));
    x += 16;
  }
  for (; y < end; y += 4) {
    store<u32>(y, load<u32>(x));
    x += 4;
  }
}

function repeat(x: usize, y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const vectorsEnd = y + ((<usize>(count & -4)) << 2);
  const value = v128.load32_splat(x);
  for (; y < vectorsEnd; y += 16) v128.store(y, value);
  for (; y < end; y += 4) store<u32>(y, load<u32>(x));
}

/** y[count] = the number of these bits, float32 or int32. */
export function fill(y: usize, count: i32, bits: i32): void {
  const value = i32x4.splat(bits);
  const end = y + ((<usize>count) << 2);
  for (; y < end; y += 16) v128.store(y, value);
}

function moveLine(x: usize, y: usize, count: i32, xBytes: i32, yBytes: i32): void {
  for (let i = 0; i < count; i++) {
    store<u32>(y, load<u32>(x));
    x += xBytes;
    y += yBytes;
  }
}

/** y[outer, i, :] = x[outer, indices[i], :] for rows of `columns` numbers; every index is one of the `rows`. */
export function gather(x: usize, indices: usize, y: usize, outer: i32, rows: i32, columns: i32, count: i32): void {
  const rowBytes = (<usize>columns) << 2;
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < count; i++) {
      copyLine(x + <usize>load<i32>(indices + ((<usize>i) << 2)) * rowBytes, y, columns);
      y += rowBytes;
    }
    x += <usize>rows * rowBytes;
  }
}

/** y[segments, columns]: each the sum of the rows of x whose segment it is, in their order; others are left out. */
export function segmentSum(x: usize, segmentOfRow: usize, y: usize, rows: i32, columns: i32, segments: i32): void {
  const rowBytes = (<usize>columns) << 2;
  memory.fill(y, 0, <usize>segments * rowBytes);
  for (let row = 0; row < rows; row++) {
    const segment = load<i32>(segmentOfRow + ((<usize>row) << 2));
    if (<u32>segment < <u32>segments) addLine(x, y + <usize>segment * rowBytes, columns);
    x += rowBytes;
  }
}

function addLine(x: usize, y: usize, count: i32): void {
  const end = y + ((<usize>count) << 2);
  const vectorsEnd = y + ((<usize>(count & -4)) << 2);
  for (; y < vectorsEnd; y += 16) {
    v128.store(y, f32x4.add(v128.load(y), v128.load(x)));
    x += 16;
  }
  for (; y < end; y += 4) {
    store<f32>(y, load<f32>(y) + load<f32>(x));
    x += 4;
  }
}
