// sigmoid: 1 / (1 + e^−x).

import { one } from "../lanes";
import { map, Pass } from "../loops/map";
import { Sigmoid } from "../math/sigmoid";

@final
export class SigmoidLanes {
  @inline forwardInput(x: v128): v128 {
    return Sigmoid.bound(x);
  }

  @inline forward<T>(x: v128, a: v128, b: v128): v128 {
    return Sigmoid.inside<T>(x);
  }

  @inline slopeInput(x: v128): v128 {
    return Sigmoid.slopeBound(x);
  }

  @inline derivative<T>(x: v128, a: v128, b: v128): v128 {
    return Sigmoid.derivative<T>(x);
  }

  @inline derivativeFromOutput<T>(y: v128, a: v128, b: v128): v128 {
    return v128.mul<T>(y, v128.sub<T>(one<T>(), y));
  }
}

export function sigmoid(pass: Pass, x: usize, dy: usize, y: usize, count: i32, a: f64, b: f64): void {
  map<SigmoidLanes>(pass, x, dy, y, count, a, b);
}
