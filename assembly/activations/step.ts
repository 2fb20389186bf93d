// Binary step: 1 from 0 upwards, 0 below. Exact. A NaN (all bits set by the comparison) stays.

import { one, zero } from "../lanes";
import { mapNarrow, Pass } from "../loops/map";

@final
export class BinaryStep {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return v128.or(v128.and(v128.ge<T>(x, zero()), one<T>()), v128.ne<T>(x, x));
  }

  /** 0 everywhere. */
  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return v128.ne<T>(x, x);
  }
}

export function binaryStep(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  mapNarrow<BinaryStep>(pass, x, dy, y, count, a, b);
}
