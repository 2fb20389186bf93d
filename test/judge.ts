// How far a float32 may lie from the true value, which is known in float64. Written apart from src/verify, which it also tests.

import { expect } from "vitest";
import type { Precision } from "../src/runtime/modules.js";
import type { Bound } from "../src/spec/types.js";

const SMALLEST_NORMAL = 2 ** -126;
const BEYOND_LARGEST = 2 ** 128;

const word = new Float32Array(1);
const bits = new Uint32Array(word.buffer);

/** One unit in the last place of float32 for the binade of x. */
export function ulpSize(x: number): number {
  word[0] = Math.min(Math.abs(x), 3.4028234663852886e38);
  // Rounding may have gone up into the next binade.
  if ((word[0] as number) > Math.abs(x)) bits[0] = (bits[0] as number) - 1;
  return 2 ** (Math.max((bits[0] as number) >>> 23, 1) - 150);
}

/** Infinity stands for 2^128, the first value that overflows. */
const clamp = (x: number) => Math.max(-BEYOND_LARGEST, Math.min(BEYOND_LARGEST, x));

/** Distance in units in the last place of the true value; ∞ where only one is NaN. Signs of zero compare loosely. */
export function ulpError(got: number, truth: number): number {
  if (got === truth) return 0;
  if (Number.isNaN(got) || Number.isNaN(truth)) return Number.isNaN(got) && Number.isNaN(truth) ? 0 : Infinity;
  const [g, t] = [clamp(got), clamp(truth)];
  return g === t ? 0 : Math.abs(g - t) / ulpSize(t);
}

type PerElement = (index: number) => number;

export interface Allowance {
  /** In ulp of the true value. */
  readonly ulp: number;
  /** Further ulp at an element. */
  readonly slack?: PerElement | undefined;
  /** An absolute distance at an element, where terms cancel. */
  readonly absolute?: PerElement | undefined;
  /** Results below this may come as anything below it: subnormals of `fast`, times what they were multiplied by. */
  readonly flush?: PerElement | undefined;
  /** True where infinity may stand for the true value: something before the last step overflowed. */
  readonly overflows?: ((index: number) => boolean) | undefined;
  /** What went in at an element, for the message. */
  readonly context?: ((index: number) => string) | undefined;
}

/** The bound of an op's own values: pure ulp, and subnormals may go in `fast`. */
export function bounded(bound: Bound, precision: Precision): Allowance {
  return { ulp: bound[precision], flush: precision === "fast" && bound.fast > 0 ? () => SMALLEST_NORMAL : undefined };
}

/**
 * The same for a product with a weight, scale or upstream gradient: each rounds once more in `fast`.
 * @param factor what the op's own value is multiplied by
 */
export function boundedProduct(bound: Bound, precision: Precision, factor: PerElement): Allowance {
  if (precision === "high") return { ulp: Math.max(bound.high, 0.51) };
  return { ulp: bound.fast + 1.5, flush: (i) => SMALLEST_NORMAL * Math.max(1, Math.abs(factor(i))) };
}

/**
 * How far off a term may be, relative to its size, before terms cancel: by the op's bound in `fast`; in `high` by what the
 * bound leaves beyond the rounding at the end.
 */
export function termError(bound: Bound, precision: Precision): number {
  return (precision === "fast" ? bound.fast : 0.01) * 2 ** -23;
}

/** Fails with the worst element if one lies further off than allowed. */
export function judge(label: string, got: ArrayLike<number>, truth: ArrayLike<number>, allowance: Allowance): void {
  expect(got.length, `${label}: how many numbers`).toBe(truth.length);
  let worst = 1;
  let where = -1;
  for (let i = 0; i < truth.length; i++) {
    const g = got[i] as number;
    const t = truth[i] as number;
    if (g === t) continue;
    const error = ulpError(g, t);
    const allowed = allowance.ulp + (allowance.slack?.(i) ?? 0);
    if (error <= allowed) continue;
    const flush = allowance.flush?.(i) ?? 0;
    if (Math.abs(t) < flush && (Math.abs(g) <= flush || flush === Infinity)) continue;
    if (g === Math.sign(t) * Infinity && allowance.overflows?.(i)) continue;
    const absolute = allowance.absolute?.(i) ?? 0;
    if (Math.abs(g - t) <= absolute + allowed * ulpSize(t)) continue;
    const ratio = error === Infinity || allowed === 0 ? Infinity : error / (allowed + absolute / ulpSize(t));
    if (where < 0 || ratio > worst) [worst, where] = [ratio, i];
  }
  if (where < 0) return;
  const context = allowance.context ? ` (${allowance.context(where)})` : "";
  const error = ulpError(got[where] as number, truth[where] as number);
  throw new Error(
    `${label}[${where}]${context} is ${got[where]}, the true value ${truth[where]}: ${error.toPrecision(4)} ulp off`,
  );
}

/** Index of the first pair that differs in its bits (any NaN equals any NaN); −1 if none. */
export function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return i;
  return -1;
}
