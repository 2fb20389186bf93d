// One thing to learn: data split and scaled, the task that the loss makes of them, and the model's shape. No op has run yet.

import { activations, canBeMinimised, losses, trainable } from "./catalogue.mjs";
import { readClasses, readNumbers } from "./data.mjs";
import { CommandError } from "./errors.mjs";
import { makeRandom } from "./random.mjs";
import { holdOut, standardise } from "./split.mjs";
import { makeTask } from "./task.mjs";

/**
 * Rows as the trainer takes them.
 * @typedef {object} Part
 * @property {number[]} values the target as numbers or class indices
 * @property {Float32Array} x
 * @property {Float32Array | Int32Array} target
 */

/**
 * @typedef {object} Experiment
 * @property {string} title
 * @property {string[]} features
 * @property {string[] | undefined} classes
 * @property {import("./catalogue.mjs").LossSpec} loss
 * @property {import("./catalogue.mjs").ActivationSpec} activation
 * @property {import("./task.mjs").Task} task
 * @property {number} hidden
 * @property {number} seed
 * @property {Part} train
 * @property {Part} test
 */

/**
 * @template {{ name: string }} S
 * @param {string} option
 * @param {string} name
 * @param {readonly S[]} specs
 * @returns {S}
 */
export function find(option, name, specs) {
  const found = specs.find((spec) => spec.name === name);
  if (found) return found;
  throw new CommandError(
    `--${option}: unknown ${option} "${name}", expected one of ${specs.map((spec) => spec.name).join(", ")}`,
  );
}

/**
 * @param {import("./data.mjs").Dataset} data
 * @param {{ loss: string, activation: string, hidden: number, seed: number }} choices
 * @returns {Experiment}
 */
export function makeExperiment(data, { loss: lossName, activation, hidden, seed }) {
  const loss = find("loss", lossName, losses);
  if (!canBeMinimised(loss)) {
    throw new CommandError(`--loss: ${lossName} cannot be minimised: its gradient has the same sign everywhere`);
  }
  const target = readTarget(data, loss);
  const split = holdOut(target.values, target.classes, makeRandom(seed));
  const valuesOf = (/** @type {number[]} */ rows) => rows.map((row) => Number(target.values[row]));
  const values = { train: valuesOf(split.train), test: valuesOf(split.test) };
  const task = makeTask(loss, target, values.train);
  const x = standardise(data.x, split);
  return {
    title: data.target,
    features: data.features,
    classes: target.classes,
    loss,
    activation: find("activation", activation, activations),
    task,
    hidden,
    seed,
    train: { values: values.train, x: x.train, target: task.encode(values.train) },
    test: { values: values.test, x: x.test, target: task.encode(values.test) },
  };
}

/**
 * @param {import("./data.mjs").Dataset} data
 * @param {import("./catalogue.mjs").LossSpec} loss
 */
function readTarget(data, loss) {
  if (loss.task === "regression") {
    return readNumbers(data, loss.name, /** @type {{ domain?: readonly [number, number] }} */ (loss).domain);
  }
  const forNumbers = trainable.filter(({ task }) => task === "regression").map(({ name }) => name);
  return readClasses(data, loss.name, loss.task === "binary", forNumbers);
}
