// Reductions of float32 numbers: over rows (the last axis) or over columns (an axis before it). Sums and products are in
// float64 lanes, as tfjs-cpu accumulates them, and rounded once; a NaN comes out of every reduction that meets it.

import { demote, firstLanes, infinity, negate, one, promoteHigh, promoteLow, select, sumLanes, zero } from "../lanes";
import { Row } from "../loops/rows";

@final
class Sum {
  @inline start(): v128 {
    return zero();
  }

  @inline neutral(): v128 {
    return zero();
  }

  @inline low(sum: v128, x: v128): v128 {
    return f64x2.add(sum, promoteLow(x));
  }

  @inline high(sum: v128, x: v128): v128 {
    return f64x2.add(sum, promoteHigh(x));
  }

  @inline merge(sum0: v128, sum1: v128): v128 {
    return f64x2.add(sum0, sum1);
  }

  @inline columns(low: v128, high: v128, scale: f64): v128 {
    return demote(f64x2.mul(low, f64x2.splat(scale)), f64x2.mul(high, f64x2.splat(scale)));
  }

  @inline total(sum: v128, scale: f64): f32 {
    return <f32>(sumLanes(sum) * scale);
  }
}

@final
class Product {
  @inline start(): v128 {
    return one<f64>();
  }

  @inline neutral(): v128 {
    return one<f32>();
  }

  @inline low(product: v128, x: v128): v128 {
    return f64x2.mul(product, promoteLow(x));
  }

  @inline high(product: v128, x: v128): v128 {
    return f64x2.mul(product, promoteHigh(x));
  }

  @inline merge(product0: v128, product1: v128): v128 {
    return f64x2.mul(product0, product1);
  }

  @inline columns(low: v128, high: v128, scale: f64): v128 {
    return demote(low, high);
  }

  @inline total(product: v128, scale: f64): f32 {
    return <f32>(f64x2.extract_lane(product, 0) * f64x2.extract_lane(product, 1));
  }
}

/** Takes in all four lanes with `low`. */
@final
class Largest {
  @inline start(): v128 {
    return this.neutral();
  }

  @inline neutral(): v128 {
    return negate<f32>(infinity<f32>());
  }

  @inline low(best: v128, x: v128): v128 {
    return f32x4.max(best, x);
  }

  @inline high(best: v128, x: v128): v128 {
    return best;
  }

  @inline merge(best0: v128, best1: v128): v128 {
    return f32x4.max(best0, best1);
  }

  @inline columns(low: v128, high: v128, scale: f64): v128 {
    return low;
  }

  @inline total(best: v128, scale: f64): f32 {
    const two = f32x4.max(best, i64x2.shuffle(best, best, 1, 0));
    return max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
  }
}

/** Takes in all four lanes with `low`. */
@final
class Smallest {
  @inline start(): v128 {
    return this.neutral();
  }

  @inline neutral(): v128 {
    return infinity<f32>();
  }

  @inline low(best: v128, x: v128): v128 {
    return f32x4.min(best, x);
  }

  @inline high(best: v128, x: v128): v128 {
    return best;
  }

  @inline merge(best0: v128, best1: v128): v128 {
    return f32x4.min(best0, best1);
  }

  @inline columns(low: v128, high: v128, scale: f64): v128 {
    return low;
  }

  @inline total(best: v128, scale: f64): f32 {
    const two = f32x4.min(best, i64x2.shuffle(best, best, 1, 0));
    return min<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
  }
}

class Reduction {
  @inline static row<R extends ReductionLanes>(x: usize, length: i32, scale: f64): f32 {
    let low0 = changetype<R>(0).start();
    let high0 = low0;
    let low1 = low0;
    let high1 = low0;
    let left = length;
    for (; left >= 8; left -= 8) {
      const x0 = v128.load(x);
      const x1 = v128.load(x, 16);
      low0 = changetype<R>(0).low(low0, x0);
      high0 = changetype<R>(0).high(high0, x0);
      low1 = changetype<R>(0).low(low1, x1);
      high1 = changetype<R>(0).high(high1, x1);
      x += 32;
    }
    for (; left > 0; left -= 4) {
      const inside = select(v128.load(x), changetype<R>(0).neutral(), firstLanes<f32>(left));
      low0 = changetype<R>(0).low(low0, inside);
      high0 = changetype<R>(0).high(high0, inside);
      x += 16;
    }
    const first = changetype<R>(0).merge(low0, high0);
    return changetype<R>(0).total(changetype<R>(0).merge(first, changetype<R>(0).merge(low1, high1)), scale);
  }

  /** Two vectors of columns go down all rows; the last ones may read what follows the row, and do not store it. */
  @inline static columns<R extends ReductionLanes>(x: usize, out: usize, length: i32, width: i32, scale: f64): void {
    const rowBytes = (<usize>width) << 2;
    for (let left = width; left > 0; left -= 8) {
      let low0 = changetype<R>(0).start();
      let high0 = low0;
      let low1 = low0;
      let high1 = low0;
      let place = x;
      for (let row = 0; row < length; row++) {
        const x0 = v128.load(place);
        const x1 = v128.load(place, 16);
        low0 = changetype<R>(0).low(low0, x0);
        high0 = changetype<R>(0).high(high0, x0);
        low1 = changetype<R>(0).low(low1, x1);
        high1 = changetype<R>(0).high(high1, x1);
        place += rowBytes;
      }
      Row.store<f32>(out, changetype<R>(0).columns(low0, high0, scale), left);
      if (left > 4) Row.store<f32>(out + 16, changetype<R>(0).columns(low1, high1, scale), left - 4);
      x += 32;
      out += 32;
    }
  }
}

/** x[outer, length, inner] to out[outer, inner]. */
function reduce<R extends ReductionLanes>(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  const bytes = (<usize>length * <usize>inner) << 2;
  for (let i = 0; i < outer; i++) {
    if (inner == 1) store<f32>(out, Reduction.row<R>(x, length, scale));
    else Reduction.columns<R>(x, out, length, inner, scale);
    x += bytes;
    out += (<usize>inner) << 2;
  }
}

/** scale · Σ x, scale = 1 / length for a mean */
export function sum(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  reduce<Sum>(x, out, outer, length, inner, scale);
}

export function product(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  reduce<Product>(x, out, outer, length, inner, scale);
}

export function largest(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  reduce<Largest>(x, out, outer, length, inner, scale);
}

export function smallest(x: usize, out: usize, outer: i32, length: i32, inner: i32, scale: f64): void {
  reduce<Smallest>(x, out, outer, length, inner, scale);
}
