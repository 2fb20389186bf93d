// Penalties on weights: value, gradient, both.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Mode } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

export function makePenalty(spec: SpecOf<"penalty">, context: Context): object {
  const { backend, store } = context;
  const run = backend.loss(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const apply = (mode: Mode, weights: Input, given: OutOptions | undefined) => {
    const settings = read(given);
    checkInput(spec.name, "weights", weights, context);
    const shape = shapeOf(spec.name, "weights", weights, given?.shape);
    const out = mode === Mode.sum ? undefined : outputFor(spec.name, given?.out, weights, shape, sizeOf(weights), store);
    const size = sizeOf(weights);
    const value = run(mode, apart(weights, given?.out, size, context), undefined, undefined, out, size, 1, settings);
    return { value, grad: out };
  };
  const api = (weights: Input, options?: OutOptions) => apply(Mode.sum, weights, options).value;
  api.grad = (weights: Input, options?: OutOptions) => apply(Mode.gradient, weights, options).grad;
  api.valueAndGrad = (weights: Input, options?: OutOptions) => apply(Mode.sumAndGradient, weights, options);
  return api;
}
