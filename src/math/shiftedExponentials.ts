/** A row of logits, shifted by its maximum so that nothing overflows. */
export interface ShiftedExponentials {
  /** The largest element; NaNs are passed over. */
  readonly max: number;
  /** e^(x − max) */
  readonly exponentials: Float64Array;
  /** Σ e^(x − max) */
  readonly sum: number;
  /** log Σ e^(x − max), by log1p of all but the maximum: relatively accurate also when one element dominates. */
  readonly logSum: number;
}

export function shiftedExponentials(x: Float64Array): ShiftedExponentials {
  const max = x.reduce((a, b) => (b > a ? b : a), -Infinity);
  const exponentials = x.map((each) => Math.exp(each - max));
  let ties = 0;
  let rest = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] === max && Number.isFinite(max)) ties++;
    else rest += exponentials[i] as number;
  }
  return { max, exponentials, sum: ties + rest, logSum: Math.log1p(ties - 1 + rest) };
}

/**
 * The size of the terms of A p_c − a_c, A = Σ a, p = softmax(x). Of one class alone it is one term, −A (1 − p_c) or A p_c, in
 * which nothing cancels.
 * @param areExact whether the a are what was given, and not rounded
 */
export function shareTerms(x: Float64Array, a: Float64Array, areExact: boolean): Float64Array {
  const { exponentials, sum } = shiftedExponentials(x);
  if (areExact && a.filter((each) => each !== 0).length === 1) return new Float64Array(x.length);
  const total = a.reduce((all, each) => all + Math.abs(each), 0);
  return exponentials.map((e, c) => (total * e) / sum + Math.abs(a[c] as number));
}

/** The largest distance from the maximum. */
export function spread(x: Float64Array): number {
  return x.reduce((a, b) => Math.max(a, b), -Infinity) - x.reduce((a, b) => (b > -Infinity ? Math.min(a, b) : a), Infinity);
}

/** Of each element the sum of all others: nothing cancels, as it would in the sum of all less the one. */
function sumsOfOthers(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  for (let i = 1; i < values.length; i++) sums[i] = (sums[i - 1] as number) + (values[i - 1] as number);
  let after = 0;
  for (let i = values.length - 1; i >= 0; i--) {
    sums[i] = (sums[i] as number) + after;
    after += values[i] as number;
  }
  return sums;
}

/** A p_c − a_c with p = softmax(x) and A = Σ a, as ((A − a_c) e_c − a_c (Σ e − e_c)) / Σ e: what is missing to p = 1 is kept. */
export function sharesLess(x: Float64Array, a: Float64Array): Float64Array {
  const { exponentials, sum } = shiftedExponentials(x);
  const [otherTargets, otherExponentials] = [sumsOfOthers(a), sumsOfOthers(exponentials)];
  return exponentials.map(
    (e, c) => ((otherTargets[c] as number) * e - (a[c] as number) * (otherExponentials[c] as number)) / sum,
  );
}
