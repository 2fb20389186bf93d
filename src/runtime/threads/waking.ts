// When workers that sleep are woken for calls too short to be worth it each by itself.

import { SPIN_MILLISECONDS } from "./limits.js";

/** What it costs to wake workers, ns. */
const WAKING = 40_000;

export class Waking {
  /** What calls that came one soon after the other would have gained, ns, had workers been awake. */
  #missed = 0;
  /** Until when workers that were woken for the last call would still be awake, ms. */
  #until = 0;

  /**
   * Once so many calls have come, one soon after the other, that it would have paid to have the workers awake. The first of them
   * does not count: a call that comes alone would pay for the waking, and leave the gain to nobody.
   * @param gain what awake workers would spare the call, ns
   * @param alone what it takes without them, ns
   * @param now ms
   */
  isWorth(gain: number, alone: number, now: number): boolean {
    if (gain <= 0) return false;
    this.#missed = now < this.#until ? this.#missed + gain : 0;
    this.#until = now + alone / 1e6 + SPIN_MILLISECONDS;
    if (this.#missed < WAKING) return false;
    this.#missed = 0;
    return true;
  }
}
