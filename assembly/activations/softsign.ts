// softsign: x / (1 + |x|).

import { abs, atLeast, atMost, constant, one } from "../lanes";
import { map, Pass } from "../loops/map";
import { divide } from "../math/divide";

const MOST_F32 = memory.data<f32>([1e30]); // keeps ∞ / ∞ away: 1 long before
const MOST_F64 = memory.data<f64>([1e30]);
const LEAST_F32 = memory.data<f32>([-1e30]);
const LEAST_F64 = memory.data<f64>([-1e30]);

@final
export class Softsign {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    const bounded = atLeast<T>(atMost<T>(x, constant<T>(MOST_F32, MOST_F64)), constant<T>(LEAST_F32, LEAST_F64));
    return divide<T>(bounded, v128.add<T>(one<T>(), abs<T>(bounded)));
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    const sum = v128.add<T>(one<T>(), abs<T>(x));
    return divide<T>(one<T>(), v128.mul<T>(sum, sum));
  }
}

export function softsign(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<Softsign>(pass, x, dy, y, count, a, b);
}
