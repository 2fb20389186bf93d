// A trained model as JSON: what was learned, and all that is needed to read new rows as the training rows were read.

import { accessSync, constants, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { activations, losses } from "./catalogue.mjs";
import { CommandError } from "./errors.mjs";
import { find, makePlan } from "./experiment.mjs";
import { readText } from "./text.mjs";

const FORMAT = "lanewise demo model 1";

/** @typedef {import("./experiment.mjs").Plan} Plan */

/**
 * Said before the training, not after it.
 * @param {string} file
 */
export function expectWritable(file) {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch {
    throw new CommandError(`--save: ${file} cannot be written: there is no such folder, or it may not be written to`);
  }
}

/**
 * @param {string} file
 * @param {Plan} plan
 * @param {readonly number[][]} parameters
 */
export function saveModel(file, { target, targetKind, classes, scale, encoders, loss, activation, hidden }, parameters) {
  const model = {
    format: FORMAT,
    target,
    targetKind,
    classes,
    scale,
    encoders,
    hidden,
    activation: activation.name,
    loss: loss.name,
    parameters,
  };
  try {
    writeFileSync(file, `${JSON.stringify(model)}\n`);
  } catch (error) {
    throw new CommandError(`--save: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {string} file
 * @returns {{ plan: Plan, parameters: number[][] }}
 */
export function loadModel(file) {
  const { text } = readText(file, "a model that --save has written");
  const refused = new CommandError(`${file}: is not a model that --save has written`);
  try {
    const { format, parameters, ...model } = JSON.parse(text);
    if (format !== FORMAT) throw refused;
    const plan = makePlan({
      ...model,
      loss: find("loss", model.loss, losses),
      activation: find("activation", model.activation, activations),
    });
    return { plan, parameters };
  } catch (error) {
    throw error instanceof CommandError ? error : refused;
  }
}
