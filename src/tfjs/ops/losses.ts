// Losses in one kernel each, with gradients of any order. Arguments in the order of tf.losses, and its reductions.

import { customGrad, expandDims, losses, notEqual, Reduction, type Tensor, tidy, where, zerosLike } from "@tensorflow/tfjs-core";
import { checkOption, settingsReader } from "../../facade/settings.js";
import { ops } from "../../ops.js";
import { nonNegative, type OptionSpec, type OptionSpecs } from "../../spec/options.js";
import { loss, type Options, rowLoss } from "../table/run.js";
import { checkSameShape, floatTensor, integerTensor } from "./check.js";

/** Of all these losses: labels and predictions are taken as they are, as those of tf.losses. Outside [0, 1] they give what the formula does. */
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
  expected: "0 or a number from 1.18e-38 to 1",
  accepts: (value) => nonNegative(0).accepts(value) && (value as number) <= 1,
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
  const { read, withoutRoot } = settingsReader({ name: op, options: own }, ["weights", "reduction"]);
  return (givenOptions) => {
    const given = withoutRoot(givenOptions);
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

/** That weights can be broadcast with losses. */
function checkWeights(op: string, { shape }: Tensor, losses: readonly number[]): void {
  const fits = shape.every((length, i) => {
    const other = losses[losses.length - shape.length + i] ?? 1;
    return length === other || length === 1 || other === 1;
  });
  if (fits) return;
  throw new RangeError(`${op}: weights has shape [${shape}], expected one that broadcasts to that of the losses, [${losses}]`);
}

/**
 * The losses, weighted and reduced. A weight of 0 leaves its loss out, with its gradients, also where they are infinite or NaN: a
 * product would not, so what such a loss is made of counts as 0.
 * @param perRow whether `x` has a last axis that the losses lack
 */
function reduced(
  op: string,
  { weights, reduction }: Read,
  perRow: boolean,
  x: Tensor,
  target: Tensor,
  lossOf: (x: Tensor, target: Tensor) => Tensor,
): Tensor {
  if (weights === undefined) return losses.computeWeightedLoss(lossOf(x, target), undefined, reduction);
  checkWeights(op, weights, perRow ? x.shape.slice(0, -1) : x.shape);
  const counted = areCounted(weights);
  const isCounted = perRow ? expandDims(counted, -1) : counted;
  const kept = (each: Tensor) => where(isCounted, each, zerosLike(each));
  return losses.computeWeightedLoss(lossOf(kept(x), target.rank < x.rank ? target : kept(target)), weights, reduction);
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
  return tidy(() => {
    const read = readers[op](options);
    const [labels, x] = pairOf(op, ["onehotLabels", "logits"], onehotLabels, logits, 1);
    return reduced(op, read, true, x, labels, (...pair) => rowLoss("crossEntropy", ...pair, read.values));
  });
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
  return tidy(() => {
    const read = readers[op](options);
    const x = floatTensor(op, "logits", logits);
    const target = integerTensor(op, "labels", labels);
    const rows = x.shape.slice(0, -1);
    if (x.rank === 0 || `${target.shape}` !== `${rows}`) {
      throw new RangeError(`${op}: labels has shape [${target.shape}], expected [${rows}], as logits without the last axis`);
    }
    checkClasses(op, target, x.shape.at(-1) ?? 0);
    return reduced(op, read, true, x, target, (...pair) => rowLoss("crossEntropy", ...pair, read.values));
  });
}

/** Binary cross-entropy of logits against labels of the same shape, one loss an element; reduced as tf.losses.sigmoidCrossEntropy. */
export function sigmoidCrossEntropy(multiClassLabels: Tensor, logits: Tensor, options: SmoothedLossOptions = {}): Tensor {
  const op = "sigmoidCrossEntropy";
  return tidy(() => {
    const read = readers[op](options);
    const [labels, x] = pairOf(op, ["multiClassLabels", "logits"], multiClassLabels, logits, 0);
    const own = { ...read.values, posWeight: 1 };
    return reduced(op, read, false, x, labels, (...pair) => loss("binaryCrossEntropyWithLogits", ...pair, own));
  });
}

export interface HuberOptions extends LossOptions {
  /** Where the parabola becomes a line; 1 unless given. */
  readonly delta?: number | undefined;
}

/** ½ e² up to |e| = delta, then delta (|e| − ½ delta), e = predictions − labels; reduced as tf.losses.huberLoss. */
export function huber(labels: Tensor, predictions: Tensor, options: HuberOptions = {}): Tensor {
  return tidy(() => {
    const read = readers.huber(options);
    const [target, prediction] = pairOf("huber", ["labels", "predictions"], labels, predictions, 0);
    return reduced("huber", read, false, prediction, target, (...pair) => loss("huber", ...pair, read.values));
  });
}

/**
 * Kullback–Leibler divergence Σ p log(p / q) of probabilities [..., classes], p the labels and q the predictions, one a row. A
 * term with p = 0 is 0; p > 0 against q = 0 is +∞.
 */
export function klDivergence(labels: Tensor, predictions: Tensor, options: LossOptions = {}): Tensor {
  return tidy(() => {
    const read = readers.klDivergence(options);
    const [target, prediction] = pairOf("klDivergence", ["labels", "predictions"], labels, predictions, 1);
    return reduced("klDivergence", read, true, prediction, target, (...pair) =>
      rowLoss("klDivergence", ...pair, { direction: "forward" }),
    );
  });
}
