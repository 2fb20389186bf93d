// Penalties on weights: value, gradient, both.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import { mainShape } from "./shapes.js";
import type { OutOptions } from "./types.js";

export function makePenalty(spec: SpecOf<"penalty">, context: Context): object {
  const run = context.backend.loss(spec);
  const { plain, read } = settingsReader(spec, ["shape", "out"]);
  const readShape = shapeReader(spec.name);
  const apply = (mode: Mode, givenWeights: unknown, givenOptions: OutOptions | undefined) => {
    const options = plain(givenOptions);
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const weights = checkInput(spec.name, "weights", givenWeights, context);
    const size = sizeOf(weights);
    const shape = mainShape(spec.name, givenShape, "weights", weights, given);
    const out = mode === Mode.sum ? undefined : outputFor(spec.name, given, weights, shape, context);
    try {
      const separate = apart(weights, given, size, context);
      const value = run(mode, separate, undefined, undefined, out, size, 1, settings);
      return { value, grad: out };
    } catch (error) {
      throw released(error, given, out);
    }
  };
  const api = (weights: Input, options?: OutOptions) => apply(Mode.sum, weights, options).value;
  api.grad = (weights: Input, options?: OutOptions) => apply(Mode.gradient, weights, options).grad;
  api.valueAndGrad = (weights: Input, options?: OutOptions) => apply(Mode.sumAndGradient, weights, options);
  return api;
}
