/** a · b, with 0 where a is 0, also against an infinite b; a NaN stays. */
export function weigh(a: f64, b: f64): f64 {
  return a == 0 && !Number.isNaN(b) ? 0 : a * b;
}
