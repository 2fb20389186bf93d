// Element-wise activations: f, f′, and the two backward passes.

import type { Input, Output } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, outputFor, shapeOf, written } from "./arguments.js";
import type { Context } from "./context.js";
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
    const into = written(given, sizeOf(x), context);
    run(pass, apart(x, into), apart(dy, into), out, sizeOf(x), settings);
    return out;
  };
  /** Whatever the data is: a gradient that is right for some outputs only would be wrong without a word for the others. */
  const checkOutputTells = (given: OutOptions | undefined) => {
    const name = spec.nonNegativeFromOutput;
    const value = name && read(given).values[name];
    if (value < 0) {
      throw new RangeError(`${spec.name}: ${name} is ${value}, backwardFromOutput expects a number ≥ 0; backward takes any`);
    }
  };
  const api = (x: Input, options?: OutOptions) => apply(Pass.forward, "x", x, undefined, options);
  api.derivative = (x: Input, options?: OutOptions) => apply(Pass.derivative, "x", x, undefined, options);
  api.backward = (dy: Input, x: Input, options?: OutOptions) => apply(Pass.backward, "x", x, dy ?? null, options);
  if (!spec.derivativeFromOutput) return api;
  return Object.assign(api, {
    backwardFromOutput: (dy: Input, y: Input, options?: OutOptions) => {
      checkOutputTells(options);
      return apply(Pass.backwardFromOutput, "y", y, dy ?? null, options);
    },
  });
}
