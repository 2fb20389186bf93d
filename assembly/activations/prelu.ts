// prelu: relu with a learned slope for each channel of the last axis. Products of two floats, rounded once in float32 lanes too.

import { atMost, demote, loadLanes, one, promoteHigh, promoteLow, select, zero } from "../lanes";
import { Pass } from "../loops/map";
import { Row } from "../loops/rows";

// y holds the slopes, z holds dy.

@final
class Forward {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const vx = loadLanes<T>(x);
    return select(vx, v128.mul<T>(loadLanes<T>(y), vx), v128.gt<T>(vx, zero()));
  }
}

@final
class Derivative {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    const vx = loadLanes<T>(x);
    return v128.or(select(one<T>(), loadLanes<T>(y), v128.gt<T>(vx, zero())), v128.ne<T>(vx, vx));
  }
}

@final
class Backward {
  @inline of<T>(x: usize, y: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(loadLanes<T>(z), changetype<Derivative>(0).of<T>(x, y, z, a, b, c));
  }
}

/** min(x, 0) · dy */
@final
class SlopeTerm {
  @inline of<T>(x: usize, dy: usize, z: usize, a: v128, b: v128, c: v128): v128 {
    return v128.mul<T>(atMost<T>(loadLanes<T>(x), zero()), loadLanes<T>(dy));
  }
}

/** x, dy and out f32[rows, columns], alpha f32[columns]. */
export function prelu(pass: Pass, x: usize, alpha: usize, dy: usize, out: usize, rows: i32, columns: i32): void {
  const rowBytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row++) {
    if (pass == Pass.Forward) Row.map<f32, Forward>(x, alpha, 16, 0, 0, out, columns, 0, 0, 0);
    else if (pass == Pass.Derivative) Row.map<f32, Derivative>(x, alpha, 16, 0, 0, out, columns, 0, 0, 0);
    else if (pass == Pass.Backward) Row.map<f32, Backward>(x, alpha, 16, dy, 16, out, columns, 0, 0, 0);
    x += rowBytes;
    dy += rowBytes;
    out += rowBytes;
  }
}

/** The gradient of the slopes: out[c] = Σ_rows dy · min(x, 0), in float64, rounded once. */
export function preluAlpha(x: usize, dy: usize, out: usize, rows: i32, columns: i32): void {
  const rowBytes = (<usize>columns) << 2;
  for (let left = columns; left > 0; left -= 8) {
    let sum0 = zero();
    let sum1 = zero();
    let sum2 = zero();
    let sum3 = zero();
    let place: usize = 0;
    for (let row = 0; row < rows; row++) {
      const x0 = atMost<f32>(v128.load(x + place), zero());
      const x1 = atMost<f32>(v128.load(x + place, 16), zero());
      const dy0 = v128.load(dy + place);
      const dy1 = v128.load(dy + place, 16);
      sum0 = f64x2.add(sum0, f64x2.mul(promoteLow(x0), promoteLow(dy0)));
      sum1 = f64x2.add(sum1, f64x2.mul(promoteHigh(x0), promoteHigh(dy0)));
      sum2 = f64x2.add(sum2, f64x2.mul(promoteLow(x1), promoteLow(dy1)));
      sum3 = f64x2.add(sum3, f64x2.mul(promoteHigh(x1), promoteHigh(dy1)));
      place += rowBytes;
    }
    Row.store<f32>(out, demote(sum0, sum1), left);
    if (left > 4) Row.store<f32>(out + 16, demote(sum2, sum3), left - 4);
    x += 32;
    dy += 32;
    out += 32;
  }
}

/** The gradient of one slope shared by all: Σ dy · min(x, 0) in float64. */
export function preluAlphaShared(x: usize, dy: usize, count: i32): f64 {
  return Row.sum<f64, SlopeTerm>(x, dy, count);
}
