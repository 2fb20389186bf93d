// A training run: steps, the costs they lead to, and what a step takes beside the same step in plain JavaScript.

import { loadSync } from "lanewise/reference";
import { type Lanewise, lw } from "../../library/library.js";
import { type Experiment, type Trainer, trainerOf } from "./setup.js";

const plain = loadSync();
const TIMED = 12;

export class Run {
  readonly experiment: Experiment;
  readonly trainer: Trainer;
  readonly costs = { train: [] as number[], test: [] as number[] };
  steps = 0;
  readonly #batches;
  readonly #rate: number;

  constructor(experiment: Experiment, rate: number) {
    this.experiment = experiment;
    this.#rate = rate;
    this.trainer = trainerOf(lw, experiment, rate);
    this.#batches = { train: this.trainer.batch(experiment.train), test: this.trainer.batch(experiment.test) };
    this.#record();
  }

  get failed(): boolean {
    return !Number.isFinite(this.costs.train.at(-1));
  }

  step(times: number): void {
    for (let i = 0; i < times && !this.failed; i++) {
      this.trainer.step(this.#batches.train);
      this.steps++;
      this.#record();
    }
  }

  score(): { train: number; test: number } {
    return { train: this.trainer.evaluate(this.#batches.train).score, test: this.trainer.evaluate(this.#batches.test).score };
  }

  /** Seconds of a step, of ours and of lanewise/reference, each on a model of its own so that this run is not disturbed. */
  time(): { ours: number; plain: number } {
    // What the models hold is freed at the end.
    return lw.scope(() => plain.scope(() => this.#timeBoth()));
  }

  #timeBoth(): { ours: number; plain: number } {
    const stepIn = (library: Lanewise) => {
      const trainer = trainerOf(library, this.experiment, this.#rate);
      const batch = trainer.batch(this.experiment.train);
      return (times: number) => {
        const start = performance.now();
        for (let i = 0; i < times; i++) trainer.step(batch);
        return (performance.now() - start) / 1000 / times;
      };
    };
    const [ours, theirs] = [stepIn(lw), stepIn(plain)];
    const samples = { ours: [] as number[], plain: [] as number[] };
    // In turns, so that whatever else the machine does hits both; a short step many times, for browsers' clocks are coarse.
    for (let i = 0; i < TIMED; i++) {
      samples.plain.push(theirs(2));
      samples.ours.push(ours(TIMED));
    }
    return { ours: median(samples.ours), plain: median(samples.plain) };
  }

  #record(): void {
    this.costs.train.push(this.trainer.cost(this.#batches.train));
    this.costs.test.push(this.trainer.cost(this.#batches.test));
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
