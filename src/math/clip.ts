// Logarithms of probabilities clipped to [epsilon, 1 − epsilon]. 1 − epsilon is never formed: rounding it would be most of the
// logarithm of what lies beside 1 (−log(1 − 1e-15) would be 9.99e-16).

/** Whether p is outside, where the gradient is 0; an epsilon of 0 clips nothing. */
export function isClipped(p: number, epsilon: number): boolean {
  return epsilon > 0 && (p < epsilon || 1 - p < epsilon);
}

/** log p */
export function logClipped(p: number, epsilon: number): number {
  if (!isClipped(p, epsilon)) return Math.log(p);
  return p < epsilon ? Math.log(epsilon) : Math.log1p(-epsilon);
}

/** log(1 − p) */
export function logRestClipped(p: number, epsilon: number): number {
  if (!isClipped(p, epsilon)) return Math.log1p(-p);
  return p < epsilon ? Math.log1p(-epsilon) : Math.log(epsilon);
}
