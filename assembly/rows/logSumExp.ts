// logSumExp(x) = max + log Σ e^(x − max), one number for each row; dx = dy · softmax(x).
//
// −∞ for a row of −∞, +∞ for one that holds +∞, NaN for one that holds NaN. The gradient of a row of −∞ is NaN, or 0 with
// zeroEmpty.

import { Pass } from "../loops/map";
import { Plain, Row } from "../loops/rows";
import { Apart, Exponentials, Kept } from "./exponentials";
import { MOST, Origin } from "./origins";
import { KEPT_STEP, KeptScaled } from "./passes";

class LogSumExp {
  static forward<T>(x: usize, columns: i32): f64 {
    const maximum = Row.maximum<Plain>(x, columns);
    Exponentials.sum<T, Plain, Apart>(x, 0, 0, 0, 0, 0, columns, maximum, MOST, 0, 0);
    if (Number.isFinite(maximum)) return maximum + Math.log1p(Exponentials.excess());
    return Exponentials.heldNaN() ? NaN : maximum;
  }

  static backward<T>(x: usize, dy: f64, out: usize, columns: i32, zeroEmpty: i32, scratch: usize): void {
    const maximum = Row.maximum<Plain>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    const kept = Exponentials.place(out, 0, scratch);
    Exponentials.sum<T, Plain, Kept>(x, kept, 0, 0, 0, 0, columns, maximum, Origin.upFor(dy), 0, 0);
    Row.map<T, KeptScaled>(0, 0, 0, kept, KEPT_STEP, out, columns, dy / Exponentials.total(maximum), 0, 0);
  }

  static run<T>(pass: Pass, x: usize, dy: usize, out: usize, rows: i32, columns: i32, zeroEmpty: i32, scratch: usize): void {
    const rowBytes = (<usize>columns) << 2;
    for (let row = 0; row < rows; row++) {
      const place = (<usize>row) << 2;
      if (pass == Pass.Forward) {
        store<f32>(out + place, <f32>LogSumExp.forward<T>(x, columns));
      } else if (pass == Pass.Backward) {
        LogSumExp.backward<T>(x, <f64>load<f32>(dy + place), out, columns, zeroEmpty, scratch);
        out += rowBytes;
      }
      x += rowBytes;
    }
  }
}

/** Forward: out[rows]. Backward: dy[rows], out[rows, columns]. */
export function logSumExp(
  pass: Pass,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  columns: i32,
  zeroEmpty: i32,
  scratch: usize,
): void {
  if (HIGH) LogSumExp.run<f64>(pass, x, dy, out, rows, columns, zeroEmpty, scratch);
  else LogSumExp.run<f32>(pass, x, dy, out, rows, columns, zeroEmpty, scratch);
}
