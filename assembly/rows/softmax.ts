// softmax(x) = e^(x − max) / Σ e^(x − max) of each row; softmin(x) = softmax(−x); dx = y (dy − Σ dy · y).
//
// A row that is all −∞, or holds +∞ or NaN, is NaN (PyTorch, ONNX and TensorFlow.js agree); with zeroEmpty a row of −∞ gives
// zeros.

import { stride } from "../lanes";
import { Pass } from "../loops/map";
import { Magnitude, Negated, Plain, Row } from "../loops/rows";
import { Exponentials, Kept } from "./exponentials";
import { Origin } from "./origins";
import { Centred, KEPT_STEP, KeptCentred, KeptProjected, KeptScaled, Lift, LiftedCentred, OneAboveHalf, Product } from "./passes";

/** Half the distance of 1 and the float before it. */
const HALF_ULP: f64 = 2.9802322387695312e-8;

class Softmax {
  static forward<T, S extends SignLanes>(x: usize, out: usize, columns: i32, zeroEmpty: i32, scratch: usize): void {
    const maximum = Row.maximum<S>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    const kept = Exponentials.place(out, 0, scratch);
    Exponentials.sum<T, S, Kept>(x, kept, 0, 0, 0, 0, columns, maximum, 0, 0, 0);
    const total = Exponentials.total(maximum);
    Row.map<T, KeptScaled>(0, 0, 0, kept, KEPT_STEP, out, columns, 1 / total, 0, 0);
    // In float32 unit · (1 / unit) may be rounded below 1.
    if (!HIGH && total - Exponentials.unit() <= Exponentials.unit() * HALF_ULP)
      Row.map<T, OneAboveHalf>(out, 0, 0, 0, 0, out, columns, 0, 0, 0);
  }

  static backward<T, S extends SignLanes>(
    x: usize,
    dy: usize,
    out: usize,
    columns: i32,
    zeroEmpty: i32,
    sign: f64,
    scratch: usize,
  ): void {
    const maximum = Row.maximum<S>(x, columns);
    if (zeroEmpty && Row.isEmpty(x, columns, maximum)) {
      memory.fill(out, 0, (<usize>columns) << 2);
      return;
    }
    // P = Σ e · dy / Σ e of the same rounded exponentials: their errors cancel in dy − P, which matters where one dominates.
    const kept = Exponentials.place(out, dy, scratch);
    const up = sizeof<T>() == 8 ? 0 : Softmax.upFor(dy, columns);
    Exponentials.sumFromMaximum<T, S, KeptProjected>(x, kept, dy, stride<T>(), 0, 0, columns, maximum, up, 0, 0);
    const inverse = 1 / Exponentials.total(maximum);
    const projection = Exponentials.first() * inverse;
    const coarse = Softmax.coarse(projection);
    const rest = Softmax.rest(projection, coarse);
    const factor = sign * Exponentials.unit() * inverse;
    if (up == 0) Row.map<T, KeptCentred>(dy, 0, 0, kept, KEPT_STEP, out, columns, factor, coarse, rest);
    else {
      Lift.set(Exponentials.unit());
      Row.map<T, LiftedCentred>(dy, 0, 0, kept, KEPT_STEP, out, columns, factor, coarse, rest);
    }
  }

  /** How far to lift exponentials that dy less its mean multiplies; not so far that such a product overflows. */
  static upFor(dy: usize, columns: i32): i32 {
    const largest = Row.maximum<Magnitude>(dy, columns);
    return Origin.upWithin(2 * largest, largest);
  }

  static backwardFromOutput<T>(y: usize, dy: usize, out: usize, columns: i32, sign: f64): void {
    const projection = Row.sum<f64, Product>(y, dy, columns);
    const coarse = Softmax.coarse(projection);
    Row.map<T, Centred>(y, dy, stride<T>(), 0, 0, out, columns, sign, coarse, Softmax.rest(projection, coarse));
  }

  /** The float next to it. */
  @inline static coarse(projection: f64): f64 {
    return <f64>(<f32>projection);
  }

  /** What it lacks; nothing where it is infinite, as a mean of infinite gradients is. */
  static rest(projection: f64, coarse: f64): f64 {
    return Math.abs(coarse) == Infinity ? 0 : projection - coarse;
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
    scratch: usize,
  ): void {
    const rowBytes = (<usize>columns) << 2;
    for (let row = 0; row < rows; row++) {
      if (pass == Pass.Forward) Softmax.forward<T, S>(x, out, columns, zeroEmpty, scratch);
      else if (pass == Pass.Backward) Softmax.backward<T, S>(x, dy, out, columns, zeroEmpty, sign, scratch);
      else if (pass == Pass.BackwardFromOutput) Softmax.backwardFromOutput<T>(x, dy, out, columns, sign);
      x += rowBytes;
      dy += rowBytes;
      out += rowBytes;
    }
  }
}

/** `scratch`: room for the exponentials of a row, rowScratchBytes of src/runtime/abi.ts. */
export function softmax(
  pass: Pass,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  columns: i32,
  zeroEmpty: i32,
  scratch: usize,
): void {
  if (HIGH) Softmax.run<f64, Plain>(pass, x, dy, out, rows, columns, zeroEmpty, 1, scratch);
  else Softmax.run<f32, Plain>(pass, x, dy, out, rows, columns, zeroEmpty, 1, scratch);
}

export function softmin(
  pass: Pass,
  x: usize,
  dy: usize,
  out: usize,
  rows: i32,
  columns: i32,
  zeroEmpty: i32,
  scratch: usize,
): void {
  if (HIGH) Softmax.run<f64, Negated>(pass, x, dy, out, rows, columns, zeroEmpty, -1, scratch);
  else Softmax.run<f32, Negated>(pass, x, dy, out, rows, columns, zeroEmpty, -1, scratch);
}
