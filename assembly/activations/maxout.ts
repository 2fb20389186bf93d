// maxout: the largest of each group of `pieces` adjacent elements. The first maximum takes the gradient; a NaN counts as larger
// than all. Exact.
//
// Four groups at a time, a vector holds one piece of each. Where fewer are left, the missing ones read the last group again and
// write nothing.

import { select, zero } from "../lanes";
import { Pass } from "../loops/map";
import { Row } from "../loops/rows";

class Maxout {
  @inline static gather(row0: usize, row1: usize, row2: usize, row3: usize): v128 {
    const one = v128.load32_lane(row1, v128.load32_zero(row0), 1);
    return v128.load32_lane(row3, v128.load32_lane(row2, one, 2), 3);
  }

  /** Where a value takes the place of the largest so far: it is larger, or the first NaN. */
  @inline static isNew(value: v128, largest: v128): v128 {
    return v128.andnot(f32x4.eq(largest, largest), f32x4.le(value, largest));
  }

  static forward(x: usize, out: usize, groups: i32, pieces: i32): void {
    const groupBytes = (<usize>pieces) << 2;
    for (let left = groups; left > 0; left -= 4) {
      let row0 = x;
      let row1 = left > 1 ? row0 + groupBytes : row0;
      let row2 = left > 2 ? row1 + groupBytes : row1;
      let row3 = left > 3 ? row2 + groupBytes : row2;
      let largest = Maxout.gather(row0, row1, row2, row3);
      for (let piece = 1; piece < pieces; piece++) {
        row0 += 4;
        row1 += 4;
        row2 += 4;
        row3 += 4;
        const value = Maxout.gather(row0, row1, row2, row3);
        largest = select(value, largest, Maxout.isNew(value, largest));
      }
      Row.store<f32>(out, largest, left);
      x += groupBytes * 4;
      out += 16;
    }
  }

  static backward(x: usize, dy: usize, out: usize, groups: i32, pieces: i32): void {
    const groupBytes = (<usize>pieces) << 2;
    for (let left = groups; left > 0; left -= 4) {
      let row0 = x;
      let row1 = left > 1 ? row0 + groupBytes : row0;
      let row2 = left > 2 ? row1 + groupBytes : row1;
      let row3 = left > 3 ? row2 + groupBytes : row2;
      let largest = Maxout.gather(row0, row1, row2, row3);
      let chosen = zero();
      for (let piece = 1; piece < pieces; piece++) {
        row0 += 4;
        row1 += 4;
        row2 += 4;
        row3 += 4;
        const value = Maxout.gather(row0, row1, row2, row3);
        const isNew = Maxout.isNew(value, largest);
        largest = select(value, largest, isNew);
        chosen = select(i32x4.splat(piece), chosen, isNew);
      }
      const gradient = v128.load(dy);
      for (let piece = 0; piece < pieces; piece++) {
        const value = v128.and(gradient, i32x4.eq(chosen, i32x4.splat(piece)));
        const place = out + ((<usize>piece) << 2);
        v128.store32_lane(place, value, 0);
        if (left > 1) v128.store32_lane(place + groupBytes, value, 1);
        if (left > 2) v128.store32_lane(place + 2 * groupBytes, value, 2);
        if (left > 3) v128.store32_lane(place + 3 * groupBytes, value, 3);
      }
      x += groupBytes * 4;
      out += groupBytes * 4;
      dy += 16;
    }
  }
}

/** Forward: out[groups]. Backward: dy[groups], out[groups · pieces]. */
export function maxout(pass: Pass, x: usize, dy: usize, out: usize, groups: i32, pieces: i32): void {
  if (pieces == 0) return;
  if (pass == Pass.Forward) Maxout.forward(x, out, groups, pieces);
  else if (pass == Pass.Backward) Maxout.backward(x, dy, out, groups, pieces);
}
