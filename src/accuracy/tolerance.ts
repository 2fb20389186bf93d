// What a right result is: the one definition of it, which verify mode, the tests and the accuracy sweep share.
//
// A result is right where it lies within the op's bound of the true value, in ulp. Three things may take it further:
// - terms that cancel: each is right to the op's bound, relatively, and what is off is the same when little is left of them;
// - the low end: `fast` may take for 0 what is smaller than 2^-126, and then multiply it;
// - the high end: what `fast` works in float32 lanes may become infinite on the way, although the true result is not.
// What the terms are, what multiplies and what comes on the way, each op's spec says, and the files beside this one for each kind.

import type { Precision } from "../runtime/modules.js";
import type { Bound } from "../spec/types.js";
import { ulpBetween, ulpOf } from "./ulp.js";

export type PerElement = (index: number) => number;

/** How far results may lie from the true values. */
export interface Tolerance {
  /** In ulp of the true value. */
  readonly ulp: number;
  /** An absolute distance besides, for terms that cancel. One that is not finite explains nothing. */
  readonly slack?: PerElement | undefined;
  /** True values below this may come as anything that small. */
  readonly flush?: PerElement | undefined;
  /** Where something left float32's range on the way: the result may be infinite or NaN. */
  readonly overflows?: ((index: number) => boolean) | undefined;
  /** Where an infinite true value hangs on a number that may have been flushed: without it any finite one is right. */
  readonly vanishes?: ((index: number) => boolean) | undefined;
}

/** The smallest normal float32. */
export const SMALLEST_NORMAL = 2 ** -126;
/** The smallest float32 of all. */
const SMALLEST = 2 ** -149;
/** Where float32 ends, less what roundings may add on the way. */
export const END = 2 ** 128 - 2 ** 108;
/** What even float64 may take for 0. */
const SMALLEST_WIDE = 2 ** -1000;
/** Longer sums of products are made of such ones (assembly/loops/gemm.ts). */
const LONGEST_CHAIN = 256;
/** What is computed in float64 lanes and rounded once. */
const ROUNDED_ONCE = 0.51;
/** The part of it, in ulp, that is not the rounding. */
const BESIDES_ROUNDING = 0.01;
/** The roundings of a weight times a scale, and of the product with them. */
const FACTOR_ULP = 1.5;

/** Whether `got` is a right result at this index. */
export function isRight(got: number, truth: number, tolerance: Tolerance, index: number): boolean {
  const { ulp, slack, flush, overflows, vanishes } = tolerance;
  if (ulpBetween(got, truth) <= ulp) return true;
  if (!Number.isFinite(got)) return overflows?.(index) ?? false;
  if (!Number.isFinite(truth)) return vanishes?.(index) ?? false;
  const flushed = flush?.(index) ?? 0;
  if (Math.abs(truth) < flushed && Math.abs(got) <= flushed) return true;
  const distance = slack?.(index) ?? 0;
  return Number.isFinite(distance) && Math.abs(got - truth) <= distance + ulp * ulpOf(truth);
}

/** What is known of a result at an element besides the op's bound. */
export interface Known {
  /** What numbers that `fast` may have flushed are multiplied by. */
  readonly factor?: PerElement | undefined;
  /** The largest number on the way: the op's own value, if nothing else. */
  readonly largest?: PerElement | undefined;
  /** The size of the terms that make the result, without their signs; none where it is one term. */
  readonly terms?: PerElement | undefined;
  /** Where infinities met on the way that say nothing of the result. */
  readonly isLost?: ((index: number) => boolean) | undefined;
  /** Where an infinite result hangs on a share below 2^-126. */
  readonly vanishes?: ((index: number) => boolean) | undefined;
}

/** Of an op's own values. @param truth of results that several terms make */
export function ownTolerance(bound: Bound, precision: Precision, known: Known = {}, truth?: ArrayLike<number>): Tolerance {
  return { ulp: bound[precision], ...limits(bound, precision, known), slack: slackOf(bound, precision, known, truth) };
}

/** Of an op's own values times a factor: an upstream gradient, a weight, a scale. What is exact stays so, but for a rounding. */
export function productTolerance(bound: Bound, precision: Precision, known: Known, truth?: ArrayLike<number>): Tolerance {
  const roundings = precision === "fast" && bound.fast > 0 ? FACTOR_ULP : 0;
  return { ...ownTolerance(bound, precision, known, truth), ulp: bound[precision] + roundings };
}

