// What is timed, made from the table of ops: a problem is one op, one pass and one size, with its inputs as plain arrays.

import { ops } from "lanewise";
import { inputsOf, LARGEST_SIDE, ordinary } from "../../bin/draw.mjs";

/** Elements of a row. */
const ROW = 1024;

/**
 * @typedef {object} Problem
 * @property {string} op
 * @property {string} kind
 * @property {string} pass
 * @property {number} size elements of x
 * @property {Record<string, Float32Array | Int32Array>} inputs x, and by kind dy, alpha, target, weights, bias
 * @property {Record<string, readonly number[]>} shapes of the inputs
 * @property {Record<string, unknown>} options the op's defaults
 * @property {number} [operations] floating-point operations, where they are the measure
 */

/** Which passes a kind has, and how many times its operations each takes. */
const THERE_AND_BACK = { forward: 1, backward: 2, forwardBackward: 3 };
const COST = { value: 1, valueAndGrad: 2 };
const PASSES = {
  activation: THERE_AND_BACK,
  channelActivation: THERE_AND_BACK,
  groupActivation: THERE_AND_BACK,
  row: THERE_AND_BACK,
  layer: THERE_AND_BACK,
  loss: COST,
  rowLoss: COST,
  penalty: COST,
};

export const passNames = [...new Set(Object.values(PASSES).flatMap((passes) => Object.keys(passes)))];
export const opNames = Object.keys(ops);

/** A layer's matrices grow no further. */
export const largestSizeOf = (op) => (ops[op].kind === "layer" ? LARGEST_SIDE ** 2 : Number.POSITIVE_INFINITY);

/** A kind of op that the bench does not know yet has no passes. */
export const passesOf = (op) => Object.keys(PASSES[ops[op].kind] ?? {});

/** @returns {Problem} */
export function problemOf(op, pass, size) {
  const spec = ops[op];
  const options = Object.fromEntries(Object.entries(spec.options).map(([name, option]) => [name, option.default]));
  const { dy, ...main } = inputsOf(spec, size, ordinary(1, ROW));
  // The first, whatever it is to the op, is x to those that are timed.
  const drawn = Object.entries(main).map(([name, input], i) => [i === 0 ? "x" : name, input]);
  if (dy && pass !== "forward") drawn.push(["dy", dy]);
  const all = (part) => Object.fromEntries(drawn.map(([name, input]) => [name, input[part]]));
  return {
    op,
    kind: spec.kind,
    pass,
    size: drawn[0][1].data.length,
    shapes: all("shape"),
    inputs: all("data"),
    options,
    ...(spec.kind === "layer" && { operations: 2 * main.x.shape[0] ** 3 * PASSES.layer[pass] }),
  };
}
