// Activations that make one element of each group on the last axis.

import type { Input, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, checkOptional, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import { checkFits, lastOf, mainShape, rule, type Shape } from "./shapes.js";
import type { OutOptions } from "./types.js";

export function makeGroupActivation(spec: SpecOf<"groupActivation">, context: Context): object {
  const run = context.backend.groupActivation(spec);
  const { plain, read } = settingsReader(spec, ["shape", "out"]);
  const readShape = shapeReader(spec.name);
  /** The size of a group, once x is known to hold whole ones. */
  const groupOf = (shape: Shape, settings: Settings): number => {
    const group = spec.groupSize(settings.values);
    const last = lastOf(shape);
    if (last % group !== 0) {
      throw new RangeError(`${spec.name}: the last axis of x has ${last} elements, expected a multiple of ${group}`);
    }
    return group;
  };
  /** With an element for each group. */
  const reduced = rule((main, group) => [...main.slice(0, -1), lastOf(main) / group]);
  const apply = (pass: Pass, givenX: unknown, givenDy: unknown, givenOptions: OutOptions | undefined) => {
    const options = plain(givenOptions);
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const given = checkOut(spec.name, options?.out, context);
    const x = checkInput(spec.name, "x", givenX, context);
    const dy = checkOptional(spec.name, "dy", givenDy, context);
    if (dy !== givenDy) checkAgain(spec.name, "x", x, context, givenX);
    const shape = mainShape(spec.name, givenShape, "x", x, dy === undefined ? undefined : given);
    const group = groupOf(shape, settings);
    const outcome = reduced(shape, group);
    if (dy !== undefined) checkFits(spec.name, "dy", dy, outcome);
    const out = outputFor(spec.name, given, dy ?? x, dy === undefined ? outcome : shape, context);
    try {
      const most = sizeOf(x);
      const groups = most / group;
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
