// One step of training, and the evaluation of a set: all the arithmetic is the library's, but for Adam's.

import { makeAdam } from "./adam.mjs";
import { opOf } from "./layers.mjs";
import { makeModel } from "./model.mjs";
import { scoreOf } from "./task.mjs";

/** @typedef {import("lanewise").Tensor} Tensor */
/** @typedef {{ x: Tensor, target: Tensor | Int32Array, values: number[] }} Batch */
/** @typedef {{ name: string, options: Record<string, number> }} Penalty */

/**
 * @typedef {object} Trainer
 * @property {() => number[][]} parameters the numbers that are learned, a copy
 * @property {(part: import("./experiment.mjs").Part, rows?: readonly number[]) => Batch} batch all rows, or those given
 * @property {(batch: Batch) => number} step gives the cost before it
 * @property {(batch: Batch) => number} cost
 * @property {(batch: Batch) => { cost: number, score: number, predictions: number[] }} evaluate
 * @property {(x: Float32Array) => Float32Array} outputs what the model gives for rows of inputs
 */

/**
 * @param {import("./layers.mjs").Lanewise} lw
 * @param {import("./experiment.mjs").Experiment} experiment
 * @param {{ rate: number, penalty: Penalty | undefined }} settings
 * @returns {Trainer}
 */
export function makeTrainer(lw, experiment, { rate, penalty }) {
  const { task, inputs } = experiment;
  const model = makeModel(lw, experiment, experiment.seed);
  const update = makeAdam(model.parameters, rate);
  const loss = opOf(lw, experiment.loss.name);

  /** Adds the penalty's gradient to that of the weights; gives its value. */
  const penalise = (/** @type {Penalty} */ { name, options }) =>
    model.weights.reduce((sum, { value, gradient }) => {
      const { value: part, grad } = opOf(lw, name).valueAndGrad(value, options);
      const into = /** @type {Tensor} */ (gradient).data;
      // Where no gradient arrives (behind a step), the penalty alone would be given Adam's full steps, and wipe the weights out.
      if (into.some((each) => each !== 0)) for (let i = 0; i < into.length; i++) into[i] = Number(into[i]) + grad.data[i];
      return sum + part;
    }, 0);
  const penaltyOf = (/** @type {Penalty} */ { name, options }) =>
    model.weights.reduce((sum, { value }) => sum + opOf(lw, name)(value, options), 0);

  const costOf = (/** @type {Batch} */ { target }, /** @type {Tensor} */ output) =>
    loss(output, target, task.options) + (penalty ? penaltyOf(penalty) : 0);

  return {
    parameters: () => model.parameters.map(({ value }) => [...value.data]),
    batch({ x, target, values }, rows) {
      const count = rows?.length ?? values.length;
      const encoded = rows ? gather(target, rows, task.width) : target;
      return {
        x: lw.tensor(rows ? gather(x, rows, inputs) : x, [count, inputs]),
        target: encoded instanceof Int32Array ? encoded : lw.tensor(encoded, [count, task.width]),
        values: rows ? rows.map((row) => Number(values[row])) : values,
      };
    },
    step: ({ x, target }) =>
      lw.scope(() => {
        const { value, grad } = loss.valueAndGrad(model.forward(x), target, task.options);
        model.backward(grad);
        const cost = value + (penalty ? penalise(penalty) : 0);
        update();
        return cost;
      }),
    cost: (batch) => lw.scope(() => costOf(batch, model.forward(batch.x))),
    evaluate: (batch) =>
      lw.scope(() => {
        const output = model.forward(batch.x);
        const outputs = output.toArray();
        const predictions = batch.values.map((_, row) => task.read(outputs, row));
        return { cost: costOf(batch, output), score: scoreOf(task, predictions, batch.values), predictions };
      }),
    outputs: (x) => lw.scope(() => model.forward(lw.tensor(x, [x.length / inputs, inputs])).toArray()),
  };
}

/**
 * @template {Float32Array | Int32Array} A
 * @param {A} values
 * @param {readonly number[]} rows
 * @param {number} width
 * @returns {A}
 */
function gather(values, rows, width) {
  const gathered = /** @type {A} */ (values.slice(0, rows.length * width));
  rows.forEach((row, i) => {
    gathered.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return gathered;
}
