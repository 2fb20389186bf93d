/** a / b. std's v128.div has a type constraint that a free T does not meet. */
export function divide<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? f32x4.div(a, b) : f64x2.div(a, b);
}
