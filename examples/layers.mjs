// The parts of a model: each maps forward, and takes the gradient of its output back to that of its input.

import { normal } from "./random.mjs";

/** @typedef {import("lanewise").Lanewise} Lanewise */
/** @typedef {import("lanewise").Tensor} Tensor */

/**
 * What is learned. The gradient is there after `backward`.
 * @typedef {{ value: Tensor, gradient: Tensor | undefined }} Parameter
 */

/**
 * @typedef {object} Layer
 * @property {Parameter[]} parameters
 * @property {Parameter[]} weights those that a penalty concerns: not biases or slopes
 * @property {(x: Tensor) => Tensor} forward
 * @property {(dy: Tensor) => Tensor} backward after `forward`
 */

/** @typedef {Record<string, number | string | boolean | undefined>} OpOptions */

/**
 * An op whose name is known only at run time: the table says its kind, TypeScript cannot.
 * @param {Lanewise} lw
 * @param {string} name
 * @returns {any}
 */
export function opOf(lw, name) {
  return lw[/** @type {keyof Lanewise} */ (name)];
}

/**
 * @param {Lanewise} lw
 * @param {number} inputs
 * @param {number} outputs
 * @param {number} deviation of the initial weights
 * @param {() => number} random
 * @returns {Layer}
 */
export function denseLayer(lw, inputs, outputs, deviation, random) {
  /** @type {Parameter} */
  const weights = {
    value: lw.tensor(
      Float32Array.from({ length: inputs * outputs }, () => normal(random) * deviation),
      [inputs, outputs],
    ),
    gradient: undefined,
  };
  /** @type {Parameter} */
  const bias = { value: lw.zeros([outputs]), gradient: undefined };
  /** @type {Tensor} */
  let input;
  return {
    parameters: [weights, bias],
    weights: [weights],
    forward(x) {
      input = x;
      return lw.dense(x, weights.value, bias.value);
    },
    backward(dy) {
      const gradients = lw.dense.backward(dy, input, weights.value);
      weights.gradient = gradients.weights;
      bias.gradient = gradients.bias;
      return gradients.x;
    },
  };
}

/**
 * Any op of one input: an activation, groups (maxout), a row op (softmax).
 * @param {Lanewise} lw
 * @param {string} name
 * @param {OpOptions} options
 * @returns {Layer}
 */
export function opLayer(lw, name, options = {}) {
  const op = opOf(lw, name);
  /** @type {Tensor} */
  let input;
  return {
    parameters: [],
    weights: [],
    forward(x) {
      input = x;
      return op(x, options);
    },
    backward: (dy) => op.backward(dy, input, options),
  };
}

/**
 * An activation with a learnable slope for each channel.
 * @param {Lanewise} lw
 * @param {string} name
 * @param {number} channels
 * @returns {Layer}
 */
export function slopeLayer(lw, name, channels) {
  const op = opOf(lw, name);
  // A quarter, as He, Zhang, Ren and Sun begin.
  /** @type {Parameter} */
  const slopes = { value: lw.tensor(new Float32Array(channels).fill(0.25)), gradient: undefined };
  /** @type {Tensor} */
  let input;
  return {
    parameters: [slopes],
    weights: [],
    forward(x) {
      input = x;
      return op(x, slopes.value);
    },
    backward(dy) {
      const gradients = op.backward(dy, input, slopes.value);
      slopes.gradient = gradients.alpha;
      return gradients.x;
    },
  };
}
