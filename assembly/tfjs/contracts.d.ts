// What an op class must offer to be driven by the loops of this folder. Seen by tsc only, as assembly/contracts.d.ts.

/** y = f(x), with two options already splatted. T is f32, or f64 where the driver widens. */
interface UnaryLanes {
  of<T>(x: v128, a: v128, b: v128): v128;
}

/** f(a, b) in float32 lanes. */
interface BinaryLanes {
  of(a: v128, b: v128): v128;
}

/** A comparison of float32 lanes: all bits set where it holds. */
interface ComparisonLanes {
  holds(a: v128, b: v128): v128;
}

/** A reduction of float32 numbers. `low` and `high` take in lanes 0, 1 and 2, 3 of x, so that sums can be float64. */
interface ReductionLanes {
  /** What changes nothing, as accumulator. */
  start(): v128;
  /** What changes nothing, as float32 lanes. */
  neutral(): v128;
  low(sum: v128, x: v128): v128;
  high(sum: v128, x: v128): v128;
  /** Two accumulators as one. */
  merge(sum0: v128, sum1: v128): v128;
  /** Four float32 results from the two accumulators of four columns. */
  columns(low: v128, high: v128, scale: f64): v128;
  /** One result from a merged accumulator. */
  total(sum: v128, scale: f64): f32;
}

/** Which of two float32 numbers is better: all bits set where `x` beats `best`. */
interface ContestLanes {
  beats(x: v128, best: v128): v128;
  beatsScalar(x: f32, best: f32): bool;
}

/** What a pooling does with the values of a window, whose part in the image has `count` pixels. Must have no fields. */
interface PoolLanes {
  start(): v128;
  step(sum: v128, x: v128): v128;
  end(sum: v128, count: i32): v128;
}
