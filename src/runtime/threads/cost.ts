// What a kernel's work costs, learned from the calls themselves: so no op needs to be classed by hand, and a slower machine or
// engine is noticed.

/** Until it is measured: that of the cheapest kernels, so that nothing is split too early. */
const CHEAPEST = 0.25;
/** Time over which it is averaged, ms: older measurements fade. */
const MEMORY = 5;
/** Calls with less work are not timed: looking at the clock (50 ns) would be felt. */
const LEAST_UNITS = 8192;
/** Once there is an estimate, only each n-th call is timed. */
const EVERY = 16;

export class Cost {
  #units = 0;
  #milliseconds = 0;
  #calls = 0;

  /** An estimate for the work of a call. @param units elements, products or whatever the caller counts */
  nanoseconds(units: number): number {
    return units * (this.#units === 0 ? CHEAPEST : (this.#milliseconds * 1e6) / this.#units);
  }

  /** The time at which a call starts; 0 where it is not to be timed. */
  start(units: number): number {
    if (units < LEAST_UNITS) return 0;
    return this.#calls++ % EVERY === 0 || this.#milliseconds < MEMORY / 2 ? performance.now() : 0;
  }

  /** @param started what `start` gave */
  end(started: number, units: number): void {
    if (started !== 0) this.add(performance.now() - started, units);
  }

  add(milliseconds: number, units: number): void {
    this.#units += units;
    this.#milliseconds += milliseconds;
    if (this.#milliseconds < MEMORY) return;
    this.#units /= 2;
    this.#milliseconds /= 2;
  }
}