/** The size of the numbers at both ends of what comes on the way. */
const endsOf = ({ factor, largest }: Known, i: number) => [Math.abs(factor?.(i) ?? 1), Math.abs(largest?.(i) ?? 1)] as const;

/** What the ends of float32's range do to results of `fast`. */
function limits(bound: Bound, precision: Precision, known: Known): Pick<Tolerance, "flush" | "overflows" | "vanishes"> {
  if (bound.fast === 0) return {};
  const isFast = precision === "fast";
  return {
    vanishes: isFast ? known.vanishes : undefined,
    flush: isFast ? (i) => SMALLEST_NORMAL * Math.max(1, ...endsOf(known, i)) : undefined,
    overflows: (i) => {
      if (known.isLost?.(i)) return true;
      const [a, b] = endsOf(known, i);
      const largest = Math.max(a, b);
      // An infinity that is true stays one, unless it meets what was flushed.
      if (largest === Infinity) return Math.min(a, b) < (isFast ? SMALLEST_NORMAL : SMALLEST_WIDE);
      return isFast && largest >= END;
    },
  };
}

/**
 * What terms may be off together: where they cancel, over and above what the bound allows for what is left of them; and each may
 * have been flushed, though the result is not.
 */
function slackOf(bound: Bound, precision: Precision, known: Known, truth: ArrayLike<number> | undefined): PerElement | undefined {
  const { terms } = known;
  if (!terms || !truth) return undefined;
  const error = termError(bound, precision);
  const lost = precision === "fast" ? SMALLEST_NORMAL : 0;
  return (i) => error * Math.max(0, terms(i) - Math.abs(truth[i] as number)) + lost * Math.max(1, ...endsOf(known, i));
}

/** How far off a term is, relatively. */
function termError(bound: Bound, precision: Precision): number {
  return (bound[precision] <= ROUNDED_ONCE ? BESIDES_ROUNDING : bound[precision]) * 2 ** -23;
}

/**
 * Of sums of products of two float32 numbers.
 * @param magnitudes the same sums of what is finite, without signs
 * @param count how many products are added in float32 lanes one after the other: of equal ones all roundings go one way
 */
export function sumTolerance(
  bound: Bound,
  precision: Precision,
  magnitudes: ArrayLike<number>,
  count: number,
  truth: ArrayLike<number>,
): Tolerance {
  const ulp = bound[precision];
  const sizeAt = (i: number) => magnitudes[i] as number;
  const isFast = precision === "fast";
  const error = isFast ? 2 ** -22 * (1 + Math.min(count, LONGEST_CHAIN) / 16) : 2 ** -50;
  const lost = isFast ? count * SMALLEST : 0;
  return {
    ulp,
    slack: (i) => Math.max(0, error * sizeAt(i) - ulp * ulpOf(truth[i] as number)) + lost,
    overflows: (i) => isFast && sizeAt(i) >= END,
  };
}

/**
 * Of a cost: the sum, in float64, of losses of which each may be off as far as it says itself. In `fast` up to four losses are
 * added before they are widened, which rounds twice.
 * @param losses float64
 */
export function costTolerance(precision: Precision, each: Tolerance, losses: ArrayLike<number>): Tolerance {
  let magnitude = 0;
  let slack = 0;
  let overflows = false;
  let vanishes = false;
  for (let i = 0; i < losses.length; i++) {
    const size = Math.abs(losses[i] as number);
    const flushed = each.flush?.(i) ?? 0;
    overflows ||= each.overflows?.(i) ?? false;
    vanishes ||= each.vanishes?.(i) ?? false;
    if (!Number.isFinite(size)) continue;
    magnitude += size;
    const own = each.slack?.(i) ?? 0;
    if (Number.isFinite(own)) slack += own;
    if (precision === "fast") slack += each.ulp * ulpOf(size) + (size < flushed && flushed < Infinity ? flushed : 0);
  }
  const wide = precision === "high";
  const off = slack + magnitude * (wide ? 2 ** -50 : 2 ** -23);
  return {
    ulp: wide ? ROUNDED_ONCE : 0,
    slack: () => off,
    overflows: () => overflows || (!wide && magnitude >= END),
    vanishes: () => vanishes,
  };
}
