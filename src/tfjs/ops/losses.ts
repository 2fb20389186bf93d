// Losses in one kernel each, with gradients of any order. Arguments in the order of tf.losses, and its reductions.

import { customGrad, losses, notEqual, Reduction, type Tensor, where, zerosLike } from "@tensorflow/tfjs-core";
import { checkOption, settingsReader } from "../../facade/settings.js";
import { ops } from "../../ops.js";
import type { OptionSpec, OptionSpecs } from "../../spec/options.js";
import { loss, type Options, rowLoss } from "../table/run.js";
import { checkSameShape, floatTensor, integerTensor } from "./check.js";

export interface LossOptions {
  /** Multiply the losses; rank 0, or a shape that broadcasts to that of the losses. */
  readonly weights?: Tensor | undefined;
  /** tf.Reduction; SUM_BY_NONZERO_WEIGHTS, which without weights is the mean, unless given. */
  readonly reduction?: Reduction | undefined;
}

export interface SmoothedLossOptions extends LossOptions {
  /** From 0 to 1: moves labels y to y (1 − s) + s / classes, binary ones to y (1 − s) + s / 2. */
  readonly labelSmoothing?: number | undefined;
}

const smoothing: OptionSpec<number> = {
  default: 0,
  expected: "a number from 0 to 1",
  accepts: (value) => typeof value === "number" && value >= 0 && value <= 1,
};

const reductions: OptionSpec<Reduction> = {
  default: Reduction.SUM_BY_NONZERO_WEIGHTS,
  expected: "one of tf.Reduction",
  accepts: (value) => typeof value === "number" && Reduction[value] !== undefined,
};

/** What a call was given, checked: the op's own options, and those of the reduction. */
interface Read {
  readonly values: Options;
  readonly weights: Tensor | undefined;
  readonly reduction: Reduction;
}

function readerOf(op: string, own: OptionSpecs): (given: LossOptions) => Read {
  const read = settingsReader({ name: op, options: own }, ["weights", "reduction"]);
  return (given) => {
    const { values } = read(given);
    const { weights, reduction } = given;
    return {
      values,
      weights: weights === undefined ? undefined : floatTensor(op, "weights", weights),
      reduction: checkOption(op, "reduction", reductions, reduction) as Reduction,
    };
  };
}

const readers = {
  softmaxCrossEntropy: readerOf("softmaxCrossEntropy", { labelSmoothing: smoothing }),
  sparseSoftmaxCrossEntropy: readerOf("sparseSoftmaxCrossEntropy", { labelSmoothing: smoothing }),
  sigmoidCrossEntropy: readerOf("sigmoidCrossEntropy", { labelSmoothing: smoothing }),
  huber: readerOf("huber", ops.huber.options),
  klDivergence: readerOf("klDivergence", {}),
};

/** Which weights are not 0. Their gradient does not pass through it: notEqual has none. */
const areCounted = customGrad((weights) => {
  const given = weights as Tensor;
  return { value: notEqual(given, 0), gradFunc: () => zerosLike(given) };
});

/** A weight of 0 leaves its loss out, also one that is infinite or NaN, which a product would not. */
function reduced(each: Tensor, { weights, reduction }: Read): Tensor {
  const counted = weights && where(areCounted(weights), each, zerosLike(each));
  return losses.computeWeightedLoss(counted ?? each, weights, reduction);
}

/** Two float32 tensors of one shape, at least of rank `rank`. */
function pairOf(op: string, names: readonly [string, string], a: Tensor, b: Tensor, rank: number): [Tensor, Tensor] {
  const pair: [Tensor, Tensor] = [floatTensor(op, names[0], a), floatTensor(op, names[1], b)];
  checkSameShape(op, names, ...pair);
  if (a.rank < rank) throw new RangeError(`${op}: ${names[0]} has rank ${a.rank}, expected at least ${rank}`);
  return pair;
}

/**
 * Cross-entropy of logits against one-hot or soft labels of the same shape [..., classes], one loss a row; reduced as
 * tf.losses.softmaxCrossEntropy. Its gradient reaches the labels too, and smoothing counts the classes of the last axis.
 */
export function softmaxCrossEntropy(onehotLabels: Tensor, logits: Tensor, options: SmoothedLossOptions = {}): Tensor {
  const op = "softmaxCrossEntropy";
  const read = readers[op](options);
  const [labels, x] = pairOf(op, ["onehotLabels", "logits"], onehotLabels, logits, 1);
  return reduced(rowLoss("crossEntropy", x, labels, read.values), read);
}

function checkClasses(op: string, labels: Tensor, classes: number): void {
  const values = labels.dataSync();
  for (let i = 0; i < labels.size; i++) {
    const label = values[i] as number;
    if (label >= 0 && label < classes) continue;
    throw new RangeError(`${op}: labels[${i}] is ${label}, expected a class from 0 to ${classes - 1}`);
  }
}

/**
 * Cross-entropy of logits [..., classes] against int32 classes [...], one loss a row. A class that is none is a RangeError.
 */
export function sparseSoftmaxCrossEntropy(labels: Tensor, logits: Tensor, options: SmoothedLossOptions = {}): Tensor {
  const op = "sparseSoftmaxCrossEntropy";
  const read = readers[op](options);
  const x = floatTensor(op, "logits", logits);
  const target = integerTensor(op, "labels", labels);
  const classes = x.shape.at(-1) ?? 0;
  const rows = x.shape.slice(0, -1);
  if (x.rank === 0 || `${target.shape}` !== `${rows}`) {
    throw new RangeError(`${op}: labels has shape [${target.shape}], expected [${rows}], as logits without the last axis`);
  }
  checkClasses(op, target, classes);
  return reduced(rowLoss("crossEntropy", x, target, read.values), read);
}

/** Binary cross-entropy of logits against labels of the same shape, one loss an element; reduced as tf.losses.sigmoidCrossEntropy. */
export function sigmoidCrossEntropy(multiClassLabels: Tensor, logits: Tensor, options: SmoothedLossOptions = {}): Tensor {
  const op = "sigmoidCrossEntropy";
  const read = readers[op](options);
  const [labels, x] = pairOf(op, ["multiClassLabels", "logits"], multiClassLabels, logits, 0);
  return reduced(loss("binaryCrossEntropyWithLogits", x, labels, { ...read.values, posWeight: 1 }), read);
}

export interface HuberOptions extends LossOptions {
  /** Where the parabola becomes a line; 1 unless given. */
  readonly delta?: number | undefined;
}

/** ½ e² up to |e| = delta, then delta (|e| − ½ delta), e = predictions − labels; reduced as tf.losses.huberLoss. */
export function huber(labels: Tensor, predictions: Tensor, options: HuberOptions = {}): Tensor {
  const read = readers.huber(options);
  const [target, prediction] = pairOf("huber", ["labels", "predictions"], labels, predictions, 0);
  return reduced(loss("huber", prediction, target, read.values), read);
}

/**
 * Kullback–Leibler divergence Σ p log(p / q) of probabilities [..., classes], p the labels and q the predictions, one a row. A
 * term with p = 0 is 0; p > 0 against q = 0 is +∞.
 */
export function klDivergence(labels: Tensor, predictions: Tensor, options: LossOptions = {}): Tensor {
  const read = readers.klDivergence(options);
  const [target, prediction] = pairOf("klDivergence", ["labels", "predictions"], labels, predictions, 1);
  return reduced(rowLoss("klDivergence", prediction, target, { direction: "forward" }), read);
}
