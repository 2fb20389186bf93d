// softmax(x) = e^(x − max) / Σ e^(x − max) of each row; softmin(x) = softmax(−x); dx = y (dy − Σ dy · y).
//
// `fast` keeps the exponentials in the output and scales them; `high` evaluates them again in float64 and rounds once, as does
// `fast` in the backward pass where the output takes the place of dy.
// A row that is all −∞, or holds +∞ or NaN, is NaN (PyTorch, ONNX and TensorFlow.js agree); with zeroEmpty a row of −∞ gives
// zeros.

import { stride } from "../lanes";
import { Pass } from "../loops/map";
import { Negated, Plain, Row } from "../loops/rows";
import { Exponentials, Kept, SumOnly } from "./exponentials";
import {
  Centred,
  KeptProjected,
  OneAboveHalf,
  Product,
  Projected,
  Scaled,
  ScaledExponential,
  Shifted,
  WeighedExponential,
} from "./passes";

/** Half the distance of 1 and the float before it. */
const HALF_ULP: f64 = 2.9802322387695312e-8;

class Softmax {
  static forward<T, S extends SignLanes>(x: usize, out: usize, columns: i32, zeroEmpty: i32): void {
    const maximum = Row.maximum<S>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
    } else if (HIGH) {
      Exponentials.sum<T, S, SumOnly>(x, 0, 0, 0, 0, 0, columns, maximum, 0, 0);
      Row.map<T, ScaledExponential<S>>(x, 0, 0, 0, 0, out, columns, maximum, 1 / Exponentials.total(maximum), 0);
    } else {
      Exponentials.sum<T, S, Kept>(x, out, 0, 0, 0, 0, columns, maximum, 0, 0);
      const total = Exponentials.total(maximum);
      Row.map<T, Scaled>(out, 0, 0, 0, 0, out, columns, 1 / total, 0, 0);
      // unit · (1 / unit) may be rounded below 1.
      if (total - Exponentials.unit() <= Exponentials.unit() * HALF_ULP)
        Row.map<T, OneAboveHalf>(out, 0, 0, 0, 0, out, columns, 0, 0, 0);
    }
  }

  static backward<T, S extends SignLanes>(x: usize, dy: usize, out: usize, columns: i32, zeroEmpty: i32, sign: f64): void {
    const maximum = Row.maximum<S>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    if (!HIGH && out != dy) {
      // P = Σ e · dy / Σ e of the same rounded exponentials: their errors cancel in dy − P, which matters where one dominates.
      Exponentials.sumFromMaximum<T, S, KeptProjected>(x, out, dy, stride<T>(), 0, 0, columns, maximum, 0, 0);
      const inverse = 1 / Exponentials.total(maximum);
      Softmax.centre<T>(out, dy, out, columns, sign * inverse, Exponentials.first() * inverse);
      return;
    }
    Exponentials.sumFromMaximum<T, S, Projected>(x, 0, dy, stride<T>(), 0, 0, columns, maximum, 0, 0);
    const inverse = 1 / Exponentials.total(maximum);
    let projection = Exponentials.first() * inverse;
    if (!HIGH) {
      // The exponentials have no place where out is dy: dy is centred first, and they are evaluated again, to the same bits.
      const coarse = <f64>(<f32>projection);
      Row.map<T, Shifted>(dy, 0, 0, 0, 0, out, columns, coarse, projection - coarse, 0);
      projection = 0;
    }
    Row.map<T, WeighedExponential<S>>(x, dy, stride<T>(), 0, 0, out, columns, maximum, sign * inverse, projection);
  }

  static backwardFromOutput<T>(y: usize, dy: usize, out: usize, columns: i32, sign: f64): void {
    Softmax.centre<T>(y, dy, out, columns, sign, Row.sum<f64, Product>(y, dy, columns));
  }

  /** scale · y · (dy − projection) */
  @inline static centre<T>(y: usize, dy: usize, out: usize, columns: i32, scale: f64, projection: f64): void {
    const coarse = <f64>(<f32>projection);
    Row.map<T, Centred>(y, dy, stride<T>(), 0, 0, out, columns, scale, coarse, projection - coarse);
  }

  static run<T, S extends SignLanes>(
    pass: Pass,
    x: usize,
    dy: usize,
    out: usize,
    rows: i32,
    columns: i32,
    zeroEmpty: i32,
    sign: f64,
  ): void {
    const rowBytes = (<usize>columns) << 2;
    for (let row = 0; row < rows; row++) {
      if (pass == Pass.Forward) Softmax.forward<T, S>(x, out, columns, zeroEmpty);
      else if (pass == Pass.Backward) Softmax.backward<T, S>(x, dy, out, columns, zeroEmpty, sign);
      else if (pass == Pass.BackwardFromOutput) Softmax.backwardFromOutput<T>(x, dy, out, columns, sign);
      x += rowBytes;
      dy += rowBytes;
      out += rowBytes;
    }
  }
}

export function softmax(pass: Pass, x: usize, dy: usize, out: usize, rows: i32, columns: i32, zeroEmpty: i32): void {
  if (HIGH) Softmax.run<f64, Plain>(pass, x, dy, out, rows, columns, zeroEmpty, 1);
  else Softmax.run<f32, Plain>(pass, x, dy, out, rows, columns, zeroEmpty, 1);
}

export function softmin(pass: Pass, x: usize, dy: usize, out: usize, rows: i32, columns: i32, zeroEmpty: i32): void {
  if (HIGH) Softmax.run<f64, Negated>(pass, x, dy, out, rows, columns, zeroEmpty, -1);
  else Softmax.run<f32, Negated>(pass, x, dy, out, rows, columns, zeroEmpty, -1);
}
