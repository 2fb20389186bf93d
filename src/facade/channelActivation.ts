// Activations with learnable slopes.

import type { Input, Output } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, shapeOf, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { newOutputs, outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeChannelActivation(spec: SpecOf<"channelActivation">, context: Context): object {
  const { backend } = context;
  const runner = backend.channelActivation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const readBackward = settingsReader(spec, ["shape"]);
  const readShape = shapeReader(spec.name);

  /** The number of rows over which the slopes repeat. */
  const rowsOf = (shape: readonly number[], x: Input, alpha: Input): number => {
    const columns = sizeOf(alpha);
    const channels = shape.at(-1) ?? 1;
    if (columns !== 1 && columns !== channels) {
      throw new RangeError(`${spec.name}: alpha has ${columns} elements, expected 1 or ${channels} (the last axis of x)`);
    }
    return columns === 0 ? 0 : sizeOf(x) / columns;
  };
  const check = (x: Input, alpha: Input): void => {
    checkInput(spec.name, "x", x, context);
    checkInput(spec.name, "alpha", alpha, context);
  };
  const apply = (pass: Pass, x: Input, alpha: Input, options: OutOptions | undefined): Output => {
    read(options);
    const givenShape = readShape(options?.shape);
    const given = options?.out;
    check(x, alpha);
    const shape = shapeOf(spec.name, "x", x, givenShape);
    const rows = rowsOf(shape, x, alpha);
    const out = outputFor(spec.name, given, x, shape, sizeOf(x), context);
    try {
      const size = sizeOf(x);
      const slopes = quiteApart(alpha, given, size, context);
      runner.run(pass, apart(x, given, size, context), slopes, undefined, out, rows, sizeOf(alpha));
      return out;
    } catch (error) {
      throw released(error, given, out);
    }
  };
  const api = (x: Input, alpha: Input, options?: OutOptions) => apply(Pass.forward, x, alpha, options);
  api.derivative = (x: Input, alpha: Input, options?: OutOptions) => apply(Pass.derivative, x, alpha, options);
  api.backward = (dy: Input, x: Input, alpha: Input, options?: ShapeOption) => {
    readBackward(options);
    const givenShape = readShape(options?.shape);
    check(x, alpha);
    checkInput(spec.name, "dy", dy, context);
    const shape = shapeOf(spec.name, "x", x, givenShape);
    const rows = rowsOf(shape, x, alpha);
    const columns = sizeOf(alpha);
    checkSize(spec.name, "dy", dy, sizeOf(x), "as x");
    const gradients = newOutputs(dy, { x: shape, alpha: [columns] }, context);
    try {
      runner.run(Pass.backward, x, alpha, dy, gradients.x, rows, columns);
      runner.alphaGradient(x, alpha, dy, gradients.alpha, rows, columns);
      return gradients;
    } catch (error) {
      throw released(error, undefined, gradients.x, gradients.alpha);
    }
  };
  return api;
}
