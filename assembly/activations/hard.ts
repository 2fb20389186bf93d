// Piecewise linear and quadratic activations with limits: relu6, hardTanh, hardSigmoid, hardSwish. A NaN stays in values and
// derivatives: where a comparison x ≠ x sets all bits, that is a NaN. Limits are exact in float32, so `high` widens only what
// lies between them.

import { abs, atLeast, atMost, constant, copySign, one, select, zero } from "../lanes";
import { map, mapNarrow, Pass } from "../loops/map";

const THREE_F32 = memory.data<f32>([3.0]);
const THREE_F64 = memory.data<f64>([3.0]);
const MINUS_THREE = memory.data<f32>([-3.0]);
const THREE_HALVES = memory.data<f32>([1.5]);
const SIX_F32 = memory.data<f32>([6.0]);
const SIX_F64 = memory.data<f64>([6.0]);
const SIXTH_F32 = memory.data<f32>([0.16666666666666666]);
const SIXTH_F64 = memory.data<f64>([0.16666666666666666]);

class Interval {
  /** All bits where low < x < high. */
  @inline static holds<T>(x: v128, low: v128, high: v128): v128 {
    return v128.and(v128.gt<T>(x, low), v128.lt<T>(x, high));
  }
}

/** x within [low, high]: exact in float32. */
@final
export class Clamp {
  @inline forward<T>(x: v128, low: v128, high: v128): v128 {
    return atMost<T>(atLeast<T>(x, low), high);
  }

  @inline derivative<T>(x: v128, low: v128, high: v128): v128 {
    return v128.or(v128.and(Interval.holds<T>(x, low, high), one<T>()), v128.ne<T>(x, x));
  }

  @inline derivativeFromOutput<T>(y: v128, low: v128, high: v128): v128 {
    return this.derivative<T>(y, low, high);
  }
}

/** (x + 3) / 6 within [0, 1]; x / 6 + ½ would lose all beside −3. */
@final
export class HardSigmoid {
  @inline widenedForwardInput(x: v128): v128 {
    return atMost<f32>(atLeast<f32>(x, v128.load32_splat(MINUS_THREE)), v128.load32_splat(THREE_F32));
  }

  /** Limits stand behind the addition in float32: 0 need not be loaded, which in fixed SIMD spares a fifth of the time. */
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    let shifted = v128.add<T>(x, constant<T>(THREE_F32, THREE_F64));
    if (sizeof<T>() == 4) shifted = atMost<f32>(atLeast<f32>(shifted, zero()), v128.load32_splat(SIX_F32));
    return v128.mul<T>(shifted, constant<T>(SIXTH_F32, SIXTH_F64));
  }

  /** 1 / 6 inside; what widenedGradient sees to is left out in float64. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const slope = constant<T>(SIXTH_F32, SIXTH_F64);
    return sizeof<T>() == 4 ? Slope.within(x, slope) : slope;
  }

  @inline widenedGradient(x: v128, dy: v128): v128 {
    return f32x4.mul(dy, Slope.within(x, one<f32>()));
  }
}

class Slope {
  /** `slope` between −3 and 3, 0 elsewhere, NaN where x is NaN. */
  @inline static within(x: v128, slope: v128): v128 {
    const inside = Interval.holds<f32>(x, v128.load32_splat(MINUS_THREE), v128.load32_splat(THREE_F32));
    return v128.or(v128.and(inside, slope), f32x4.ne(x, x));
  }
}

/** x · hardSigmoid(x), with x limited at −3 so that −∞ does not meet 0. */
@final
export class HardSwish {
  @inline forwardInput(x: v128): v128 {
    return atLeast<f32>(x, v128.load32_splat(MINUS_THREE));
  }

  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const shifted = atMost<T>(v128.add<T>(x, constant<T>(THREE_F32, THREE_F64)), constant<T>(SIX_F32, SIX_F64));
    return v128.mul<T>(x, v128.mul<T>(shifted, constant<T>(SIXTH_F32, SIXTH_F64)));
  }

  /** (2 x + 3) / 6 between −3 and 3, 0 below, 1 above: in float64, widenedInput sees to the limits. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const three = constant<T>(THREE_F32, THREE_F64);
    const slope = v128.mul<T>(v128.add<T>(v128.add<T>(x, x), three), constant<T>(SIXTH_F32, SIXTH_F64));
    if (sizeof<T>() == 8) return slope;
    const isBelow = f32x4.le(x, v128.load32_splat(MINUS_THREE));
    return select(one<f32>(), v128.andnot(slope, isBelow), f32x4.ge(x, three));
  }

  /** ±1.5 have the slopes from ±3 on, exactly. */
  @inline widenedInput(x: v128): v128 {
    const outside = f32x4.ge(abs<f32>(x), v128.load32_splat(THREE_F32));
    return select(copySign<f32>(v128.load32_splat(THREE_HALVES), x), x, outside);
  }
}

/** relu6 and hardTanh: a = the lower limit, b = the upper one. */
export function hardTanh(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  mapNarrow<Clamp>(pass, x, dy, y, count, a, b);
}

export function hardSigmoid(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<HardSigmoid>(pass, x, dy, y, count, a, b);
}

export function hardSwish(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<HardSwish>(pass, x, dy, y, count, a, b);
}
