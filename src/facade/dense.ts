// The fully connected layer.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { axesOf, Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, product, shapeOf, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { newOutputs, outputFor, released } from "./outputs.js";
import { quiteApart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeDense(spec: SpecOf<"layer">, context: Context): object {
  const { backend } = context;
  const runner = backend.dense(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const readBackward = settingsReader(spec, ["shape"]);
  const readShape = shapeReader(spec.name);

  /** The number of outputs n, once x[…, k] and weights[k, n] are known to fit. */
  const outputsOf = (shape: readonly number[], weights: Input): number => {
    const k = lastOf(shape);
    const n = weights instanceof Tensor && axesOf(weights).length === 2 ? (axesOf(weights)[1] as number) : sizeOf(weights) / k;
    if (sizeOf(weights) !== k * n || !Number.isInteger(n)) {
      throw new RangeError(
        `${spec.name}: weights has ${sizeOf(weights)} elements, expected ${k} (the last axis of x) times the outputs`,
      );
    }
    return n;
  };

  const api = (x: Input, weights: Input, bias?: Input | null, options?: OutOptions) => {
    read(options);
    const givenShape = readShape(options?.shape);
    const into = options?.out;
    checkInput(spec.name, "x", x, context);
    checkInput(spec.name, "weights", weights, context);
    const shape = shapeOf(spec.name, "x", x, givenShape);
    const n = outputsOf(shape, weights);
    const k = lastOf(shape);
    const m = product(shape, 0, shape.length - 1);
    if (bias !== undefined && bias !== null) {
      checkInput(spec.name, "bias", bias, context);
      checkSize(spec.name, "bias", bias, n, "one for each output");
    }
    const fits = into instanceof Tensor && sizeOf(into) === m * n;
    const out = outputFor(spec.name, into, x, fits ? axesOf(into) : [...shape.slice(0, -1), n], m * n, context);
    try {
      const most = Math.max(m * k, k * n, m * n);
      const separateBias = quiteApart(bias ?? undefined, into, most, context);
      const separateWeights = quiteApart(weights, into, most, context);
      runner.forward(quiteApart(x, into, most, context), separateWeights, separateBias, out, m, k, n);
      return out;
    } catch (error) {
      throw released(error, into, out);
    }
  };
  api.backward = (dy: Input, x: Input, weights: Input, options?: ShapeOption) => {
    readBackward(options);
    const givenShape = readShape(options?.shape);
    checkInput(spec.name, "x", x, context);
    checkInput(spec.name, "weights", weights, context);
    checkInput(spec.name, "dy", dy, context);
    const shape = shapeOf(spec.name, "x", x, givenShape);
    const n = outputsOf(shape, weights);
    const k = lastOf(shape);
    const m = product(shape, 0, shape.length - 1);
    checkSize(spec.name, "dy", dy, m * n, `shape [${[...shape.slice(0, -1), n].join(", ")}]`);
    const gradients = newOutputs(dy, { x: shape, weights: [k, n], bias: [n] }, context);
    try {
      runner.backward(dy, x, weights, gradients, m, k, n);
      return gradients;
    } catch (error) {
      throw released(error, undefined, gradients.x, gradients.weights, gradients.bias);
    }
  };
  return api;
}

const lastOf = (shape: readonly number[]): number => shape[shape.length - 1] ?? 1;
