// Piecewise linear and quadratic activations with limits: relu6, hardTanh, hardSigmoid, hardSwish. A NaN stays in values and
// derivatives: where a comparison x ≠ x sets all bits, that is a NaN.

import { atLeast, atMost, constant, one, zero } from "../lanes";
import { map, mapNarrow, Pass } from "../loops/map";

const THREE_F32 = memory.data<f32>([3.0]);
const THREE_F64 = memory.data<f64>([3.0]);
const MINUS_THREE_F32 = memory.data<f32>([-3.0]);
const MINUS_THREE_F64 = memory.data<f64>([-3.0]);
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
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const shifted = v128.add<T>(x, constant<T>(THREE_F32, THREE_F64));
    const inside = atMost<T>(atLeast<T>(shifted, zero()), constant<T>(SIX_F32, SIX_F64));
    return v128.mul<T>(inside, constant<T>(SIXTH_F32, SIXTH_F64));
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const inside = Interval.holds<T>(x, constant<T>(MINUS_THREE_F32, MINUS_THREE_F64), constant<T>(THREE_F32, THREE_F64));
    return v128.or(v128.and(inside, constant<T>(SIXTH_F32, SIXTH_F64)), v128.ne<T>(x, x));
  }
}

/** x · hardSigmoid(x), with x limited at −3 so that −∞ does not meet 0. */
@final
export class HardSwish {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const bounded = atLeast<T>(x, constant<T>(MINUS_THREE_F32, MINUS_THREE_F64));
    return v128.mul<T>(bounded, changetype<HardSigmoid>(0).forward<T>(x, a, b));
  }

  /** (2 x + 3) / 6 from −3 to 3, 0 below, 1 above. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const three = constant<T>(THREE_F32, THREE_F64);
    const slope = v128.mul<T>(v128.add<T>(v128.add<T>(x, x), three), constant<T>(SIXTH_F32, SIXTH_F64));
    const isAbove = v128.gt<T>(x, three);
    const isBelow = v128.lt<T>(x, constant<T>(MINUS_THREE_F32, MINUS_THREE_F64));
    return v128.bitselect(one<T>(), v128.andnot(slope, isBelow), isAbove);
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
