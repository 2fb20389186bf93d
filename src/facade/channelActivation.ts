// Activations with learnable slopes.

import type { Input, Output } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { apart, quiteApart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions, ShapeOption } from "./types.js";

export function makeChannelActivation(spec: SpecOf<"channelActivation">, context: Context): object {
  const { backend, store } = context;
  const runner = backend.channelActivation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const readBackward = settingsReader(spec, ["shape"]);

  const shapeFor = (x: Input, given: ShapeOption | undefined) => shapeOf(spec.name, "x", x, given?.shape);
  /** The number of rows over which the slopes repeat. */
  const rowsOf = (x: Input, alpha: Input, given: ShapeOption | undefined): number => {
    checkInput(spec.name, "x", x, context);
    checkInput(spec.name, "alpha", alpha, context);
    const columns = sizeOf(alpha);
    const channels = shapeFor(x, given).at(-1) ?? 1;
    if (columns !== 1 && columns !== channels) {
      throw new RangeError(`${spec.name}: alpha has ${columns} elements, expected 1 or ${channels} (the last axis of x)`);
    }
    return columns === 0 ? 0 : sizeOf(x) / columns;
  };
  const apply = (pass: Pass, x: Input, alpha: Input, given: OutOptions | undefined): Output => {
    read(given);
    const rows = rowsOf(x, alpha, given);
    const out = outputFor(spec.name, given?.out, x, shapeFor(x, given), sizeOf(x), store);
    const size = sizeOf(x);
    const slopes = quiteApart(alpha, given?.out, size, context);
    runner.run(pass, apart(x, given?.out, size, context), slopes, undefined, out, rows, sizeOf(alpha));
    return out;
  };
  const api = (x: Input, alpha: Input, options?: OutOptions) => apply(Pass.forward, x, alpha, options);
  api.derivative = (x: Input, alpha: Input, options?: OutOptions) => apply(Pass.derivative, x, alpha, options);
  api.backward = (dy: Input, x: Input, alpha: Input, options?: ShapeOption) => {
    readBackward(options);
    const rows = rowsOf(x, alpha, options);
    const columns = sizeOf(alpha);
    checkInput(spec.name, "dy", dy, context);
    checkSize(spec.name, "dy", dy, sizeOf(x), "as x");
    const gradients = {
      x: outputFor(spec.name, undefined, dy, shapeFor(x, options), sizeOf(x), store),
      alpha: outputFor(spec.name, undefined, dy, [columns], columns, store),
    };
    runner.run(Pass.backward, x, alpha, dy, gradients.x, rows, columns);
    runner.alphaGradient(x, alpha, dy, gradients.alpha, rows, columns);
    return gradients;
  };
  return api;
}
