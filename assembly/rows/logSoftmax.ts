// logSoftmax(x) = (x − max) − log Σ e^(x − max) of each row; dx = dy − softmax(x) · Σ dy.
//
// log Σ e^(x − max) = log1p(Σ − 1) without cancellation, so the maximum's own output is accurate when it dominates.
// Special rows as in softmax.

import { stride } from "../lanes";
import { Pass } from "../loops/map";
import { Plain, Row } from "../loops/rows";
import { Apart, Exponentials, Kept } from "./exponentials";
import { MOST, Origin } from "./origins";
import { Itself, KEPT_STEP, LessKept, LessProbability, Shifted } from "./passes";

class LogSoftmax {
  static forward<T>(x: usize, out: usize, columns: i32, zeroEmpty: i32): void {
    const maximum = Row.maximum<Plain>(x, columns);
    Exponentials.sum<T, Plain, Apart>(x, 0, 0, 0, 0, 0, columns, maximum, MOST, 0, 0);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    const logSum = Number.isFinite(maximum) ? Math.log1p(Exponentials.excess()) : NaN;
    Row.map<T, Shifted>(x, 0, 0, 0, 0, out, columns, maximum, logSum, 0);
  }

  static backward<T>(x: usize, dy: usize, out: usize, columns: i32, zeroEmpty: i32, scratch: usize): void {
    const maximum = Row.maximum<Plain>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    const total = Row.sum<T, Itself>(dy, 0, columns);
    const kept = Exponentials.place(out, dy, scratch);
    Exponentials.sumFromMaximum<T, Plain, Kept>(x, kept, 0, 0, 0, 0, columns, maximum, Origin.upFor(total), 0, 0);
    Row.map<T, LessKept>(dy, 0, 0, kept, KEPT_STEP, out, columns, total / Exponentials.total(maximum), 0, 0);
  }

  static backwardFromOutput<T>(y: usize, dy: usize, out: usize, columns: i32, zeroEmpty: i32): void {
    // Two probabilities of 1 in a row: it is the zeros of an empty one.
    if (zeroEmpty && columns > 1 && load<f32>(y) == 0 && load<f32>(y, 4) == 0) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    const total = Row.sum<T, Itself>(dy, 0, columns);
    const up = sizeof<T>() == 8 ? 0 : Origin.upFor(total);
    const factor = total / Origin.lift(up);
    Row.map<T, LessProbability>(y, dy, stride<T>(), 0, 0, out, columns, factor, Origin.lowest(up), Origin.bias(up));
  }

  static run<T>(pass: Pass, x: usize, dy: usize, out: usize, rows: i32, columns: i32, zeroEmpty: i32, scratch: usize): void {
    const rowBytes = (<usize>columns) << 2;
    for (let row = 0; row < rows; row++) {
      if (pass == Pass.Forward) LogSoftmax.forward<T>(x, out, columns, zeroEmpty);
      else if (pass == Pass.Backward) LogSoftmax.backward<T>(x, dy, out, columns, zeroEmpty, scratch);
      else if (pass == Pass.BackwardFromOutput) LogSoftmax.backwardFromOutput<T>(x, dy, out, columns, zeroEmpty);
      x += rowBytes;
      dy += rowBytes;
      out += rowBytes;
    }
  }
}

export function logSoftmax(
  pass: Pass,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  columns: i32,
  zeroEmpty: i32,
  scratch: usize,
): void {
  if (HIGH) LogSoftmax.run<f64>(pass, x, dy, out, rows, columns, zeroEmpty, scratch);
  else LogSoftmax.run<f32>(pass, x, dy, out, rows, columns, zeroEmpty, scratch);
}
