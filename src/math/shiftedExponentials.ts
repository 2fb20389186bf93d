/** A row of logits, shifted by its maximum so that nothing overflows. */
export interface ShiftedExponentials {
  /** The largest element; NaNs are passed over. */
  readonly max: number;
  /** e^(x − max) */
  readonly exponentials: Float64Array;
  /** Σ e^(x − max) */
  readonly sum: number;
  /** Σ e^(x − max) − 1, relatively accurate also when one element dominates. */
  readonly excess: number;
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
  const excess = ties - 1 + rest;
  return { max, exponentials, sum: ties + rest, excess, logSum: Math.log1p(excess) };
}

/** A · softmax(x) − a of targets a with sum A, as ((A e − a) − a (Σ e − 1)) / Σ e, which keeps 1 − p of a class that dominates. */
export function lessTargets({ exponentials, excess, sum }: ShiftedExponentials, targets: Float64Array): Float64Array {
  const total = targets.reduce((a, b) => a + b, 0);
  return targets.map((a, c) => (total * (exponentials[c] as number) - a - a * excess) / sum);
}
