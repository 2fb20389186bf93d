// Work that goes on from frame to frame, and how long frames take.

const KEPT = 120;

export class Frames {
  readonly #work: (seconds: number) => void;
  readonly #durations: number[] = [];
  #frame = 0;
  #last = 0;

  /** @param work is told how much time has passed since the last frame */
  constructor(work: (seconds: number) => void) {
    this.#work = work;
  }

  get running(): boolean {
    return this.#frame !== 0;
  }

  start(): void {
    if (this.running) return;
    this.#last = 0;
    this.#frame = requestAnimationFrame((now) => this.#next(now));
  }

  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  /** In milliseconds, from one frame to the next; NaN before there are some. */
  get median(): number {
    const sorted = this.#durations.toSorted((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? Number.NaN;
  }

  #next(now: number): void {
    if (this.#last > 0) this.#durations.push(now - this.#last);
    if (this.#durations.length > KEPT) this.#durations.shift();
    const passed = this.#last > 0 ? Math.min(now - this.#last, 100) : 0;
    this.#last = now;
    // The work may stop the loop.
    this.#frame = requestAnimationFrame((next) => this.#next(next));
    this.#work(passed / 1000);
  }
}

export const prefersStill = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
