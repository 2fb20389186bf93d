// The training loop: epochs of steps, the cost of both sets after each, and a word on how it goes.

import { CommandError } from "./errors.mjs";
import { makeRandom, shuffle } from "./random.mjs";
import { makeTrainer } from "./trainer.mjs";

/**
 * @typedef {object} Settings
 * @property {number} epochs
 * @property {number} rate
 * @property {number | undefined} batch rows of a step; all if not given
 * @property {import("./trainer.mjs").Penalty | undefined} penalty
 */

/**
 * @typedef {object} Result
 * @property {number} parameters
 * @property {number} steps
 * @property {{ train: number[], test: number[] }} costs at the beginning, and after each epoch
 * @property {{ cost: number, score: number }} train at the end
 * @property {{ cost: number, score: number }} test
 */

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {Settings} settings
 * @param {(epoch: number, train: number, test: number) => void} onEpoch
 * @returns {Result}
 */
export function train(lw, experiment, settings, onEpoch) {
  return lw.scope(() => {
    const trainer = makeTrainer(lw, experiment, settings);
    const all = { train: trainer.batch(experiment.train), test: trainer.batch(experiment.test) };
    const rows = experiment.train.values.map((_, row) => row);
    const size = Math.min(settings.batch ?? rows.length, rows.length);
    const random = makeRandom(experiment.seed);
    const runEpoch = () => {
      if (size === rows.length) {
        trainer.step(all.train);
        return;
      }
      shuffle(rows, random);
      for (let start = 0; start < rows.length; start += size) {
        lw.scope(() => trainer.step(trainer.batch(experiment.train, rows.slice(start, start + size))));
      }
    };
    const costs = { train: [trainer.cost(all.train)], test: [trainer.cost(all.test)] };
    for (let epoch = 1; epoch <= settings.epochs; epoch++) {
      runEpoch();
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
      parameters: trainer.parameters,
      steps: settings.epochs * Math.ceil(rows.length / size),
      costs,
      train: trainer.evaluate(all.train),
      test: trainer.evaluate(all.test),
    };
  });
}
