// Derivatives by central differences in float64, with Richardson's extrapolation.

import { expect } from "vitest";

/** What differences say of f′ where they agree with themselves at two steps; undefined at a joint of f or beside it. */
export function difference(
  f: (x: number) => number,
  x: number,
  step = 2 ** -9 * Math.max(Math.abs(x), 2 ** -4),
): number | undefined {
  const central = (h: number) => (f(x + h) - f(x - h)) / (2 * h);
  const richardson = (h: number) => (4 * central(h / 2) - central(h)) / 3;
  const [coarse, fine] = [richardson(step), richardson(step / 2)];
  // Roundoff of f, which the step magnifies.
  const noise = (2 ** -50 * Math.max(Math.abs(f(x)), 2 ** -10)) / step;
  if (!(Math.abs(coarse - fine) <= 1e-7 * Math.abs(fine) + noise)) return undefined;
  return fine;
}

/** Counts points where differences are conclusive, and throws where they contradict what is claimed. */
export class GradientCheck {
  #conclusive = 0;
  #all = 0;

  constructor(readonly label: string) {}

  /** @param claimed f′(x) @param scale of what is added up in f: its roundoff is forgiven */
  expect(f: (x: number) => number, x: number, claimed: number, step?: number): void {
    // An infinite cost has no differences.
    if (!Number.isFinite(f(x))) return;
    this.#all++;
    const found = difference(f, x, step);
    if (found === undefined) return;
    this.#conclusive++;
    const allowed = 1e-6 * Math.abs(found) + 1e-10 * Math.max(1, Math.abs(f(x)));
    if (!(Math.abs(claimed - found) <= allowed)) {
      throw new Error(`${this.label}: the gradient at ${x} is said to be ${claimed}, differences give ${found}`);
    }
  }

  /** There were points, and at least nine of ten have told something. */
  finish(): void {
    expect(this.#all, `${this.label}: points`).toBeGreaterThan(0);
    expect(this.#conclusive, `${this.label}: conclusive differences of ${this.#all}`).toBeGreaterThanOrEqual(0.9 * this.#all);
  }
}
