// Gradient descent on a problem, step by step, until it stands still or runs away.

import type { Rule } from "./optimizers.js";
import type { Place, Problem, Slope } from "./problem.js";

const MOST_STEPS = 2000;
/** A cost so many times the first one has left for good. */
const AWAY = 1e6;

export class Descent {
  readonly path: Place[];
  readonly costs: number[];
  readonly #problem: Problem;
  readonly #rule: Rule;
  readonly #rate: number;
  slope: Slope;

  constructor(problem: Problem, rule: Rule, rate: number, start: Place) {
    this.#problem = problem;
    this.#rule = rule;
    this.#rate = rate;
    this.path = [start];
    this.slope = problem.slope(start);
    this.costs = [this.slope.cost];
  }

  get place(): Place {
    return this.path.at(-1) as Place;
  }

  get steps(): number {
    return this.path.length - 1;
  }

  get diverged(): boolean {
    const first = Math.max(this.costs[0] ?? 0, 1e-6);
    return !(this.slope.cost < AWAY * first);
  }

  /** Steps have become too small to be seen. */
  get arrived(): boolean {
    const [before, now] = [this.path.at(-2), this.place];
    if (!before) return false;
    const size = Math.abs(now.weight) + Math.abs(now.bias) + 1;
    return Math.abs(now.weight - before.weight) + Math.abs(now.bias - before.bias) < 1e-6 * size;
  }

  get done(): boolean {
    return this.diverged || this.arrived || this.steps >= MOST_STEPS;
  }

  step(): void {
    if (this.done) return;
    const [weight = 0, bias = 0] = this.#rule([this.slope.weight, this.slope.bias], this.#rate);
    const next = { weight: this.place.weight + weight, bias: this.place.bias + bias };
    this.path.push(next);
    this.slope = this.#problem.slope(next);
    this.costs.push(this.slope.cost);
  }
}
