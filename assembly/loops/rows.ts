// Row driver: the passes that softmax, log-sum-exp and the cross-entropies of logits are made of.
//
// Rows are contiguous, so a row starts at any float: loads are unaligned, the last vectors are masked in sums and stored by
// lanes. `fast` works in float32 lanes, `high` in float64 lanes with nothing rounded in between; sums are in float64 in both.

import {
  addHigh, addLow, atLeast, firstLanes, infinity, loadLanes, loadNextLanes, negate, select, splat, storeFirstLanes, storeLanes,
  storeNextLanes, stride, sumLanes, zero,
} from "../lanes";
import { Exp } from "../math/exp";

@final export class Plain {
  @inline signed<T>(x: v128): v128 {
    return x;
  }
}

@final export class Negated {
  @inline signed<T>(x: v128): v128 {
    return negate<T>(x);
  }
}

// What the last pass of exponentials found. Globals, since a function returns one value; each thread has its own.

/** How many elements equal the maximum, where they are summed apart; else 0. */
let ties: f64 = 0;
/** Σ e^(x − max) over the others. */
let rest: f64 = 0;
/** The sums that the pass was asked for besides. */
let first: f64 = 0;
let second: f64 = 0;

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

  /**
   * Sums e = e^(x − maximum), and up to two sums more; keeps the exponentials in `out` if E says so. What equals the maximum is
   * summed apart if E says so: then neither log Σ e nor 1 − e / Σ e cancels when one element dominates.
   */
  static exponentials<T, S extends SignLanes, E extends ExponentialLanes>(
    x: usize, out: usize, y: usize, yStep: usize, z: usize, zStep: usize, columns: i32, maximum: f64, a: f64, b: f64,
  ): void {
    const lanes = <i32>stride<T>() >> 2;
    const shift = splat<T>(maximum);
    const va = splat<T>(a);
    const vb = splat<T>(b);
    let equals = zero();
    let rest0 = zero();
    let rest1 = zero();
    let first0 = zero();
    let first1 = zero();
    let second0 = zero();
    let second1 = zero();
    let left = columns;
    for (; left >= lanes * 2; left -= lanes * 2) {
      const x0 = changetype<S>(0).signed<T>(loadLanes<T>(x));
      const x1 = changetype<S>(0).signed<T>(loadNextLanes<T>(x));
      const d0 = v128.sub<T>(x0, shift);
      const d1 = v128.sub<T>(x1, shift);
      const e0 = Exp.ofNegative<T>(d0);
      const e1 = Exp.ofNegative<T>(d1);
      if (isDefined(changetype<E>(0).keep)) {
        storeLanes<T>(out, e0);
        storeNextLanes<T>(out, e1);
        out += stride<T>() * 2;
      }
      if (isDefined(changetype<E>(0).apart)) {
        const equal0 = v128.eq<T>(x0, shift);
        const equal1 = v128.eq<T>(x1, shift);
        equals = Row.count<T>(Row.count<T>(equals, equal0), equal1);
        const r0 = v128.andnot(e0, equal0);
        const r1 = v128.andnot(e1, equal1);
        rest0 = Row.addFirst<T>(rest0, r0, r1);
        rest1 = Row.addSecond<T>(rest1, r0, r1);
      } else {
        rest0 = Row.addFirst<T>(rest0, e0, e1);
        rest1 = Row.addSecond<T>(rest1, e0, e1);
      }
      if (isDefined(changetype<E>(0).first)) {
        const term0 = changetype<E>(0).first<T>(e0, d0, y, z, va, vb);
        const term1 = changetype<E>(0).first<T>(e1, d1, y + yStep, z + zStep, va, vb);
        first0 = Row.addFirst<T>(first0, term0, term1);
        first1 = Row.addSecond<T>(first1, term0, term1);
      }
      if (isDefined(changetype<E>(0).second)) {
        const term0 = changetype<E>(0).second<T>(e0, d0, y, z, va, vb);
        const term1 = changetype<E>(0).second<T>(e1, d1, y + yStep, z + zStep, va, vb);
        second0 = Row.addFirst<T>(second0, term0, term1);
        second1 = Row.addSecond<T>(second1, term0, term1);
      }
      x += stride<T>() * 2;
      y += yStep * 2;
      z += zStep * 2;
    }
    for (; left > 0; left -= lanes) {
      const inside = firstLanes<T>(left);
      const x0 = changetype<S>(0).signed<T>(loadLanes<T>(x));
      const d0 = v128.sub<T>(x0, shift);
      const e0 = Exp.ofNegative<T>(d0);
      if (isDefined(changetype<E>(0).keep)) {
        Row.store<T>(out, e0, left);
        out += stride<T>();
      }
      let r0 = v128.and(e0, inside);
      if (isDefined(changetype<E>(0).apart)) {
        const equal0 = v128.eq<T>(x0, shift);
        equals = Row.count<T>(equals, v128.and(equal0, inside));
        r0 = v128.andnot(r0, equal0);
      }
      rest0 = addLow<T>(rest0, r0);
      rest1 = addHigh<T>(rest1, r0);
      if (isDefined(changetype<E>(0).first)) {
        const term0 = v128.and(changetype<E>(0).first<T>(e0, d0, y, z, va, vb), inside);
        first0 = addLow<T>(first0, term0);
        first1 = addHigh<T>(first1, term0);
      }
      if (isDefined(changetype<E>(0).second)) {
        const term0 = v128.and(changetype<E>(0).second<T>(e0, d0, y, z, va, vb), inside);
        second0 = addLow<T>(second0, term0);
        second1 = addHigh<T>(second1, term0);
      }
      x += stride<T>();
      y += yStep;
      z += zStep;
    }
    ties = Row.counted<T>(equals);
    rest = sumLanes(f64x2.add(rest0, rest1));
    first = sumLanes(f64x2.add(first0, first1));
    second = sumLanes(f64x2.add(second0, second1));
  }

  /** Writes one vector after the other as F makes them. `out` may be any of the inputs. */
  static map<T, F extends RowLanes>(
    x: usize, y: usize, yStep: usize, z: usize, zStep: usize, out: usize, columns: i32, a: f64, b: f64, c: f64,
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

  static first(): f64 {
    return first;
  }

  static second(): f64 {
    return second;
  }

  /** Σ e^(x − maximum); NaN if the maximum is infinite: softmax has no value there. */
  static total(maximum: f64): f64 {
    return isFinite(maximum) ? ties + rest : NaN;
  }

  /** Σ e^(x − maximum) − 1, accurate also when it is tiny, where the maximum was summed apart. */
  static excess(): f64 {
    return ties - 1 + rest;
  }

  /** Whether an element was NaN, where the maximum was summed apart. */
  static heldNaN(): bool {
    return isNaN(rest);
  }

  /** Whether all elements equal their infinite maximum. */
  static isEmpty(x: usize, columns: i32, maximum: f64): bool {
    if (maximum != -Infinity) return false;
    const end = x + (<usize>columns << 2);
    const value = load<f32>(x);
    while (x < end && load<f32>(x) == value) x += 4;
    return x == end;
  }

  /** Stores the vector, or as many of its lanes as are left. */
  @inline static store<T>(out: usize, value: v128, left: i32): void {
    if (left >= <i32>stride<T>() >> 2) storeLanes<T>(out, value);
    else storeFirstLanes<T>(out, value, left);
  }

  // Two vectors go into two float64 accumulators. Those of float32 are added to each other first, which costs at most half
  // an ulp of the sum and saves a third of the pass: widening is what it waits for.

  @inline static addFirst<T>(sum: v128, x0: v128, x1: v128): v128 {
    return sizeof<T>() == 4 ? addLow<T>(sum, f32x4.add(x0, x1)) : f64x2.add(sum, x0);
  }

  @inline static addSecond<T>(sum: v128, x0: v128, x1: v128): v128 {
    return sizeof<T>() == 4 ? addHigh<T>(sum, f32x4.add(x0, x1)) : f64x2.add(sum, x1);
  }

  @inline static count<T>(counts: v128, mask: v128): v128 {
    return sizeof<T>() == 4 ? i32x4.sub(counts, mask) : i64x2.sub(counts, mask);
  }

  @inline static counted<T>(counts: v128): f64 {
    if (sizeof<T>() == 8) return <f64>(i64x2.extract_lane(counts, 0) + i64x2.extract_lane(counts, 1));
    const two = i32x4.add(counts, i64x2.shuffle(counts, counts, 1, 0));
    return <f64>(i32x4.extract_lane(two, 0) + i32x4.extract_lane(two, 1));
  }
}
