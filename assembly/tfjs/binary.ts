// Element-wise driver with two inputs and broadcasting.
//
// The shapes are merged by the caller (src/tfjs/broadcast.ts) to three outer axes and lines of `n` elements: an input goes
// along a line or stays at one number, and has a stride, in elements, for each outer axis (0 where it is repeated). The last
// vector of a line is stored by lanes, so lines may be computed in any order, by several threads.

import { FirstLanes } from "../lanes";

class Line {
  @inline static store(out: usize, value: v128, left: i32): void {
    if (left >= 4) v128.store(out, value);
    else FirstLanes.store<f32>(out, value, left);
  }

  @inline static both<F extends BinaryLanes>(a: usize, b: usize, out: usize, n: i32): void {
    let left = n;
    for (; left >= 8; left -= 8) {
      const value0 = changetype<F>(0).of(v128.load(a), v128.load(b));
      const value1 = changetype<F>(0).of(v128.load(a, 16), v128.load(b, 16));
      v128.store(out, value0);
      v128.store(out, value1, 16);
      a += 32;
      b += 32;
      out += 32;
    }
    for (; left > 0; left -= 4) {
      Line.store(out, changetype<F>(0).of(v128.load(a), v128.load(b)), left);
      a += 16;
      b += 16;
      out += 16;
    }
  }

  @inline static first<F extends BinaryLanes>(a: usize, b: usize, out: usize, n: i32): void {
    const vb = v128.load32_splat(b);
    let left = n;
    for (; left >= 8; left -= 8) {
      const value0 = changetype<F>(0).of(v128.load(a), vb);
      const value1 = changetype<F>(0).of(v128.load(a, 16), vb);
      v128.store(out, value0);
      v128.store(out, value1, 16);
      a += 32;
      out += 32;
    }
    for (; left > 0; left -= 4) {
      Line.store(out, changetype<F>(0).of(v128.load(a), vb), left);
      a += 16;
      out += 16;
    }
  }

  @inline static second<F extends BinaryLanes>(a: usize, b: usize, out: usize, n: i32): void {
    const va = v128.load32_splat(a);
    let left = n;
    for (; left >= 8; left -= 8) {
      const value0 = changetype<F>(0).of(va, v128.load(b));
      const value1 = changetype<F>(0).of(va, v128.load(b, 16));
      v128.store(out, value0);
      v128.store(out, value1, 16);
      b += 32;
      out += 32;
    }
    for (; left > 0; left -= 4) {
      Line.store(out, changetype<F>(0).of(va, v128.load(b)), left);
      b += 16;
      out += 16;
    }
  }
}

/** `layout` holds twelve 32-bit integers: the outer sizes and n; the outer strides of a, and 1 if it goes along a line, else 0; the same of b. */
export function binary<F extends BinaryLanes>(a: usize, b: usize, out: usize, layout: usize): void {
  const n = load<i32>(layout, 12);
  const aMoves = load<i32>(layout, 28);
  const bMoves = load<i32>(layout, 44);
  for (let i = 0; i < load<i32>(layout); i++) {
    for (let j = 0; j < load<i32>(layout, 4); j++) {
      let lineA = a + ((<usize>(i * load<i32>(layout, 16) + j * load<i32>(layout, 20))) << 2);
      let lineB = b + ((<usize>(i * load<i32>(layout, 32) + j * load<i32>(layout, 36))) << 2);
      for (let k = 0; k < load<i32>(layout, 8); k++) {
        if (!bMoves) Line.first<F>(lineA, lineB, out, n);
        else if (!aMoves) Line.second<F>(lineA, lineB, out, n);
        else Line.both<F>(lineA, lineB, out, n);
        lineA += (<usize>load<i32>(layout, 24)) << 2;
        lineB += (<usize>load<i32>(layout, 40)) << 2;
        out += (<usize>n) << 2;
      }
    }
  }
}
