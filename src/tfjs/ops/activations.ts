// Activations that TensorFlow.js composes of many kernels, as one kernel each, with gradients of any order.

import { expandDims, reshape, type Tensor, tidy, transpose } from "@tensorflow/tfjs-core";
import { describe } from "../../facade/arguments.js";
import { checkOption } from "../../facade/settings.js";
import { ops } from "../../ops.js";
import { flag } from "../../spec/options.js";
import { activation, row } from "../table/run.js";
import { floatTensor } from "./check.js";

/** x · Φ(x), exact, or in its tanh form; any shape. */
export function gelu(x: Tensor, approximate: "none" | "tanh" = "none"): Tensor {
  const options = { approximate: checkOption("gelu", "approximate", ops.gelu.options.approximate, approximate) };
  return tidy(() => activation("gelu", floatTensor("gelu", "x", x), options));
}

/** x · tanh(log(1 + e^x)); any shape. */
export function mish(x: Tensor): Tensor {
  return tidy(() => activation("mish", floatTensor("mish", "x", x)));
}

/** x · σ(beta · x); any shape. */
export function swish(x: Tensor, beta = 1): Tensor {
  const options = { beta: checkOption("swish", "beta", ops.swish.options.beta, beta) };
  return tidy(() => activation("swish", floatTensor("swish", "x", x), options));
}

/** x less log Σ e^x along the last axis; any shape of at least rank 1. */
export function logSoftmax(x: Tensor): Tensor {
  return tidy(() => row("logSoftmax", withRows("logSoftmax", x)));
}

/**
 * log Σ e^x along axes, without overflow: −∞ for nothing but −∞, +∞ where there is one.
 * @param axis all axes unless given
 * @param keepDims keeps the reduced axes, with length 1
 */
export function logSumExp(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  checkOption("logSumExp", "keepDims", keepsDims, keepDims);
  return tidy(() => logSumExpAlong(floatTensor("logSumExp", "x", x), axesOf(x.rank, axis), keepDims));
}

function logSumExpAlong(values: Tensor, axes: number[], keepDims: boolean): Tensor {
  const x = values;
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const shape = kept.map((i) => x.shape[i] as number);
  const last = reshape(transpose(values, [...kept, ...axes]), [
    ...shape,
    axes.reduce((size, i) => size * (x.shape[i] as number), 1),
  ]);
  const result = row("logSumExp", last);
  return keepDims ? axes.sort((a, b) => a - b).reduce((tensor, each) => expandDims(tensor, each), result) : result;
}

const keepsDims = flag(false);

function axesOf(rank: number, axis: number | number[] | undefined): number[] {
  if (axis === undefined) return Array.from({ length: rank }, (_, i) => i);
  const axes = [axis].flat();
  const wrong = axes.find((each) => typeof each !== "number");
  if (wrong !== undefined) throw new TypeError(`logSumExp: axis is ${describe(wrong)}, expected a number or several`);
  const counted = axes.map((each) => (each < 0 ? each + rank : each));
  for (const each of counted) {
    if (!(Number.isInteger(each) && each >= 0 && each < rank))
      throw new RangeError(`logSumExp: axis is [${axis}], and x has rank ${rank}`);
  }
  if (new Set(counted).size < counted.length) throw new RangeError(`logSumExp: axis is [${axis}], which names an axis twice`);
  return counted;
}

function withRows(op: string, x: Tensor): Tensor {
  if (x.rank === 0) throw new RangeError(`${op}: x has rank 0, expected at least 1`);
  return floatTensor(op, "x", x);
}
