// One thing to learn: data split and scaled, the task that the loss makes of them, and the model's shape. No op has run yet.

import { activations, canBeMinimised, losses, trainable } from "./catalogue.mjs";
import { encode, inputsOf, makeEncoder } from "./encode.mjs";
import { CommandError } from "./errors.mjs";
import { makeRandom } from "./random.mjs";
import { holdOut, scaleOf } from "./split.mjs";
import { readClasses, readNumbers } from "./target.mjs";
import { makeTask } from "./task.mjs";

/**
 * Rows as the trainer takes them.
 * @typedef {object} Part
 * @property {number[]} values the target as numbers or class indices
 * @property {Float32Array} x
 * @property {Float32Array | Int32Array} target
 */

/**
 * What makes a model, besides its learned numbers.
 * @typedef {object} Plan
 * @property {string} target name of its column
 * @property {Pick<import("./kinds.mjs").Kind, "kind" | "dayFirst">} targetKind
 * @property {string[] | undefined} classes
 * @property {import("./split.mjs").Scale} scale of a target that is a number
 * @property {readonly import("./encode.mjs").Encoder[]} encoders one for each feature column
 * @property {number} inputs
 * @property {import("./catalogue.mjs").LossSpec} loss
 * @property {import("./catalogue.mjs").ActivationSpec} activation
 * @property {import("./task.mjs").Task} task
 * @property {number} hidden
 */

/**
 * @typedef {Plan & {
 *   seed: number,
 *   remarks: readonly [string, string][],
 *   train: Part,
 *   test: Part,
 * }} Experiment
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
  const { values, classes } = readTarget(data, loss);
  const split = holdOut(values, classes, makeRandom(seed));
  const encoders = data.features.map((feature) => makeEncoder(feature, split.train));
  const columns = data.features.map((feature) => feature.values);
  const valuesOf = (/** @type {number[]} */ rows) => rows.map((row) => Number(values[row]));
  const plan = makePlan({
    target: data.target,
    targetKind: { kind: data.targetKind.kind === "date" ? "date" : "number", dayFirst: data.targetKind.dayFirst },
    classes,
    scale: scaleOf(valuesOf(split.train)),
    encoders,
    loss,
    activation: find("activation", activation, activations),
    hidden,
  });
  const partOf = (/** @type {number[]} */ rows) => ({
    values: valuesOf(rows),
    x: encode(encoders, columns, rows),
    target: plan.task.encode(valuesOf(rows)),
  });
  return { ...plan, seed, remarks: data.remarks, train: partOf(split.train), test: partOf(split.test) };
}

/**
 * @param {Omit<Plan, "inputs" | "task">} parts
 * @returns {Plan}
 */
export function makePlan(parts) {
  const { loss, classes, scale, encoders } = parts;
  return { ...parts, inputs: inputsOf(encoders), task: makeTask(loss, classes?.length ?? 0, scale) };
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
