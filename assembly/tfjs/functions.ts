// Functions of one tensor that the table of ops has not: arithmetic, powers, exponentials and logarithms.

import { abs, atLeast, atMost, copySign, negate, one } from "../lanes";
import { divide } from "../math/divide";
import { Exp } from "../math/exp";
import { Expm1 } from "../math/expm1";
import { Log } from "../math/log";
import { Log1p } from "../math/log1p";
import { unary, unaryWide } from "./unary";

@final
class Negative {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return negate<T>(x);
  }
}

@final
class Absolute {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return abs<T>(x);
  }
}

@final
class SquareRoot {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return f32x4.sqrt(x);
  }
}

/** 1 / √x, two roundings. */
@final
class InverseSquareRoot {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return divide<f32>(one<f32>(), f32x4.sqrt(x));
  }
}

@final
class Square {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(x, x);
  }
}

@final
class Reciprocal {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return divide<T>(one<T>(), x);
  }
}

/** x kept between a and b; a NaN stays. */
@final
class Clip {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return atLeast<T>(atMost<T>(x, b), a);
  }
}

@final
class Exponential {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return Exp.of<T>(x);
  }
}

/** The sign of a zero stays. */
@final
class ExponentialLessOne {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return copySign<T>(Expm1.of<T>(x), x);
  }
}

@final
class Logarithm {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return Log.of<T>(x);
  }
}

@final
class LogarithmOfOnePlus {
  @inline of<T>(x: v128, a: v128, b: v128): v128 {
    return Log1p.of<T>(x);
  }
}

export function negative(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Negative>(x, y, count, a, b);
}

export function absolute(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Absolute>(x, y, count, a, b);
}

export function squareRoot(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<SquareRoot>(x, y, count, a, b);
}

export function inverseSquareRoot(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<InverseSquareRoot>(x, y, count, a, b);
}

export function square(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Square>(x, y, count, a, b);
}

export function reciprocal(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Reciprocal>(x, y, count, a, b);
}

/** a = lower bound, b = upper bound */
export function clip(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Clip>(x, y, count, a, b);
}

export function exponential(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<Exponential>(x, y, count, a, b);
}

export function exponentialLessOne(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unary<ExponentialLessOne>(x, y, count, a, b);
}

export function logarithm(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unaryWide<Logarithm>(x, y, count, a, b);
}

export function logarithmOfOnePlus(x: usize, y: usize, count: i32, a: f64, b: f64): void {
  unaryWide<LogarithmOfOnePlus>(x, y, count, a, b);
}
