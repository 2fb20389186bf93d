// silu(x) = x · σ(x) and its derivative in float64.

import { sigmoid } from "./exponential.js";

// The root x₀ of silu′ (1 + e^x + x = 0) as a sum of two doubles, and w₀ = e^x₀ = −1 − x₀. mpmath, 40 digits: −1.2784645427610737951…
const ROOT_HIGH = -1.2784645427610737;
const ROOT_LOW = -1.0946994183093437e-16;
const EXP_ROOT = 0.2784645427610738;

/** x · σ(x); −0 at −∞. */
export function silu(x: number): number {
  return x < -800 ? -0 : x * sigmoid(x);
}

/** σ(x) · (1 + x · σ(−x)); beside its root from 1 + e^x + x = y + w₀ · expm1(y), y = x − x₀, where nothing cancels. */
export function siluDerivative(x: number): number {
  if (Math.abs(x - ROOT_HIGH) < 0.25) {
    const y = x - ROOT_HIGH - ROOT_LOW;
    const w = Math.exp(x);
    return (w * (y + EXP_ROOT * Math.expm1(y))) / (1 + w) ** 2;
  }
  if (Math.abs(x) > 800) return x > 0 ? 1 : -0;
  return sigmoid(x) * (1 + x * sigmoid(-x));
}
