// What the polynomials of assembly/math stand for, by the text of the form that their comments state.
//
// Nothing here cancels beside 0: what the polynomial approximates is summed as a series there.

import { millsRatio, tailMinusSlope } from "../../src/math/gaussian.js";

export interface Form {
  /** What the polynomial (or quotient of two) should be. */
  ideal(x: number): number;
  /** What an error of the polynomial is multiplied by in the function, and relative to it. */
  absolute(x: number): number;
  relative(x: number): number;
}

/** Σ term(k) x^k, to what float64 can tell for |x| ≤ 0.75 and terms that do not grow. */
function series(term: (k: number) => number, length: number): (x: number) => number {
  const terms = Float64Array.from({ length }, (_, k) => term(k));
  return (x) => terms.reduceRight((sum, each) => sum * x + each, 0);
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

const exponentialTail = series((k) => 1 / factorial(k + 2), 30);
const power = series((k) => Math.LN2 ** (k + 1) / factorial(k + 1), 30);
const areaTangentTail = series((k) => 2 / (2 * k + 3), 40);
const logarithmTail = series((k) => (k % 2 === 0 ? -1 : 1) / (k + 2), 20);

/** The a that stands behind t = a / (a + c). */
const behind = (t: number, c: number) => (c * t) / (1 - t);

/** (Φ(−a) e^(a²/2) − a / √(2π)) / (a₀ − a); what is divided has the root as a factor. */
function overRoot(a: number): number {
  const fromRoot = 0.7517915246935645 - a - 1.4956759177009883e-17;
  return (tailMinusSlope(a) * Math.exp((a * a) / 2)) / fromRoot;
}

/** silu′(x₀ + z) / z, x₀ being its root and w₀ = e^x₀: as assembly/math/silu.ts has it. */
function siluOverRoot(z: number): number {
  const w0 = 0.2784645427610738;
  const w = w0 * Math.exp(z);
  return (w * (z === 0 ? 1 + w0 : 1 + (w0 * Math.expm1(z)) / z)) / (1 + w) ** 2;
}

const quotient = (ideal: (a: number) => number): Form => ({ ideal, absolute: () => 1, relative: (a) => 1 / ideal(a) });

export const forms: Readonly<Record<string, Form>> = {
  "e^r − 1 ≈ r + r² P(r)": {
    ideal: exponentialTail,
    absolute: (r) => r * r,
    relative: (r) => (r === 0 ? 0 : (r * r) / Math.expm1(r)),
  },
  "2^r − 1 ≈ r Q(r)": {
    ideal: power,
    absolute: (r) => r,
    relative: (r) => 1 / power(r),
  },
  // z = s²: s z over 2s + s z L is z over 2 + z L.
  "log((1 + s) / (1 − s)) ≈ 2s + s z L(z)": {
    ideal: areaTangentTail,
    absolute: (z) => Math.sqrt(z) * z,
    relative: (z) => z / (2 + z * areaTangentTail(z)),
  },
  "log(1 + w) ≈ w + w² P(w)": {
    // From 0.1 on the difference has lost at most six bits, which the tests below the error's 2^-27 do not see.
    ideal: (w) => (Math.abs(w) < 0.1 ? logarithmTail(w) : (Math.log1p(w) - w) / (w * w)),
    absolute: (w) => w * w,
    relative: (w) => (w === 0 ? 0 : (w * w) / Math.log1p(w)),
  },
  "1 / (Φ(−a) e^(a²/2)) − 2.50662827 a ≈ H(t)": {
    ideal: (t) => 1 / millsRatio(behind(t, 5)) - Math.fround(2.50662827) * behind(t, 5),
    absolute: () => 1,
    relative: (t) => millsRatio(behind(t, 5)),
  },
  "silu′(x₀ + z) ≈ z G(z)": {
    ideal: siluOverRoot,
    absolute: (z) => Math.abs(z),
    relative: (z) => 1 / siluOverRoot(z),
  },
  "(Φ(−a) e^(a²/2) − a / √(2π)) / (a₀ − a) ≈ D(t)": quotient((t) => overRoot(behind(t, 2))),
  "Φ(−a) e^(a²/2) ≈ P(a) / Q(a)": quotient(millsRatio),
  "(Φ(−a) e^(a²/2) − a / √(2π)) / (a₀ − a) ≈ U(a) / V(a)": quotient(overRoot),
};
