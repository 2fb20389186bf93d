// logSigmoid, and softplus: log(1 + e^(beta x)) / beta as max(x, 0) + log(1 + e^−|beta x|) / beta, which needs no threshold.
//
// For beta ≠ 1 float64 lanes in both precisions: rounding beta · x to float32 alone would cost |beta · x| / 2 ulp.
//
// Worst of all floats: 2.28 ulp in float32 lanes, 0.503 in float64 lanes.

import { atLeast, atMost, negate, negativeAbs, zero } from "../lanes";
import { map, mapWide, Pass } from "../loops/map";
import { Exp } from "../math/exp";
import { Log1p01 } from "../math/log1p01";
import { Sigmoid } from "../math/sigmoid";

@final
export class Softplus {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return v128.add<T>(atLeast<T>(x, zero()), Log1p01.of<T>(Exp.ofNegative<T>(negativeAbs<T>(x))));
  }

  @inline slopeInput(x: v128): v128 {
    return Sigmoid.bound(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Sigmoid.inside<T>(x);
  }
}

/** a = beta > 0; T = f64 only. */
@final
export class ScaledSoftplus {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const rest = Log1p01.of<f64>(Exp.ofNegative<f64>(negativeAbs<f64>(f64x2.mul(a, x))));
    return f64x2.add(atLeast<f64>(x, zero()), f64x2.div(rest, a));
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Sigmoid.of<f64>(f64x2.mul(a, x));
  }
}

/** log σ(x) = min(x, 0) − log(1 + e^−|x|) */
@final
export class LogSigmoid {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return v128.sub<T>(atMost<T>(x, zero()), Log1p01.of<T>(Exp.ofNegative<T>(negativeAbs<T>(x))));
  }

  /** σ(−x) */
  @inline slopeInput(x: v128): v128 {
    return Sigmoid.bound(negate<f32>(x));
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Sigmoid.inside<T>(x);
  }
}

export function logSigmoid(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<LogSigmoid>(pass, x, dy, y, count, a, b);
}

export function softplus(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (a == 1) map<Softplus>(pass, x, dy, y, count, a, b);
  else mapWide<ScaledSoftplus>(pass, x, dy, y, count, a, b);
}
