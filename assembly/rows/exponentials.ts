// The pass that softmax, log-sum-exp and the cross-entropies of logits share: the exponentials of a row less its maximum.
//
// `fast` works in float32 lanes, `high` in float64 lanes; sums are in float64 in both. Exponentials that are wanted again are
// kept as vectors of such lanes: to evaluate them twice would take `high` half as long again.

import { addHigh, addLow, firstLanes, loadLanes, loadNextLanes, splat, stride, sumLanes, zero } from "../lanes";
import { Row } from "../loops/rows";
import { Exp } from "../math/exp";
import { FromMaximum, FromPower, MOST, Origin } from "./origins";

/** Where there is less for each element, 2^-100, what was flushed at 2^-126 might show. */
const SMALLEST_EXCESS: f64 = 7.888609052210118e-31;

// What E may ask for besides the sum; more in the files that need it.

@final
export class Kept {
  keep(): void {}
}

@final
export class Apart {
  apart(): void {}
}

@final
export class KeptApart {
  keep(): void {}
  apart(): void {}
}

// What the last pass found. Globals, since a function returns one value; each thread has its own.

/** How many elements equal the maximum, where they are summed apart; else 0. */
let ties: f64 = 0;
/** Σ e^(x − max) over the others. */
let rest: f64 = 0;
/** e^(maximum − maximum) as the exponentials are kept. */
let unit: f64 = 1;
/** The sums that the pass was asked for besides. */
let first: f64 = 0;
let second: f64 = 0;

export class Exponentials {
  /**
   * Sums the exponentials e, and up to two sums more; keeps them at `kept` if E says so. What equals the maximum is summed
   * apart if E says so: then neither log Σ e nor 1 − e / Σ e cancels when one element dominates. `up` lifts them
   * (origins.ts); float64 lanes have no need of it.
   */
  static sum<T, S extends SignLanes, E extends ExponentialLanes>(
    x: usize,
    kept: usize,
    y: usize,
    yStep: usize,
    z: usize,
    zStep: usize,
    columns: i32,
    maximum: f64,
    up: i32,
    a: f64,
    b: f64,
  ): void {
    if (sizeof<T>() == 8 || !FromPower.fits(maximum, up)) {
      Exponentials.sumFromMaximum<T, S, E>(x, kept, y, yStep, z, zStep, columns, maximum, up, a, b);
      return;
    }
    const power = FromPower.power(maximum) - <f64>up;
    const lowest = FromPower.lowest(power);
    const bias = FromPower.bias(power);
    unit = <f64>f32x4.extract_lane(Exp.inside<f32>(f32x4.splat(<f32>maximum), bias), 0);
    Exponentials.pass<T, S, E, FromPower>(x, kept, y, yStep, z, zStep, columns, maximum, lowest, bias, a, b);
  }

  /** The same in units of 2^up. */
  static sumFromMaximum<T, S extends SignLanes, E extends ExponentialLanes>(
    x: usize,
    kept: usize,
    y: usize,
    yStep: usize,
    z: usize,
    zStep: usize,
    columns: i32,
    maximum: f64,
    up: i32,
    a: f64,
    b: f64,
  ): void {
    unit = sizeof<T>() == 8 ? 1 : Origin.lift(up);
    const lowest = splat<f32>(Origin.lowest(up));
    const bias = splat<f32>(Origin.bias(up));
    Exponentials.pass<T, S, E, FromMaximum>(x, kept, y, yStep, z, zStep, columns, maximum, lowest, bias, a, b);
  }

