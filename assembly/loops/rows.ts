// Row driver: one row's maximum, its sums, its outputs.
//
// Rows are contiguous, so a row starts at any float: loads are unaligned, the last vector is masked in sums and stored by lanes.
// Sums are in float64 lanes, added in a fixed order.

import {
  abs,
  addHigh,
  addLow,
  atLeast,
  FirstLanes,
  firstLanes,
  infinity,
  negate,
  select,
  splat,
  storeLanes,
  storeNextLanes,
  stride,
  sumLanes,
  zero,
} from "../lanes";

@final
export class Plain {
  @inline signed<T>(x: v128): v128 {
    return x;
  }
}

@final
export class Negated {
  @inline signed<T>(x: v128): v128 {
    return negate<T>(x);
  }
}

@final
export class Magnitude {
  @inline signed<T>(x: v128): v128 {
    return abs<T>(x);
  }
}

export class Row {
  /** The largest element that is not NaN; −∞ if there is none. */
  static maximum<S extends SignLanes>(x: usize, columns: i32): f64 {
    const lowest = negate<f32>(infinity<f32>());
    let max0 = lowest;
    let max1 = lowest;
    let max2 = lowest;
    let max3 = lowest;
    let left = columns;
    for (; left >= 16; left -= 16) {
      max0 = atLeast<f32>(max0, changetype<S>(0).signed<f32>(v128.load(x)));
      max1 = atLeast<f32>(max1, changetype<S>(0).signed<f32>(v128.load(x, 16)));
      max2 = atLeast<f32>(max2, changetype<S>(0).signed<f32>(v128.load(x, 32)));
      max3 = atLeast<f32>(max3, changetype<S>(0).signed<f32>(v128.load(x, 48)));
      x += 64;
    }
    for (; left > 0; left -= 4) {
      max0 = atLeast<f32>(max0, select(changetype<S>(0).signed<f32>(v128.load(x)), lowest, firstLanes<f32>(left)));
      x += 16;
    }
    const four = f32x4.pmax(f32x4.pmax(max0, max1), f32x4.pmax(max2, max3));
    const two = f32x4.pmax(four, i64x2.shuffle(four, four, 1, 0));
    return <f64>max<f32>(f32x4.extract_lane(two, 0), f32x4.extract_lane(two, 1));
  }

  /** Writes one vector after the other as F makes them. `out` may be any of the inputs. */
  static map<T, F extends RowLanes>(
    x: usize,
    y: usize,
    yStep: usize,
    z: usize,
    zStep: usize,
    out: usize,
    columns: i32,
    a: f64,
    b: f64,
    c: f64,
  ): void {
    const lanes = <i32>stride<T>() >> 2;
    const va = splat<T>(a);
    const vb = splat<T>(b);
    const vc = splat<T>(c);
    let left = columns;
    for (; left >= lanes * 2; left -= lanes * 2) {
      const value0 = changetype<F>(0).of<T>(x, y, z, va, vb, vc);
      const value1 = changetype<F>(0).of<T>(x + stride<T>(), y + yStep, z + zStep, va, vb, vc);
      storeLanes<T>(out, value0);
      storeNextLanes<T>(out, value1);
      x += stride<T>() * 2;
      y += yStep * 2;
      z += zStep * 2;
      out += stride<T>() * 2;
    }
    for (; left > 0; left -= lanes) {
      Row.store<T>(out, changetype<F>(0).of<T>(x, y, z, va, vb, vc), left);
      x += stride<T>();
      y += yStep;
      z += zStep;
      out += stride<T>();
    }
  }

  /** The sum of what F makes. */
  static sum<T, F extends RowLanes>(x: usize, y: usize, columns: i32): f64 {
    const lanes = <i32>stride<T>() >> 2;
    let sum0 = zero();
    let sum1 = zero();
    let left = columns;
    for (; left >= lanes * 2; left -= lanes * 2) {
      const term0 = changetype<F>(0).of<T>(x, y, 0, zero(), zero(), zero());
      const term1 = changetype<F>(0).of<T>(x + stride<T>(), y + stride<T>(), 0, zero(), zero(), zero());
      sum0 = Row.addFirst<T>(sum0, term0, term1);
      sum1 = Row.addSecond<T>(sum1, term0, term1);
      x += stride<T>() * 2;
      y += stride<T>() * 2;
    }
    for (; left > 0; left -= lanes) {
      const term0 = v128.and(changetype<F>(0).of<T>(x, y, 0, zero(), zero(), zero()), firstLanes<T>(left));
      sum0 = addLow<T>(sum0, term0);
      sum1 = addHigh<T>(sum1, term0);
      x += stride<T>();
      y += stride<T>();
    }
    return sumLanes(f64x2.add(sum0, sum1));
  }

  /** Whether all elements equal their infinite maximum. */
  static isEmpty(x: usize, columns: i32, maximum: f64): bool {
    if (maximum != -Infinity) return false;
    const end = x + ((<usize>columns) << 2);
    const value = load<f32>(x);
    while (x < end && load<f32>(x) == value) x += 4;
    return x == end;
  }

  /** Stores the vector, or as many of its lanes as are left. */
  @inline static store<T>(out: usize, value: v128, left: i32): void {
    if (left >= <i32>stride<T>() >> 2) storeLanes<T>(out, value);
    else FirstLanes.store<T>(out, value, left);
  }

  // Two vectors go into two float64 accumulators. Those of float32 are added to each other first, which costs at most half
  // an ulp of the sum and saves a third of the pass: widening is what it waits for.

  @inline static addFirst<T>(sum: v128, x0: v128, x1: v128): v128 {
    return sizeof<T>() == 4 ? addLow<T>(sum, f32x4.add(x0, x1)) : f64x2.add(sum, x0);
  }

  @inline static addSecond<T>(sum: v128, x0: v128, x1: v128): v128 {
    return sizeof<T>() == 4 ? addHigh<T>(sum, f32x4.add(x0, x1)) : f64x2.add(sum, x1);
  }
}
