// gelu: x Φ(x), or with tanh in the place of erf.

import { map, mapWide, Pass } from "../loops/map";
import { Gelu } from "../math/gelu";
import { GeluTanh } from "../math/geluTanh";

@final
export class GeluLanes {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return Gelu.of<T>(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Gelu.derivative<T>(x);
  }
}

/** T = f64 only. */
@final
export class GeluTanhLanes {
  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return GeluTanh.of(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return GeluTanh.derivative(x);
  }
}

/** a = 1 for the tanh form */
export function gelu(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  if (a == 1) mapWide<GeluTanhLanes>(pass, x, dy, y, count, a, b);
  else map<GeluLanes>(pass, x, dy, y, count, a, b);
}
