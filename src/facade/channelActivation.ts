// Activations with learnable slopes.

import type { Input, Output } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, newOutputs, outputFor, released } from "./outputs.js";
import { apart, quiteApart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import { checkFits, lastOf, mainShape, type Shape, toldShape, words } from "./shapes.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeChannelActivation(spec: SpecOf<"channelActivation">, context: Context): object {
  const { backend } = context;
  const runner = backend.channelActivation(spec);
  const { plain, read } = settingsReader(spec, ["shape", "out"]);
  const backwardReader = settingsReader(spec, ["shape"]);
  const readShape = shapeReader(spec.name);

  /** The number of rows over which the slopes repeat, once these are known to be one, or one for each channel. */
  const rowsOf = (main: Shape, x: Input, alpha: Input): number => {
    const columns = sizeOf(alpha);
    const channels = lastOf(main);
    const told = toldShape(alpha);
    if ((columns !== 1 && columns !== channels) || (told !== undefined && told.length > 1)) {
      const came = told
        ? `shape ${words(told)}, expected [1] or [${channels}]`
        : `${columns} elements, expected 1 or ${channels}`;
      throw new RangeError(`${spec.name}: alpha has ${came} (the last axis of x)`);
    }
    return columns === 0 ? 0 : sizeOf(x) / columns;
  };
  const apply = (pass: Pass, givenX: Input, givenAlpha: Input, givenOptions: OutOptions | undefined): Output => {
    const options = plain(givenOptions);
    read(options);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const x = checkInput(spec.name, "x", givenX, context);
    const alpha = checkInput(spec.name, "alpha", givenAlpha, context);
    if (alpha !== givenAlpha) checkAgain(spec.name, "x", x, context, givenX);
    const shape = mainShape(spec.name, givenShape, "x", x, given);
    const rows = rowsOf(shape, x, alpha);
    const out = outputFor(spec.name, given, x, shape, context);
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
  api.backward = (givenDy: Input, givenX: Input, givenAlpha: Input, givenOptions?: ShapeOption) => {
    const options = backwardReader.plain(givenOptions);
    backwardReader.read(options);
    const givenShape = readShape(options?.shape);
    const x = checkInput(spec.name, "x", givenX, context);
    const alpha = checkInput(spec.name, "alpha", givenAlpha, context);
    const dy = checkInput(spec.name, "dy", givenDy, context);
    if (alpha !== givenAlpha || dy !== givenDy) {
      checkAgain(spec.name, "x", x, context, givenX);
      checkAgain(spec.name, "alpha", alpha, context, givenAlpha);
    }
    const shape = mainShape(spec.name, givenShape, "x", x, dy);
    const rows = rowsOf(shape, x, alpha);
    const columns = sizeOf(alpha);
    checkFits(spec.name, "dy", dy, shape, "as x");
    const gradients = newOutputs(spec.name, dy, { x: shape, alpha: toldShape(alpha) ?? [columns] }, context);
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
