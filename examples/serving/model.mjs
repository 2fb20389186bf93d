// A small model to serve, whose answers are known: each output is the sum of the inputs times the output's number.

import * as tf from "lanewise/tfjs-node";

export const [INPUTS, HIDDEN, OUTPUTS] = [64, 256, 8];

/** @param {readonly number[]} input @returns {number[]} */
export function answerTo(input) {
  const sum = input.reduce((total, each) => total + each, 0);
  return Array.from({ length: OUTPUTS }, (_, i) => sum * i);
}

/** Inputs to ask with, by number: whole, so that their sums are exact. */
export const inputOf = (number) => Array.from({ length: INPUTS }, (_, i) => (number * 31 + i * 7) % 100);

/** @param {readonly number[]} input @param {readonly number[]} output */
export function isAnswerTo(input, output) {
  const expected = answerTo(input);
  return output.length === expected.length && output.every((each, i) => Math.abs(each - expected[i]) <= 1e-5 * expected[i]);
}

/** The hidden layer passes the sum on, shared among its units; inputs are positive, so that its relu lets all through. */
export async function writeModel(folder) {
  const model = tf.sequential();
  model.add(tf.layers.dense({ inputShape: [INPUTS], units: HIDDEN, activation: "relu", kernelInitializer: "ones" }));
  model.add(tf.layers.dense({ units: OUTPUTS }));
  const numbers = tf.range(0, OUTPUTS).div(HIDDEN);
  model.layers[1].setWeights([numbers.tile([HIDDEN]).reshape([HIDDEN, OUTPUTS]), tf.zeros([OUTPUTS])]);
  await model.save(`file://${folder}`);
}
