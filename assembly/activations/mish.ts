// mish: x · tanh(log(1 + e^x)).

import { map, Pass } from "../loops/map";
import { Mish } from "../math/mish";

@final
export class MishLanes {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return Mish.of<T>(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Mish.derivative<T>(x);
  }
}

export function mish(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<MishLanes>(pass, x, dy, y, count, a, b);
}
