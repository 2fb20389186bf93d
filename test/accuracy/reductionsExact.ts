// Exact sums of doubles: Shewchuk's expansions (Adaptive Precision Floating-Point Arithmetic, 1997), as in Python's fsum.

export class ExactSum {
  /** Numbers that do not overlap, of growing magnitude; their sum is exact. */
  readonly #parts: number[] = [];

  add(value: number): void {
    const parts = this.#parts;
    let x = value;
    let kept = 0;
    for (let i = 0; i < parts.length; i++) {
      const y = parts[i] as number;
      const sum = x + y;
      const low = Math.abs(x) < Math.abs(y) ? x - (sum - y) : y - (sum - x);
      if (low !== 0) parts[kept++] = low;
      x = sum;
    }
    parts[kept++] = x;
    parts.length = kept;
  }

  /** The sum, off by one rounding at most twice. */
  get value(): number {
    return this.#parts.reduce((sum, part) => sum + part, 0);
  }

  static of(values: ArrayLike<number>): number {
    const sum = new ExactSum();
    for (let i = 0; i < values.length; i++) sum.add(values[i] as number);
    return sum.value;
  }
}
