// x^y = e^(y log |x|) in float64 lanes, rounded once, with the signs and exceptions of JavaScript's Math.pow.
//
// The error of log, 2^-35.8 relative, is multiplied by y log |x|, at most 150 where the result is a float: 2^-28.5.

import { abs, demote, infinity, one, promoteHigh, promoteLow, select, signMask, zero } from "../lanes";
import { Exp } from "../math/exp";
import { Log } from "../math/log";
import { binary } from "./binary";

const HALF = memory.data<f64>([0.5]);

@final
class Power {
  @inline of(a: v128, b: v128): v128 {
    return demote(Power.wide(promoteLow(a), promoteLow(b)), Power.wide(promoteHigh(a), promoteHigh(b)));
  }

  @inline static wide(x: v128, y: v128): v128 {
    const magnitude = abs<f64>(x);
    // log 0 = −∞ and log ∞ = ∞ give the limits by themselves.
    const power = Exp.of<f64>(f64x2.mul(y, Log.of<f64>(magnitude)));
    const isInteger = f64x2.eq(f64x2.floor(y), y);
    const halfY = f64x2.mul(y, v128.load64_splat(HALF));
    const isOdd = v128.andnot(isInteger, f64x2.eq(f64x2.floor(halfY), halfY));
    // An odd power has the sign of its base, −0 and −∞ included; a fractional one of a finite negative base is NaN.
    const signed = v128.or(power, v128.and(v128.and(x, signMask<f64>()), isOdd));
    const finiteNegative = v128.and(f64x2.lt(x, zero()), f64x2.lt(magnitude, infinity<f64>()));
    const defined = v128.or(signed, v128.andnot(finiteNegative, isInteger));
    // 1^±∞ is NaN in JavaScript, which y log x = ∞ · 0 gives; y = 0 is 1 whatever x is.
    return select(one<f64>(), defined, f64x2.eq(y, zero()));
  }
}

export function power(a: usize, b: usize, out: usize, layout: usize): void {
  binary<Power>(a, b, out, layout);
}
