// What a loss asks of the model and the targets: how many outputs, what they end in, how targets are written, what is scored.

import { defaultsOf } from "./catalogue.mjs";

/** Keeps the logarithm of a probability finite, as Keras does. */
const EPSILON = 1e-7;

/** @typedef {import("./split.mjs").Scale} Scale */

/**
 * @typedef {object} Task
 * @property {number} outputs of the last dense layer
 * @property {{ op: string, options: import("./layers.mjs").OpOptions }[]} head what follows it
 * @property {import("./layers.mjs").OpOptions} options of the loss
 * @property {number} width numbers in the target of a row
 * @property {(values: readonly number[]) => Float32Array | Int32Array} encode
 * @property {(outputs: ArrayLike<number>, row: number) => number} read what the model's outputs say of a row: a number, or a class
 * @property {"accuracy" | "RMSE"} metric
 * @property {string} unit what the cost of a regression is measured in
 */

const at = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ index) => Number(values[index]);

/**
 * @param {import("./catalogue.mjs").LossSpec} spec
 * @param {number} classes 0 where a number is learned
 * @param {Scale} scale of the training rows' target, where it is a number
 * @returns {Task}
 */
export function makeTask(spec, classes, scale) {
  if (spec.kind === "rowLoss") return multiclass(spec, classes);
  const { domain } = /** @type {{ domain?: readonly [number, number] }} */ (spec);
  return spec.task === "binary" ? binary(spec, domain) : regression(domain, scale);
}

/**
 * How well the model knows rows whose target is known: the share of right classes, or the root of the mean squared error.
 * @param {Task} task
 * @param {readonly number[]} predictions
 * @param {readonly number[]} values
 */
export function scoreOf({ metric }, predictions, values) {
  const sum = values.reduce((total, value, row) => {
    const error = Number(predictions[row]) - value;
    return total + (metric === "accuracy" ? Number(error === 0) : error ** 2);
  }, 0);
  return metric === "accuracy" ? sum / values.length : Math.sqrt(sum / values.length);
}

/**
 * An activation whose range is the domain of the loss.
 * @param {readonly [number, number]} domain
 */
function into([low, high]) {
  if (high < Infinity) return { op: "sigmoid", options: {} };
  return low < 0 ? { op: "elu", options: { alpha: -low } } : { op: "softplus", options: {} };
}

/**
 * Losses of a limited domain depend on where zero is: the model then ends in the target's own unit. The others see the
 * standardised target, so that a delta or a rate means the same for every column.
 * @param {readonly [number, number] | undefined} domain
 * @param {Scale} scale
 * @returns {Task}
 */
function regression(domain, { mean, deviation }) {
  const [scaled, shifted] = domain ? [1, 0] : [deviation, mean];
  return {
    outputs: 1,
    head: domain ? [{ op: "linear", options: { slope: deviation, intercept: mean } }, into(domain)] : [],
    options: {},
    width: 1,
    encode: (values) => Float32Array.from(values, (value) => (value - shifted) / scaled),
    metric: "RMSE",
    read: (outputs, row) => at(outputs, row) * scaled + shifted,
    unit: domain ? "" : `in standard deviations (${deviation.toPrecision(3)})`,
  };
}

/**
 * @param {import("./catalogue.mjs").LossSpec} spec
 * @param {readonly [number, number] | undefined} domain
 * @returns {Task}
 */
function binary(spec, domain) {
  const known = defaultsOf(spec);
  const threshold = domain ? (domain[0] + domain[1]) / 2 : 0;
  return {
    outputs: 1,
    head: domain ? [into(domain)] : [],
    options: { ...("epsilon" in known && { epsilon: EPSILON }), ...("labels" in known && { labels: "zeroOne" }) },
    width: 1,
    encode: (values) => Float32Array.from(values),
    metric: "accuracy",
    read: (outputs, row) => Number(at(outputs, row) > threshold),
    unit: "",
  };
}

const ROW_HEADS = {
  logits: [],
  probabilities: [{ op: "softmax", options: {} }],
  logProbabilities: [{ op: "logSoftmax", options: {} }],
};

/**
 * @param {Extract<import("./catalogue.mjs").LossSpec, { kind: "rowLoss" }>} spec
 * @param {number} classes
 * @returns {Task}
 */
function multiclass(spec, classes) {
  const distribution = /** @type {string} */ (spec.targets) === "probabilities";
  const largest = (/** @type {ArrayLike<number>} */ predictions, /** @type {number} */ row) => {
    let best = 0;
    for (let c = 1; c < classes; c++) if (at(predictions, row * classes + c) > at(predictions, row * classes + best)) best = c;
    return best;
  };
  return {
    outputs: classes,
    head: ROW_HEADS[spec.predictions],
    options: "epsilon" in spec.options ? { epsilon: EPSILON } : {},
    width: distribution ? classes : 1,
    encode: (values) =>
      distribution
        ? Float32Array.from(values.flatMap((value) => Array.from({ length: classes }, (_, c) => Number(c === value))))
        : Int32Array.from(values),
    metric: "accuracy",
    read: largest,
    unit: "",
  };
}
