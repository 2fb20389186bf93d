// What a loss asks of the model and the targets: how many outputs, what they end in, how targets are written, what is scored.

import { defaultsOf } from "./catalogue.mjs";
import { scaleOf } from "./split.mjs";

/** Keeps the logarithm of a probability finite, as Keras does. */
const EPSILON = 1e-7;

/**
 * @typedef {object} Task
 * @property {number} outputs of the last dense layer
 * @property {{ op: string, options: import("./layers.mjs").OpOptions }[]} head what follows it
 * @property {import("./layers.mjs").OpOptions} options of the loss
 * @property {number} width numbers in the target of a row
 * @property {(values: readonly number[]) => Float32Array | Int32Array} encode
 * @property {"accuracy" | "RMSE"} metric
 * @property {(predictions: ArrayLike<number>, values: readonly number[]) => number} score
 * @property {string} unit what the cost of a regression is measured in
 */

const at = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ index) => Number(values[index]);

/**
 * @param {import("./catalogue.mjs").LossSpec} spec
 * @param {import("./data.mjs").Target} target
 * @param {readonly number[]} train values of the training rows
 * @returns {Task}
 */
export function makeTask(spec, target, train) {
  if (spec.kind === "rowLoss") return multiclass(spec, /** @type {string[]} */ (target.classes).length);
  const { domain } = /** @type {{ domain?: readonly [number, number] }} */ (spec);
  return spec.task === "binary" ? binary(spec, domain) : regression(domain, scaleOf(train));
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
 * @param {import("./split.mjs").Scale} scale
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
    score: (predictions, values) => {
      const squares = values.map((value, row) => (at(predictions, row) * scaled + shifted - value) ** 2);
      return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / values.length);
    },
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
    score: (predictions, values) =>
      values.filter((value, row) => Number(at(predictions, row) > threshold) === value).length / values.length,
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
    score: (predictions, values) => values.filter((value, row) => largest(predictions, row) === value).length / values.length,
    unit: "",
  };
}
