// Element-wise activations: f, f′, and the two backward passes.

import type { Input, Output } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

export function makeActivation(spec: SpecOf<"activation">, context: Context): object {
  const { backend, store } = context;
  const run = backend.activation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const apply = (pass: Pass, name: string, x: Input, dy: Input | undefined, given: OutOptions | undefined): Output => {
    const settings = read(given);
    checkInput(spec.name, name, x, context);
    if (dy !== undefined) {
      checkInput(spec.name, "dy", dy, context);
      if (sizeOf(dy) !== sizeOf(x)) checkSize(spec.name, "dy", dy, sizeOf(x), `as ${name}`);
    }
    const shape = shapeOf(spec.name, name, x, given?.shape);
    const out = outputFor(spec.name, given?.out, dy ?? x, shape, sizeOf(x), store);
    const size = sizeOf(x);
    const into = given?.out;
    run(pass, apart(x, into, size, context), apart(dy, into, size, context), out, size, settings);
    return out;
  };
  const api = (x: Input, options?: OutOptions) => apply(Pass.forward, "x", x, undefined, options);
  api.derivative = (x: Input, options?: OutOptions) => apply(Pass.derivative, "x", x, undefined, options);
  api.backward = (dy: Input, x: Input, options?: OutOptions) => apply(Pass.backward, "x", x, dy ?? null, options);
  if (!spec.derivativeFromOutput) return api;
  return Object.assign(api, {
    backwardFromOutput: (dy: Input, y: Input, options?: OutOptions) =>
      apply(Pass.backwardFromOutput, "y", y, dy ?? null, options),
  });
}
