// What a kernel's work costs, alone and split, learned from the calls themselves: so no op needs to be classed by hand, and what
// a machine, an engine, the size of a cache or a neighbour's load make of it is noticed.

import { now } from "../environment.js";

/** How a call is made: by the caller alone, or shared with workers that are awake, or that have to be woken first. */
export const Way = { alone: 0, awake: 1, asleep: 2 } as const;
export type Way = (typeof Way)[keyof typeof Way];
type Shared = Exclude<Way, 0>;

/** ns a unit until it is measured: that of the cheapest kernels. */
const CHEAPEST = 0.05;
/** What sharing costs until it is measured, ns, by way. */
const OVERHEAD = [0, 2000, 40_000] as const;
/** What is left to the caller, of a call that is shared evenly by two, until it is measured. */
const SHARE = 0.6;
/** By so much a way must be better than doing it alone. */
const MARGIN = 0.97;
/** Calls that take longer than this are split unseen, ns: what there is to lose is small, what there is to wait for is not. */
const LONG = 4e6;
/** Until it has been timed so often, the best time of a way counts: first calls find cold caches and slower code. */
const FIRST = 8;
/** So often a call alone is timed before the first is shared. */
const FIRST_ALONE = 3;
/** Two calls of so many are made the other way, to see whether it still is the worse one … */
const LOOK_AGAIN = 64;
/** … fewer where it was worse by this factor. */
const HOPELESS = 1.5;
const LOOK_AGAIN_HOPELESS = 1024;
/** Times are kept by the power of two below the units: what fits into a cache differs from what does not. */
const CLASSES = 40;
const WAYS = 3;
/** Shorter calls are timed only now and then: looking at the clock takes 50 ns, twice. */
const SHORT = 10_000;
const EVERY = 16;

const classOf = (units: number) =>
  units < 2 ** 31 ? 31 - Math.clz32(units) : Math.min(CLASSES - 1, Math.floor(Math.log2(units)));

export class Cost {
  /** ns a unit by class and way, 0 where nothing is known. Made with the first time: many kernels are never timed. */
  #times: Float64Array | undefined;
  #counts: Uint8Array | undefined;
  #calls = 0;
  #decisions = 0;

  /** An estimate for the work of a call, done alone. @param units elements, products or whatever the caller counts */
  nanoseconds(units: number): number {
    return units * this.#alone(classOf(units));
  }

  /** ns a unit: of the class, else of the nearest one below or above. */
  #alone(size: number): number {
    const times = this.#times;
    if (!times) return CHEAPEST;
    if (times[size * WAYS]) return times[size * WAYS] as number;
    for (let away = 1; away < CLASSES; away++) {
      const near = times[(size - away) * WAYS] || times[(size + away) * WAYS];
      if (near) return near;
    }
    return CHEAPEST;
  }

  /** Whether to share a call with workers; now and then it is tried what the other choice would bring. */
  prefers(way: Shared, units: number): boolean {
    const size = classOf(units);
    const alone = units * this.#alone(size);
    if (this.#count(size, Way.alone) < FIRST_ALONE && alone < LONG) return false;
    const shared = this.#shared(size, way, units);
    const better = shared < alone * MARGIN;
    if (this.#count(size, way) < FIRST) return better;
    const hopeless = shared > alone * HOPELESS || alone > shared * HOPELESS;
    return this.#decisions++ % (hopeless ? LOOK_AGAIN_HOPELESS : LOOK_AGAIN) < 2 ? !better : better;
  }

  /** What sharing a call would spare if workers were awake, ns. */
  gain(units: number): number {
    const size = classOf(units);
    return units * this.#alone(size) * MARGIN - this.#shared(size, Way.awake, units);
  }

  #shared(size: number, way: Shared, units: number): number {
    const known = this.#count(size, way) >= FIRST;
    return (
      units * (known ? ((this.#times as Float64Array)[size * WAYS + way] as number) : this.#alone(size) * SHARE) +
      (known ? 0 : OVERHEAD[way])
    );
  }

  #count(size: number, way: Way): number {
    return this.#counts?.[size * WAYS + way] ?? 0;
  }

  /** The time at which a call that is not shared starts; 0 where it is not to be timed. */
  start(units: number): number {
    return this.#calls++ % EVERY === 0 || this.nanoseconds(units) > SHORT ? now() : 0;
  }

  /** @param started what `start` gave */
  end(started: number, units: number): void {
    if (started !== 0) this.add(Way.alone, now() - started, units);
  }

  add(way: Way, milliseconds: number, units: number): void {
    // Less than the clock can tell, or nothing to divide by.
    if (milliseconds <= 0 || units === 0) return;
    this.#times ??= new Float64Array(CLASSES * WAYS);
    this.#counts ??= new Uint8Array(CLASSES * WAYS);
    const at = classOf(units) * WAYS + way;
    const measured = (milliseconds * 1e6) / units;
    const before = this.#times[at] as number;
    const count = this.#counts[at] as number;
    if (count < FIRST) {
      this.#counts[at] = count + 1;
      this.#times[at] = count === 0 ? measured : Math.min(before, measured);
    } else {
      // An average, but a call that was interrupted counts as little more than a slow one.
      this.#times[at] = before + Math.min(measured - before, before / 4) / 4;
    }
  }
}
