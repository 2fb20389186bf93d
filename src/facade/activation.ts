// Element-wise activations: f, f′, and the two backward passes.

import type { Input, Output, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, checkOptional, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import { checkFits, mainShape } from "./shapes.js";
import type { OutOptions } from "./types.js";

export function makeActivation(spec: SpecOf<"activation">, context: Context): object {
  const { backend } = context;
  const run = backend.activation(spec);
  const { plain, read } = settingsReader(spec, ["shape", "out"]);
  const readShape = shapeReader(spec.name);
  const apply = (pass: Pass, name: string, givenX: unknown, givenDy: unknown, givenOptions: OutOptions | undefined): Output => {
    const options = plain(givenOptions);
    const settings = read(options);
    if (pass === Pass.backwardFromOutput) checkOutputTells(spec, settings);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const x = checkInput(spec.name, name, givenX, context);
    const dy = checkOptional(spec.name, "dy", givenDy, context);
    if (dy !== givenDy) checkAgain(spec.name, name, x, context, givenX);
    const shape = mainShape(spec.name, givenShape, name, x, dy, given);
    if (dy !== undefined) checkFits(spec.name, "dy", dy, shape, name === "x" ? "as x" : "as y");
    const out = outputFor(spec.name, given, dy ?? x, shape, context);
    try {
      const size = sizeOf(x);
      run(pass, apart(x, given, size, context), apart(dy, given, size, context), out, size, settings);
      return out;
    } catch (error) {
      throw released(error, given, out);
    }
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

/** Whatever the data is: a gradient that is right for some outputs only would be wrong without a word for the others. */
function checkOutputTells({ name, nonNegativeFromOutput: option }: SpecOf<"activation">, { values }: Settings): void {
  if (option === undefined || !(values[option] < 0)) return;
  throw new RangeError(
    `${name}: ${option} is ${values[option]}, expected a number ≥ 0 for backwardFromOutput; backward takes any`,
  );
}
