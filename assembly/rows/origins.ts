// Where a row's exponentials are taken from. In float32 lanes x − max would round off up to |x − max| / 2 ulp of the exponential.
// Where max is within ±88, nothing is subtracted: e^x comes as 2^(n − k) (1 + q), with one k for the row in place of max, so that
// exponentials are in units of e^max 2^-k, between 0.7 and 1.5. Elsewhere what x − max rounds off is carried along.
//
// Either may be lifted by a power of two, up: exponentials down to 2^-126-up, which a product or a sum brings back among the
// results that count, are then normal numbers. It costs nothing, being another constant to add.

import { atLeast, splat } from "../lanes";
import { Exp } from "../math/exp";
import { BIASED, Reduction } from "../math/reduction";

/**
 * As far as exponentials are lifted: of what a sum of them flushes then, nothing shows in 2^-126 and more.
 */
export const MOST: i32 = 64;
/** The largest maximum for which k may take its place. */
const LARGEST_FOR_POWER: f64 = 88;
/** The least, without a lift: n stays above −2^8, and n · LN2_HIGH exact. */
const LEAST_FOR_POWER: f64 = -88;
const LOG2_E: f64 = 1.4426950408889634;
const LN2: f64 = 0.6931471805599453;
/** 2^-127 as a pattern of bits is 0. */
const LOWEST_EXPONENT: f64 = -127;
const LOWEST_DIFFERENCE: f64 = -87.9; // n = −127

/** Of exponentials that are lifted by 2^up. */
export class Origin {
  /** How far, where `factor` is to multiply them: just so that what comes to 2^-126 and more is kept, since subnormal numbers stall. */
  static upFor(factor: f64): i32 {
    return max<i32>(0, min<i32>(Origin.exponent(factor), MOST));
  }

  /** The same, but not so far that a product with a number of this size overflows. */
  static upWithin(factor: f64, size: f64): i32 {
    return max<i32>(0, min<i32>(Origin.upFor(factor), 125 - Origin.exponent(size)));
  }

  /** The least power of two above |x|. */
  static exponent(x: f64): i32 {
    return <i32>((reinterpret<u64>(x) >> 52) & 0x7ff) - 1022;
  }

  static lift(up: i32): f64 {
    return reinterpret<f64>((<u64>(up + 1023)) << 52);
  }

  /** The difference from the maximum whose exponential is 0. */
  static lowest(up: i32): f64 {
    return LOWEST_DIFFERENCE - <f64>up * LN2;
  }

  static bias(up: i32): f64 {
    return BIASED + <f64>up;
  }
}

/** The maximum itself. */
@final
export class FromMaximum {
  @inline e<T>(x: v128, maximum: v128, lowest: v128, bias: v128): v128 {
    return Exp.ofDifference<T>(x, maximum, lowest, bias);
  }
}

/** k ln 2: `lowest` is the x whose exponential is 0, `bias` makes 2^(n − k) of n. T = f32. */
@final
export class FromPower {
  @inline e<T>(x: v128, maximum: v128, lowest: v128, bias: v128): v128 {
    return Exp.inside<T>(atLeast<T>(x, lowest), bias);
  }

  /** Whether a row with this maximum has one. */
  static fits(maximum: f64, up: i32): bool {
    return maximum <= LARGEST_FOR_POWER && maximum >= LEAST_FOR_POWER + <f64>up * LN2;
  }

  static power(maximum: f64): f64 {
    return Math.round(maximum * LOG2_E);
  }

  static lowest(power: f64): v128 {
    return splat<f32>((power + LOWEST_EXPONENT) * LN2);
  }

  static bias(power: f64): v128 {
    return f32x4.sub(Reduction.biased<f32>(), splat<f32>(power));
  }
}
