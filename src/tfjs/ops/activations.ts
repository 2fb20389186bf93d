// Activations that TensorFlow.js composes of many kernels, as one kernel each, with gradients of any order.

import { expandDims, reshape, type Tensor, transpose } from "@tensorflow/tfjs-core";
import { activation, row } from "../table/run.js";
import { floatTensor } from "./check.js";

/** x · Φ(x), exact, or in its tanh form; any shape. */
export function gelu(x: Tensor, approximate: "none" | "tanh" = "none"): Tensor {
  return activation("gelu", floatTensor("gelu", "x", x), { approximate });
}

/** x · tanh(log(1 + e^x)); any shape. */
export function mish(x: Tensor): Tensor {
  return activation("mish", floatTensor("mish", "x", x));
}

/** x · σ(beta · x); any shape. */
export function swish(x: Tensor, beta = 1): Tensor {
  return activation("swish", floatTensor("swish", "x", x), { beta });
}

/** x less log Σ e^x along the last axis; any shape of at least rank 1. */
export function logSoftmax(x: Tensor): Tensor {
  return row("logSoftmax", withRows("logSoftmax", x));
}

/**
 * log Σ e^x along axes, without overflow: −∞ for nothing but −∞, +∞ where there is one.
 * @param axis all axes unless given
 * @param keepDims keeps the reduced axes, with length 1
 */
export function logSumExp(x: Tensor, axis?: number | number[], keepDims = false): Tensor {
  const values = floatTensor("logSumExp", "x", x);
  const axes = (axis === undefined ? x.shape.map((_, i) => i) : [axis].flat()).map((each) => (each < 0 ? each + x.rank : each));
  for (const each of axes) {
    if (!(Number.isInteger(each) && each >= 0 && each < x.rank))
      throw new RangeError(`logSumExp: axis is [${axis}], and x has rank ${x.rank}`);
  }
  const kept = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
  const shape = kept.map((i) => x.shape[i] as number);
  const last = reshape(transpose(values, [...kept, ...axes]), [
    ...shape,
    axes.reduce((size, i) => size * (x.shape[i] as number), 1),
  ]);
  const result = row("logSumExp", last);
  return keepDims ? axes.sort((a, b) => a - b).reduce((tensor, each) => expandDims(tensor, each), result) : result;
}

function withRows(op: string, x: Tensor): Tensor {
  if (x.rank === 0) throw new RangeError(`${op}: x has rank 0, expected at least 1`);
  return floatTensor(op, "x", x);
}
