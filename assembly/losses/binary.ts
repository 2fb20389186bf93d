// Binary cross-entropies, of a probability and of a logit.
//
// Label smoothing s takes the target t to t + s(½ − t) and 1 − t to (1 − t) − s(½ − t): neither cancels. A term whose factor is 0
// is 0, also against an infinite logarithm.

import { abs, atLeast, half, madd, negativeAbs, nmadd, one, select, signMask, Term, zero } from "../lanes";
import { Mode } from "../loops/modes";
import { pair } from "../loops/pair";
import { divide } from "../math/divide";
import { Exp } from "../math/exp";
import { Log } from "../math/log";
import { Log1p } from "../math/log1p";
import { Log1p01 } from "../math/log1p01";
import { Log01 } from "../math/log01";
import { Clip } from "./clip";

/** The shares of the two labels in a smoothed target. */
class Share {
  /** The smoothed target. */
  @inline static hit<T>(t: v128, smoothing: v128): v128 {
    return madd<T>(smoothing, v128.sub<T>(half<T>(), t), t);
  }

  /** One minus the smoothed target. */
  @inline static miss<T>(t: v128, smoothing: v128): v128 {
    return nmadd<T>(smoothing, v128.sub<T>(half<T>(), t), v128.sub<T>(one<T>(), t));
  }
}

/**
 * −t log p − (1 − t) log(1 − p), p clipped to [epsilon, 1 − epsilon]. The shared value is the clipped p; where p is too large it
 * is epsilon, for 1 − p.
 */
@final
export class BinaryCrossEntropy {
  /** Two logarithms against two divisions: 7.4 ns an element in two loops, 7.7 in one (relaxed `high`; `fast` alike in both). */
  sharesLittle(): void {}

  @inline shared<T>(p: v128, t: v128, epsilon: v128, smoothing: v128): v128 {
    return select(epsilon, atLeast<T>(p, epsilon), Clip.isAbove<T>(p, epsilon));
  }

  @inline loss<T>(p: v128, t: v128, clipped: v128, epsilon: v128, smoothing: v128): v128 {
    const isAbove = Clip.isAbove<T>(p, epsilon);
    const hit = Share.hit<T>(t, smoothing);
    const miss = Share.miss<T>(t, smoothing);
    const factor = select(miss, hit, isAbove);
    const rest = select(hit, miss, isAbove);
    const log = sizeof<T>() == 4 ? Log01.of(clipped) : Log.of<T>(clipped);
    const logRest = sizeof<T>() == 4 ? Log01.ofRest(clipped) : Log1p.of<T>(v128.neg<T>(clipped));
    const sum = v128.add<T>(
      Term.unlessZero<T>(factor, v128.mul<T>(factor, log), log),
      Term.unlessZero<T>(rest, v128.mul<T>(rest, logRest), logRest),
    );
    return v128.sub<T>(zero(), sum);
  }

  /** (1 − t) / (1 − p) − t / p; 0 where p is clipped. */
  @inline gradient<T>(p: v128, t: v128, clipped: v128, epsilon: v128, smoothing: v128): v128 {
    const hit = Share.hit<T>(t, smoothing);
    const miss = Share.miss<T>(t, smoothing);
    const q = v128.sub<T>(one<T>(), p);
    const slope = v128.sub<T>(Term.unlessZero<T>(miss, divide<T>(miss, q), q), Term.unlessZero<T>(hit, divide<T>(hit, p), p));
    const outside = v128.or(v128.lt<T>(p, clipped), v128.gt<T>(p, clipped));
    return v128.andnot(slope, outside);
  }
}

/**
 * (1 − t) softplus(x) + a t softplus(−x), a = weight of the positives, b = label smoothing, by
 * softplus(±x) = max(±x, 0) + log1p(e), e = e^−|x|: all terms are ≥ 0. The shared value is e.
 */
@final
export class BinaryCrossEntropyWithLogits {
  @inline shared<T>(x: v128, t: v128, positiveWeight: v128, smoothing: v128): v128 {
    return Exp.ofNegative<T>(negativeAbs<T>(x));
  }

  @inline loss<T>(x: v128, t: v128, e: v128, positiveWeight: v128, smoothing: v128): v128 {
    const positive = v128.mul<T>(positiveWeight, Share.hit<T>(t, smoothing));
    const negative = Share.miss<T>(t, smoothing);
    const factor = select(negative, positive, v128.gt<T>(x, zero()));
    const linear = v128.andnot(v128.mul<T>(factor, abs<T>(x)), v128.eq<T>(factor, zero()));
    return madd<T>(v128.add<T>(positive, negative), Log1p01.of<T>(e), linear);
  }

  /** (1 − t) σ(x) − a t σ(−x); σ(|x|) = 1 / (1 + e) and σ(−|x|) = e / (1 + e), so a hard label leaves one accurate term. */
  @inline gradient<T>(x: v128, t: v128, e: v128, positiveWeight: v128, smoothing: v128): v128 {
    const positive = v128.mul<T>(positiveWeight, Share.hit<T>(t, smoothing));
    const negative = Share.miss<T>(t, smoothing);
    const isPositive = v128.gt<T>(x, zero());
    const size = nmadd<T>(select(positive, negative, isPositive), e, select(negative, positive, isPositive));
    return divide<T>(v128.xor(size, v128.andnot(signMask<T>(), isPositive)), v128.add<T>(one<T>(), e));
  }
}

/** a = epsilon, b = label smoothing */
export function binaryCrossEntropy(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  return pair<BinaryCrossEntropy>(mode, prediction, target, weights, out, count, scale, Clip.bound(a), b, losses);
}

/** a = weight of the positive class, b = label smoothing */
export function binaryCrossEntropyWithLogits(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  return pair<BinaryCrossEntropyWithLogits>(mode, prediction, target, weights, out, count, scale, a, b, losses);
}
