// Packed panels for gemm: a strip of a matrix, rewritten so that the tile kernel reads it front to back.
//
// A panel holds `width` values for each step of k, in the lane type T (float64 panels are widened here, once, and not in
// the kernel). It is filled four values wide: by copying when these four are neighbours in memory, by 4x4 transposes when
// the steps of k are. Method: Goto, van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008).
//
// What lies beyond the matrix (the fourth row of a strip of three, the steps that fill up the last 4x4) is rubbish that
// ends up in tile elements nobody reads: strips are clamped or overrun into the padding, never branched on.

import { promoteHigh, promoteLow } from "../lanes";

/** Values that are packed together: the lanes of one float32 vector. */
const GROUP = 4;

class Strip {
  @inline static store<T>(panel: usize, values: v128): void {
    if (sizeof<T>() == 4) {
      v128.store(panel, values);
    } else {
      v128.store(panel, promoteLow(values));
      v128.store(panel, promoteHigh(values), 16);
    }
  }

  /** Four groups at a time, a cache line of every step; steps are `rowBytes` apart. Groups are written last to first. */
  @inline static copy<T>(
    x: usize,
    rowBytes: usize,
    steps: i32,
    group0: usize,
    group1: usize,
    group2: usize,
    group3: usize,
    stepBytes: usize,
  ): void {
    const end = <usize>steps * stepBytes;
    for (let at: usize = 0; at < end; at += stepBytes) {
      Strip.store<T>(group3 + at, v128.load(x, 48));
      Strip.store<T>(group2 + at, v128.load(x, 32));
      Strip.store<T>(group1 + at, v128.load(x, 16));
      Strip.store<T>(group0 + at, v128.load(x));
      x += rowBytes;
    }
  }

  /** Steps are neighbours; the four values are in four rows, the rows beyond `rows` being the last one again. */
  @inline static transpose<T>(x: usize, rowBytes: usize, rows: i32, steps: i32, panel: usize, stepBytes: usize): void {
    const x1 = rows > 1 ? x + rowBytes : x;
    const x2 = rows > 2 ? x1 + rowBytes : x1;
    const x3 = rows > 3 ? x2 + rowBytes : x2;
    const end = (<usize>steps) << 2;
    for (let at: usize = 0; at < end; at += 16) {
      const row0 = v128.load(x + at);
      const row1 = v128.load(x1 + at);
      const row2 = v128.load(x2 + at);
      const row3 = v128.load(x3 + at);
      const low01 = i32x4.shuffle(row0, row1, 0, 4, 1, 5);
      const high01 = i32x4.shuffle(row0, row1, 2, 6, 3, 7);
      const low23 = i32x4.shuffle(row2, row3, 0, 4, 1, 5);
      const high23 = i32x4.shuffle(row2, row3, 2, 6, 3, 7);
      Strip.store<T>(panel, i64x2.shuffle(low01, low23, 0, 2));
      panel += stepBytes;
      Strip.store<T>(panel, i64x2.shuffle(low01, low23, 1, 3));
      panel += stepBytes;
      Strip.store<T>(panel, i64x2.shuffle(high01, high23, 0, 2));
      panel += stepBytes;
      Strip.store<T>(panel, i64x2.shuffle(high01, high23, 1, 3));
      panel += stepBytes;
    }
  }
}

/** Bytes of a panel of `steps` values of k: 4x4 transposes write whole groups of steps. */
export function panelBytes<T>(width: i32, steps: i32): usize {
  return <usize>(((steps + GROUP - 1) & -GROUP) * width) * sizeof<T>();
}

export class Panels {
  /**
   * Packs `count` values of each of `steps` steps into panels of `width` values. `acrossRows`: the values of a step lie
   * `rowBytes` apart, and steps are neighbours; else the other way round.
   */
  @inline static pack<T>(acrossRows: bool, x: usize, rowBytes: usize, count: i32, steps: i32, panels: usize, width: i32): void {
    const stepBytes = <usize>width * sizeof<T>();
    if (acrossRows) {
      for (let first = 0; first < count; first += GROUP) {
        const group = Panels.group<T>(panels, first, width, steps);
        Strip.transpose<T>(x + <usize>first * rowBytes, rowBytes, count - first, steps, group, stepBytes);
      }
    } else {
      for (let first = 0; first < count; first += 4 * GROUP) {
        // A group beyond the last goes where group 0 is written over it.
        const group0 = Panels.group<T>(panels, first, width, steps);
        const group1 = first + GROUP < count ? Panels.group<T>(panels, first + GROUP, width, steps) : group0;
        const group2 = first + 2 * GROUP < count ? Panels.group<T>(panels, first + 2 * GROUP, width, steps) : group0;
        const group3 = first + 3 * GROUP < count ? Panels.group<T>(panels, first + 3 * GROUP, width, steps) : group0;
        Strip.copy<T>(x + ((<usize>first) << 2), rowBytes, steps, group0, group1, group2, group3, stepBytes);
      }
    }
  }

  /** Where the panels keep the group that begins at the value `first`. */
  @inline static group<T>(panels: usize, first: i32, width: i32, steps: i32): usize {
    const inPanel = first % width;
    return panels + <usize>((first - inPanel) / width) * panelBytes<T>(width, steps) + <usize>inPanel * sizeof<T>();
  }
}
