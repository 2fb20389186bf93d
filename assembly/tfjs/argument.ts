// Where the largest or smallest number is: the first one of equals. A NaN never wins, unless it comes first and stays, as in
// tfjs-cpu.

import { Row } from "../loops/rows";

@final
class Larger {
  @inline beats(x: v128, best: v128): v128 {
    return f32x4.gt(x, best);
  }

  @inline beatsScalar(x: f32, best: f32): bool {
    return x > best;
  }
}

@final
class Smaller {
  @inline beats(x: v128, best: v128): v128 {
    return f32x4.lt(x, best);
  }

  @inline beatsScalar(x: f32, best: f32): bool {
    return x < best;
  }
}

const FIRST = memory.data<i32>([0, 1, 2, 3]);
const FOUR = memory.data<i32>([4]);
const ONE = memory.data<i32>([1]);

class Contest {
  /** Four contests side by side, all begun with the first element, and a last one between their winners. */
  @inline static row<F extends ContestLanes>(x: usize, length: i32): i32 {
    let best = v128.load32_splat(x);
    let winners = i32x4.splat(0);
    let indices = v128.load(FIRST);
    let at = 0;
    for (; at + 4 <= length; at += 4) {
      const four = v128.load(x + ((<usize>at) << 2));
      const mask = changetype<F>(0).beats(four, best);
      best = v128.bitselect(four, best, mask);
      winners = v128.bitselect(indices, winners, mask);
      indices = i32x4.add(indices, v128.load32_splat(FOUR));
    }
    let value = f32x4.extract_lane(best, 0);
    let winner = i32x4.extract_lane(winners, 0);
    const value1 = f32x4.extract_lane(best, 1);
    const winner1 = i32x4.extract_lane(winners, 1);
    if (Contest.overtakes<F>(value1, winner1, value, winner)) {
      value = value1;
      winner = winner1;
    }
    const value2 = f32x4.extract_lane(best, 2);
    const winner2 = i32x4.extract_lane(winners, 2);
    if (Contest.overtakes<F>(value2, winner2, value, winner)) {
      value = value2;
      winner = winner2;
    }
    const value3 = f32x4.extract_lane(best, 3);
    const winner3 = i32x4.extract_lane(winners, 3);
    if (Contest.overtakes<F>(value3, winner3, value, winner)) {
      value = value3;
      winner = winner3;
    }
    for (; at < length; at++) {
      const next = load<f32>(x + ((<usize>at) << 2));
      if (changetype<F>(0).beatsScalar(next, value)) {
        value = next;
        winner = at;
      }
    }
    return winner;
  }

  @inline static overtakes<F extends ContestLanes>(value: f32, index: i32, best: f32, bestIndex: i32): bool {
    return changetype<F>(0).beatsScalar(value, best) || (value == best && index < bestIndex);
  }

  /** Four columns at a time; those beyond the last are stored nowhere. */
  @inline static columns<F extends ContestLanes>(x: usize, out: usize, length: i32, width: i32): void {
    for (let left = width; left > 0; left -= 4) {
      let place = x;
      let best = v128.load(place);
      let winners = i32x4.splat(0);
      let indices = winners;
      for (let row = 1; row < length; row++) {
        place += (<usize>width) << 2;
        indices = i32x4.add(indices, v128.load32_splat(ONE));
        const four = v128.load(place);
        const mask = changetype<F>(0).beats(four, best);
        best = v128.bitselect(four, best, mask);
        winners = v128.bitselect(indices, winners, mask);
      }
      Row.store<f32>(out, winners, left);
      x += 16;
      out += 16;
    }
  }
}

/** x[outer, length, inner] to int32 out[outer, inner]. */
function argument<F extends ContestLanes>(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  const bytes = (<usize>length * <usize>inner) << 2;
  for (let i = 0; i < outer; i++) {
    if (inner == 1) store<i32>(out, Contest.row<F>(x, length));
    else Contest.columns<F>(x, out, length, inner);
    x += bytes;
    out += (<usize>inner) << 2;
  }
}

export function argumentOfLargest(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  argument<Larger>(x, out, outer, length, inner);
}

export function argumentOfSmallest(x: usize, out: usize, outer: i32, length: i32, inner: i32): void {
  argument<Smaller>(x, out, outer, length, inner);
}
