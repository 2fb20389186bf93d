// dense → activation → dense, and what the loss wants behind it.

import { defaultsOf } from "./catalogue.mjs";
import { denseLayer, opLayer, slopeLayer } from "./layers.mjs";
import { makeRandom } from "./random.mjs";

/** @typedef {import("./layers.mjs").Layer} Layer */

/**
 * Inputs of the activation for each of its outputs: more than one where it chooses among a group.
 * @param {import("./catalogue.mjs").ActivationSpec} spec
 */
function groupOf(spec) {
  return spec.kind === "groupActivation" ? spec.groupSize(defaultsOf(spec)) : 1;
}

/**
 * He's initial weights for activations without an upper end, Glorot's for those that saturate.
 * @param {import("./catalogue.mjs").ActivationSpec} spec
 * @param {number} inputs
 * @param {number} outputs
 */
function initialDeviation(spec, inputs, outputs) {
  const [, high] = spec.range(/** @type {never} */ (defaultsOf(spec)));
  return high === Infinity ? Math.sqrt(2 / inputs) : Math.sqrt(2 / (inputs + outputs));
}

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {import("./experiment.mjs").Plan} plan
 * @param {number} seed of the initial weights
 * @returns {Layer} the layers as one
 */
export function makeModel(lw, { inputs, hidden, activation, task }, seed) {
  const random = makeRandom(seed);
  const wide = hidden * groupOf(activation);
  /** @type {Layer[]} */
  const layers = [
    denseLayer(lw, inputs, wide, initialDeviation(activation, inputs, hidden), random),
    activation.kind === "channelActivation" ? slopeLayer(lw, activation.name, hidden) : opLayer(lw, activation.name),
    denseLayer(lw, hidden, task.outputs, Math.sqrt(2 / (hidden + task.outputs)), random),
    ...task.head.map(({ op, options }) => opLayer(lw, op, options)),
  ];
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    weights: layers.flatMap(({ weights }) => weights),
    forward: (x) => layers.reduce((output, layer) => layer.forward(output), x),
    backward: (dy) => layers.reduceRight((gradient, layer) => layer.backward(gradient), dy),
  };
}

/**
 * @param {import("./experiment.mjs").Plan} plan
 * @returns {string[]} the layers in words
 */
export function describeModel({ inputs, hidden, activation, task, loss }) {
  return [
    `${inputs}`,
    `dense ${hidden * groupOf(activation)}`,
    activation.name,
    `dense ${task.outputs}`,
    ...task.head.map(({ op }) => op),
    loss.name,
  ];
}
