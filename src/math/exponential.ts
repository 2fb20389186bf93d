// Float64 functions that the references of activations and losses share. They keep their relative accuracy in both tails;
// V8's Math.exp, expm1, log1p and tanh are fdlibm's, good to 1 ulp of float64, which is 2^-29 ulp of float32.

/** 1 / (1 + e^−x) */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** σ′(x) = e^−|x| / (1 + e^−|x|)², never σ(1 − σ), which cancels for large x. */
export function sigmoidDerivative(x: number): number {
  const w = Math.exp(-Math.abs(x));
  return w / (1 + w) ** 2;
}

/** log(1 + e^x) */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** a · b, with 0 wherever a is 0, also against an infinite b. */
export function weigh(a: number, b: number): number {
  return a === 0 && !Number.isNaN(b) ? 0 : a * b;
}

/** weight · value; a weight of 0 leaves the value out, even if it is ∞ or NaN. */
export function weighed(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}