  @inline static pass<T, S extends SignLanes, E extends ExponentialLanes, O extends OriginLanes>(
    x: usize,
    kept: usize,
    y: usize,
    yStep: usize,
    z: usize,
    zStep: usize,
    columns: i32,
    maximum: f64,
    lowest: v128,
    bias: v128,
    a: f64,
    b: f64,
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
      const e0 = changetype<O>(0).e<T>(x0, shift, lowest, bias);
      const e1 = changetype<O>(0).e<T>(x1, shift, lowest, bias);
      if (isDefined(changetype<E>(0).keep)) {
        v128.store(kept, e0);
        v128.store(kept, e1, 16);
        kept += 32;
      }
      if (isDefined(changetype<E>(0).apart)) {
        const equal0 = v128.eq<T>(x0, shift);
        const equal1 = v128.eq<T>(x1, shift);
        equals = Exponentials.count<T>(Exponentials.count<T>(equals, equal0), equal1);
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
        if (isDefined(changetype<E>(0).second)) {
          const next0 = changetype<E>(0).second<T>(term0, d0);
          const next1 = changetype<E>(0).second<T>(term1, d1);
          second0 = Row.addFirst<T>(second0, next0, next1);
          second1 = Row.addSecond<T>(second1, next0, next1);
        }
      }
      x += stride<T>() * 2;
      y += yStep * 2;
      z += zStep * 2;
    }
    for (; left > 0; left -= lanes) {
      const inside = firstLanes<T>(left);
      const x0 = changetype<S>(0).signed<T>(loadLanes<T>(x));
      const d0 = v128.sub<T>(x0, shift);
      const e0 = changetype<O>(0).e<T>(x0, shift, lowest, bias);
      if (isDefined(changetype<E>(0).keep)) {
        if (sizeof<T>() == 8) v128.store(kept, e0);
        else Row.store<T>(kept, e0, left);
        kept += 16;
      }
      let r0 = v128.and(e0, inside);
      if (isDefined(changetype<E>(0).apart)) {
        const equal0 = v128.eq<T>(x0, shift);
        equals = Exponentials.count<T>(equals, v128.and(equal0, inside));
        r0 = v128.andnot(r0, equal0);
      }
      rest0 = addLow<T>(rest0, r0);
      rest1 = addHigh<T>(rest1, r0);
      if (isDefined(changetype<E>(0).first)) {
        const term0 = v128.and(changetype<E>(0).first<T>(e0, d0, y, z, va, vb), inside);
        first0 = addLow<T>(first0, term0);
        first1 = addHigh<T>(first1, term0);
        if (isDefined(changetype<E>(0).second)) {
          const next0 = v128.and(changetype<E>(0).second<T>(term0, d0), inside);
          second0 = addLow<T>(second0, next0);
          second1 = addHigh<T>(second1, next0);
        }
      }
      x += stride<T>();
      y += yStep;
      z += zStep;
    }
    ties = Exponentials.counted<T>(equals);
    rest = sumLanes(f64x2.add(rest0, rest1));
    first = sumLanes(f64x2.add(first0, first1));
    second = sumLanes(f64x2.add(second0, second1));
  }

  /**
   * Σ e^(x − maximum) − 1, where the maximum was summed apart; right also where so little is beside it that what was flushed shows,
   * for which the other numbers of the pass are given up.
   */
  static preciseExcess<T, S extends SignLanes>(x: usize, columns: i32, maximum: f64): f64 {
    if (sizeof<T>() == 4 && Exponentials.excess() < <f64>columns * SMALLEST_EXCESS) {
      Exponentials.sum<T, S, Apart>(x, 0, 0, 0, 0, 0, columns, maximum, MOST, 0, 0);
    }
    return Exponentials.excess();
  }

  /**
   * Where to keep a row's exponentials: in the output, where they are float32 and it is not an input that is wanted again; else
   * in the work area.
   */
  @inline static place(out: usize, input: usize, scratch: usize): usize {
    return HIGH || out == input ? scratch : out;
  }

  /** One of the exponentials that are kept. */
  @inline static keptAt<T>(kept: usize, index: i32): f64 {
    return <f64>load<T>(kept + <usize>index * sizeof<T>());
  }

  static first(): f64 {
    return first;
  }

  static second(): f64 {
    return second;
  }

  /** e^(maximum − maximum), which everything else is a multiple of. */
  static unit(): f64 {
    return unit;
  }

  /** Σ e; NaN if the maximum is infinite: softmax has no value there. */
  static total(maximum: f64): f64 {
    return Number.isFinite(maximum) ? ties * unit + rest : NaN;
  }

  /** Σ e less that of one maximum, accurate also when it is tiny, where the maximum was summed apart. */
  static others(): f64 {
    return (ties - 1) * unit + rest;
  }

  /** Σ e^(x − maximum) − 1, likewise. */
  static excess(): f64 {
    return Exponentials.others() / unit;
  }

  /** Whether an element was NaN, where the maximum was summed apart. */
  static heldNaN(): bool {
    return Number.isNaN(rest);
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
