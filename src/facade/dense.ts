// The fully connected layer.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, newOutputs, outputFor, released } from "./outputs.js";
import { quiteApart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import { checkFits, lastOf, mainShape, product, rule, type Shape, toldShape, words } from "./shapes.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeDense(spec: SpecOf<"layer">, context: Context): object {
  const { backend } = context;
  const runner = backend.dense(spec);
  const { plain, read } = settingsReader(spec, ["shape", "out"]);
  const backwardReader = settingsReader(spec, ["shape"]);
  const readShape = shapeReader(spec.name);

  // x[…, k] · weights[k, n] + bias[n] → out[…, n]
  const outcome = rule((main, n) => [...main.slice(0, -1), n]);
  const weightsFor = rule((main, n) => [lastOf(main), n]);
  const biasFor = rule((_, n) => [n]);

  /** The number of outputs n, once x[…, k] and weights[k, n] are known to fit. */
  const outputsOf = (main: Shape, weights: Input, bias?: Input): number => {
    const k = lastOf(main);
    const told = toldShape(weights);
    const n = k === 0 ? outputsOfNone(told, bias) : sizeOf(weights) / k;
    if (!Number.isInteger(n)) {
      const came = told ? `shape ${words(told)}` : `${sizeOf(weights)} elements`;
      const help = k === 0 ? "; weights of no inputs need a shape" : "";
      throw new RangeError(`${spec.name}: weights has ${came}, expected ${k} (the last axis of x) times the outputs${help}`);
    }
    checkFits(spec.name, "weights", weights, weightsFor(main, n), "the last axis of x, the outputs");
    return n;
  };

  const api = (givenX: Input, givenWeights: Input, givenBias?: Input | null, givenOptions?: OutOptions) => {
    const options = plain(givenOptions);
    read(options);
    const givenShape = readShape(options?.shape);
    const into = checkOut(spec.name, options?.out, context);
    const x = checkInput(spec.name, "x", givenX, context);
    const weights = checkInput(spec.name, "weights", givenWeights, context);
    const bias = givenBias === undefined || givenBias === null ? undefined : checkInput(spec.name, "bias", givenBias, context);
    if (weights !== givenWeights || bias !== givenBias) {
      checkAgain(spec.name, "x", x, context, givenX);
      checkAgain(spec.name, "weights", weights, context, givenWeights);
    }
    const shape = mainShape(spec.name, givenShape, "x", x);
    const n = outputsOf(shape, weights, bias);
    const k = lastOf(shape);
    const m = product(shape, 0, shape.length - 1);
    if (bias !== undefined) checkFits(spec.name, "bias", bias, biasFor(shape, n), "one for each output");
    const out = outputFor(spec.name, into, x, outcome(shape, n), context);
    try {
      const most = Math.max(m * k, k * n, m * n);
      const separateBias = quiteApart(bias, into, most, context);
      const separateWeights = quiteApart(weights, into, most, context);
      runner.forward(quiteApart(x, into, most, context), separateWeights, separateBias, out, m, k, n);
      return out;
    } catch (error) {
      throw released(error, into, out);
    }
  };
  api.backward = (givenDy: Input, givenX: Input, givenWeights: Input, givenOptions?: ShapeOption) => {
    const options = backwardReader.plain(givenOptions);
    backwardReader.read(options);
    const givenShape = readShape(options?.shape);
    const x = checkInput(spec.name, "x", givenX, context);
    const weights = checkInput(spec.name, "weights", givenWeights, context);
    const dy = checkInput(spec.name, "dy", givenDy, context);
    if (weights !== givenWeights || dy !== givenDy) {
      checkAgain(spec.name, "x", x, context, givenX);
      checkAgain(spec.name, "weights", weights, context, givenWeights);
    }
    const shape = mainShape(spec.name, givenShape, "x", x);
    const n = outputsOf(shape, weights);
    const k = lastOf(shape);
    const m = product(shape, 0, shape.length - 1);
    checkFits(spec.name, "dy", dy, outcome(shape, n));
    const gradients = newOutputs(spec.name, dy, { x: shape, weights: weightsFor(shape, n), bias: biasFor(shape, n) }, context);
    try {
      runner.backward(dy, x, weights, gradients, m, k, n);
      return gradients;
    } catch (error) {
      throw released(error, undefined, gradients.x, gradients.weights, gradients.bias);
    }
  };
  return api;
}

/** Weights of no inputs tell the outputs by their shape alone, else the bias does. */
function outputsOfNone(told: Shape | undefined, bias: Input | undefined): number {
  if (told?.length === 2) return told[1] as number;
  return bias === undefined ? Number.NaN : sizeOf(bias);
}
