// Activations that make one element of each group on the last axis.

import type { Input, Settings } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import { checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { apart } from "./overlap.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

export function makeGroupActivation(spec: SpecOf<"groupActivation">, context: Context): object {
  const { backend, store } = context;
  const run = backend.groupActivation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const shapeFor = (x: Input, given: OutOptions | undefined) => shapeOf(spec.name, "x", x, given?.shape);
  /** The settings, once x is known to hold whole groups. */
  const check = (x: Input, given: OutOptions | undefined): Settings => {
    const settings = read(given);
    checkInput(spec.name, "x", x, context);
    const group = spec.groupSize(settings.values);
    const last = shapeFor(x, given).at(-1) ?? 1;
    if (last % group !== 0) {
      throw new RangeError(`${spec.name}: the last axis of x has ${last} elements, expected a multiple of ${group}`);
    }
    return settings;
  };
  /** The shape with an element for each group; only messages and new outputs need it. */
  const reduced = (x: Input, given: OutOptions | undefined, group: number): readonly number[] => {
    const shape = shapeFor(x, given);
    return [...shape.slice(0, -1), (shape.at(-1) ?? 1) / group];
  };
  const api = (x: Input, options?: OutOptions) => {
    const settings = check(x, options);
    const group = spec.groupSize(settings.values);
    const groups = sizeOf(x) / group;
    const given = options?.out;
    const fits = given instanceof Tensor && given.size === groups;
    const shape = fits ? given.shape : reduced(x, options, group);
    const out = outputFor(spec.name, given, x, shape, groups, store);
    run(Pass.forward, apart(x, given, sizeOf(x), context), undefined, out, groups, settings);
    return out;
  };
  api.backward = (dy: Input, x: Input, options?: OutOptions) => {
    const settings = check(x, options);
    const group = spec.groupSize(settings.values);
    const groups = sizeOf(x) / group;
    checkInput(spec.name, "dy", dy, context);
    if (sizeOf(dy) !== groups) checkSize(spec.name, "dy", dy, groups, `shape [${reduced(x, options, group).join(", ")}]`);
    const out = outputFor(spec.name, options?.out, dy, shapeFor(x, options), sizeOf(x), store);
    const into = options?.out;
    const size = sizeOf(x);
    run(Pass.backward, apart(x, into, size, context), apart(dy, into, size, context), out, groups, settings);
    return out;
  };
  return api;
}
