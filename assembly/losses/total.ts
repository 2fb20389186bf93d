// The sum of numbers, of which other sums are made: of weights, for example.

import { Mode, Sum, Unweighed } from "../loops/modes";
import { PairLoop } from "../loops/pairLoop";
import { MeanError } from "./difference";

/** With a target of zeros, as the sum of mean errors is. */
export function total(
  mode: Mode,
  prediction: usize,
  target: usize,
  weights: usize,
  out: usize,
  count: i32,
  scale: f64,
  a: f64,
  b: f64,
  losses: usize,
): f64 {
  if (HIGH) return PairLoop.run<f64, MeanError, Sum, Unweighed>(prediction, 0, 0, 0, count, 0, 0, 0, 0);
  else return PairLoop.run<f32, MeanError, Sum, Unweighed>(prediction, 0, 0, 0, count, 0, 0, 0, 0);
}
