// What the table of ops offers for training, chosen by what each spec says of itself. There is no list of names here.

import { ops } from "lanewise";

/** @typedef {typeof ops[keyof typeof ops]} AnySpec */
/** @typedef {Extract<AnySpec, { kind: "loss" } | { kind: "rowLoss" }>} LossSpec */
/** @typedef {Extract<AnySpec, { kind: "activation" } | { kind: "channelActivation" } | { kind: "groupActivation" }>} ActivationSpec */
/** @typedef {Extract<AnySpec, { kind: "penalty" }>} PenaltySpec */

const all = Object.values(ops);

/** What can stand between two dense layers. */
export const activations = /** @type {ActivationSpec[]} */ (
  all.filter(({ kind }) => kind === "activation" || kind === "channelActivation" || kind === "groupActivation")
);

export const losses = /** @type {LossSpec[]} */ (all.filter(({ kind }) => kind === "loss" || kind === "rowLoss"));

export const penalties = /** @type {PenaltySpec[]} */ (all.filter(({ kind }) => kind === "penalty"));

export const TASKS = /** @type {const} */ ({
  regression: "a number",
  binary: "one of two classes",
  multiclass: "one of several classes",
});

/**
 * @param {{ readonly options: object }} spec
 * @returns {any} the options with their defaults
 */
export function defaultsOf({ options }) {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, option.default]));
}

/**
 * A cost has a minimum only where its gradient changes sign; the mean error's never does.
 * @param {LossSpec} spec
 */
export function canBeMinimised(spec) {
  if (spec.kind === "rowLoss") return true;
  const { domain: [low, high] = [-Infinity, Infinity] } = /** @type {{ domain?: readonly [number, number] }} */ (spec);
  const options = defaultsOf(spec);
  const gradientAt = (/** @type {number} */ prediction, /** @type {number} */ target) =>
    Math.sign(spec.gradient(Math.min(Math.max(prediction, low), high), target, /** @type {never} */ (options)));
  // A binary loss may fall for ever (towards the right class), but the other class turns it round.
  return spec.task === "binary" || gradientAt(-8, 0.5) !== gradientAt(8, 0.5);
}

export const trainable = losses.filter(canBeMinimised);
