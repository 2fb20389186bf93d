// When workers that sleep are woken for calls too short to be worth it each by itself.

import type { Cost } from "./cost.js";
import { SPIN_MILLISECONDS } from "./limits.js";

/** What it costs to wake workers, ns: a call that takes less itself never gains by it. */
export const WAKING = 40_000;

export class Waking {
  /** What calls that came one soon after the other would have gained, ns, had workers been awake. */
  #missed = 0;
  /** Until when workers that were woken for the last call would still be awake, ms. */
  #until = 0;

  /**
   * Once so many calls have come, one soon after the other, that it would have paid to have the workers awake. The first of them
   * does not count: a call that comes alone would pay for the waking, and leave the gain to nobody.
   * @param alone what it takes without them, ns
   * @param cost tells what awake workers would spare a call of so many units
   * @param now ms
   */
  isWorth(alone: number, cost: Pick<Cost, "gain">, units: number, now: number): boolean {
    const isSoon = now < this.#until;
    this.#until = now + alone / 1e6 + SPIN_MILLISECONDS;
    this.#missed = isSoon ? this.#missed + Math.max(0, cost.gain(units)) : 0;
    if (this.#missed < WAKING) return false;
    this.#missed = 0;
    return true;
  }
}
