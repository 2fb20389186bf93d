// The training loop: epochs of steps, the cost of both sets after each, and a word on how it goes.

import { CommandError } from "./errors.mjs";
import { makeRandom, shuffle } from "./random.mjs";
import { makeTrainer } from "./trainer.mjs";

/** Where no batch is named, more rows than this are taken in batches … */
const MOST_ROWS_AT_ONCE = 8192;
/** … of so many; */
const BATCH = 1024;
/** and where no epochs are named, rows are seen no oftener than makes so many in all. */
const MOST_ROWS_SEEN = 4e6;

/**
 * What is asked for.
 * @typedef {object} Settings
 * @property {number | undefined} epochs
 * @property {number} rate
 * @property {number | undefined} batch rows of a step
 * @property {import("./trainer.mjs").Penalty | undefined} penalty
 */

/**
 * @typedef {object} Result
 * @property {number[][]} parameters what was learned
 * @property {number} steps
 * @property {{ train: number[], test: number[] }} costs at the beginning, and after each epoch
 * @property {{ cost: number, score: number, predictions: number[] }} train at the end
 * @property {{ cost: number, score: number, predictions: number[] }} test
 */

/**
 * Epochs and batch as they are for so many rows.
 * @param {Settings} settings
 * @param {number} rows to learn from
 */
export function scheduleOf({ epochs, batch }, rows) {
  return {
    epochs: epochs ?? Math.min(Math.max(Math.round(MOST_ROWS_SEEN / rows), 5), 200),
    batch: Math.min(batch ?? (rows > MOST_ROWS_AT_ONCE ? BATCH : rows), rows),
  };
}

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {Settings} settings
 * @param {import("./report.mjs").Progress} progress
 * @returns {Result}
 */
export function train(lw, experiment, settings, { onStep, onEpoch }) {
  return lw.scope(() => {
    const trainer = makeTrainer(lw, experiment, settings);
    const all = { train: trainer.batch(experiment.train), test: trainer.batch(experiment.test) };
    const rows = experiment.train.values.map((_, row) => row);
    const { epochs, batch } = scheduleOf(settings, rows.length);
    const random = makeRandom(experiment.seed);
    const runEpoch = (/** @type {number} */ epoch) => {
      if (batch === rows.length) {
        trainer.step(all.train);
        return;
      }
      shuffle(rows, random);
      for (let start = 0; start < rows.length; start += batch) {
        const cost = lw.scope(() => trainer.step(trainer.batch(experiment.train, rows.slice(start, start + batch))));
        onStep(epoch - 1 + start / rows.length, cost);
      }
    };
    const costs = { train: [trainer.cost(all.train)], test: [trainer.cost(all.test)] };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      runEpoch(epoch);
      const [trained, tested] = [trainer.cost(all.train), trainer.cost(all.test)];
      if (!Number.isFinite(trained)) {
        throw new CommandError(
          `the cost became ${trained} in epoch ${epoch}: try a --rate below ${settings.rate}, or another --loss`,
        );
      }
      costs.train.push(trained);
      costs.test.push(tested);
      onEpoch(epoch, trained, tested);
    }
    return {
      parameters: trainer.parameters(),
      steps: epochs * Math.ceil(rows.length / batch),
      costs,
      train: trainer.evaluate(all.train),
      test: trainer.evaluate(all.test),
    };
  });
}
