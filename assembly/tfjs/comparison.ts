// Comparisons of two float32 tensors, broadcast as in binary.ts, and what is done with their results: bytes of 0 and 1.

import { zero } from "../lanes";

const BYTE_ONES = memory.data<u32>([0x01010101]);
const ONE = memory.data<i32>([1]);

@final
class Equal {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

@final
class NotEqual {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.ne(a, b);
  }
}

@final
class Less {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.lt(a, b);
  }
}

@final
class LessEqual {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.le(a, b);
  }
}

@final
class Greater {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}

@final
class GreaterEqual {
  @inline holds(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}

/** Four masks as four bytes of 0 or 1. */
function bytesOf(mask: v128): v128 {
  const words = i16x8.narrow_i32x4_s(mask, mask);
  return v128.and(i8x16.narrow_i16x8_s(words, words), v128.load32_splat(BYTE_ONES));
}

class Line {
  @inline static compare<F extends ComparisonLanes>(a: usize, aMoves: bool, b: usize, bMoves: bool, out: usize, n: i32): void {
    let left = n;
    for (; left > 0; left -= 4) {
      const va = aMoves ? v128.load(a) : v128.load32_splat(a);
      const vb = bMoves ? v128.load(b) : v128.load32_splat(b);
      const bytes = bytesOf(changetype<F>(0).holds(va, vb));
      if (left >= 4) {
        v128.store32_lane(out, bytes, 0);
      } else {
        v128.store8_lane(out, bytes, 0);
        if (left > 1) v128.store8_lane(out, bytes, 1, 1);
        if (left > 2) v128.store8_lane(out, bytes, 2, 2);
      }
      if (aMoves) a += 16;
      if (bMoves) b += 16;
      out += 4;
    }
  }
}

function compare<F extends ComparisonLanes>(a: usize, b: usize, out: usize, layout: usize): void {
  const n = load<i32>(layout, 12);
  const aMoves = load<i32>(layout, 28) != 0;
  const bMoves = load<i32>(layout, 44) != 0;
  for (let i = 0; i < load<i32>(layout); i++) {
    for (let j = 0; j < load<i32>(layout, 4); j++) {
      let lineA = a + ((<usize>(i * load<i32>(layout, 16) + j * load<i32>(layout, 20))) << 2);
      let lineB = b + ((<usize>(i * load<i32>(layout, 32) + j * load<i32>(layout, 36))) << 2);
      for (let k = 0; k < load<i32>(layout, 8); k++) {
        Line.compare<F>(lineA, aMoves, lineB, bMoves, out, n);
        lineA += (<usize>load<i32>(layout, 24)) << 2;
        lineB += (<usize>load<i32>(layout, 40)) << 2;
        out += <usize>n;
      }
    }
  }
}

export function equal(a: usize, b: usize, out: usize, layout: usize): void {
  compare<Equal>(a, b, out, layout);
}

export function notEqual(a: usize, b: usize, out: usize, layout: usize): void {
  compare<NotEqual>(a, b, out, layout);
}

export function less(a: usize, b: usize, out: usize, layout: usize): void {
  compare<Less>(a, b, out, layout);
}

export function lessEqual(a: usize, b: usize, out: usize, layout: usize): void {
  compare<LessEqual>(a, b, out, layout);
}

export function greater(a: usize, b: usize, out: usize, layout: usize): void {
  compare<Greater>(a, b, out, layout);
}

export function greaterEqual(a: usize, b: usize, out: usize, layout: usize): void {
  compare<GreaterEqual>(a, b, out, layout);
}

// What is bool may hold other bytes than 0 and 1: where the CPU backend asks whether a byte is 0 or 1, so is asked here.

/** out[i] = condition[i] is 1 ? yes[i] : no[i]; condition holds bytes, the others floats. */
export function choose(condition: usize, yes: usize, no: usize, out: usize, count: i32): void {
  const end = condition + <usize>count;
  while (condition < end) {
    const four = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(condition)));
    v128.store(out, v128.bitselect(v128.load(yes), v128.load(no), i32x4.eq(four, v128.load32_splat(ONE))));
    condition += 4;
    yes += 16;
    no += 16;
    out += 16;
  }
}

/** Bytes: b where a is not 0, else 0. */
export function logicalAnd(a: usize, b: usize, out: usize, count: i32): void {
  const end = a + <usize>count;
  for (; a < end; a += 16) {
    v128.store(out, v128.andnot(v128.load(b), i8x16.eq(v128.load(a), zero())));
    b += 16;
    out += 16;
  }
}

/** Bytes: a where it is not 0, else b. */
export function logicalOr(a: usize, b: usize, out: usize, count: i32): void {
  const end = a + <usize>count;
  for (; a < end; a += 16) {
    const left = v128.load(a);
    v128.store(out, v128.or(left, v128.and(v128.load(b), i8x16.eq(left, zero()))));
    b += 16;
    out += 16;
  }
}

/** Bytes: 1 where x is 0, else 0. */
export function logicalNot(x: usize, out: usize, count: i32): void {
  const end = x + <usize>count;
  for (; x < end; x += 16) {
    v128.store(out, v128.and(i8x16.eq(v128.load(x), zero()), v128.load32_splat(BYTE_ONES)));
    out += 16;
  }
}
