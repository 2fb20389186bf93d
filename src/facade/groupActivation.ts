// Activations that make one element of each group on the last axis.

import type { Input, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import { axesOf, Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, shapeOf, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { outputFor, released } from "./outputs.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

export function makeGroupActivation(spec: SpecOf<"groupActivation">, context: Context): object {
  const run = context.backend.groupActivation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const readShape = shapeReader(spec.name);
  /** The size of a group, once x is known to hold whole ones. */
  const groupOf = (shape: readonly number[], settings: Settings): number => {
    const group = spec.groupSize(settings.values);
    const last = shape.at(-1) ?? 1;
    if (last % group !== 0) {
      throw new RangeError(`${spec.name}: the last axis of x has ${last} elements, expected a multiple of ${group}`);
    }
    return group;
  };
  /** The shape with an element for each group; only messages and new outputs need it. */
  const reduced = (shape: readonly number[], group: number): readonly number[] => [
    ...shape.slice(0, -1),
    (shape.at(-1) ?? 1) / group,
  ];
  const apply = (pass: Pass, x: Input, dy: Input | undefined, options: OutOptions | undefined) => {
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = options?.out;
    checkInput(spec.name, "x", x, context);
    if (dy !== undefined) checkInput(spec.name, "dy", dy, context);
    const shape = shapeOf(spec.name, "x", x, givenShape);
    const group = groupOf(shape, settings);
    const groups = sizeOf(x) / group;
    const isReduced = pass === Pass.forward;
    if (dy !== undefined && sizeOf(dy) !== groups) {
      checkSize(spec.name, "dy", dy, groups, `shape [${reduced(shape, group).join(", ")}]`);
    }
    const size = isReduced ? groups : sizeOf(x);
    const fits = given instanceof Tensor && sizeOf(given) === size;
    const outShape = fits ? axesOf(given) : isReduced ? reduced(shape, group) : shape;
    const out = outputFor(spec.name, given, dy ?? x, outShape, size, context);
    try {
      const most = sizeOf(x);
      run(pass, apart(x, given, most, context), apart(dy, given, most, context), out, groups, settings);
      return out;
    } catch (error) {
      throw released(error, given, out);
    }
  };
  const api = (x: Input, options?: OutOptions) => apply(Pass.forward, x, undefined, options);
  api.backward = (dy: Input, x: Input, options?: OutOptions) => apply(Pass.backward, x, dy ?? null, options);
  return api;
}
