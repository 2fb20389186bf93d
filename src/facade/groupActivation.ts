// Activations that make one element of each group on the last axis.

import type { Input } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

export function makeGroupActivation(spec: SpecOf<"groupActivation">, { backend, store }: Context): object {
  const run = backend.groupActivation(spec);
  const read = settingsReader(spec, ["shape", "out"]);
  const prepare = (x: Input, given: OutOptions | undefined) => {
    const settings = read(given);
    checkInput(spec.name, "x", x, store);
    const shape = shapeOf(spec.name, "x", x, given?.shape);
    const group = spec.groupSize(settings.values);
    const last = shape.at(-1) ?? 1;
    if (last % group !== 0) {
      throw new RangeError(`${spec.name}: the last axis of x has ${last} elements, expected a multiple of ${group}`);
    }
    return { settings, shape, groups: sizeOf(x) / group, reduced: [...shape.slice(0, -1), last / group] };
  };
  const api = (x: Input, options?: OutOptions) => {
    const { settings, groups, reduced } = prepare(x, options);
    const out = outputFor(spec.name, options?.out, x, reduced, groups, store);
    run(Pass.forward, apart(x, out), undefined, out, groups, settings);
    return out;
  };
  api.backward = (dy: Input, x: Input, options?: OutOptions) => {
    const { settings, shape, groups, reduced } = prepare(x, options);
    checkInput(spec.name, "dy", dy, store);
    checkSize(spec.name, "dy", dy, groups, `shape [${reduced.join(", ")}]`);
    const out = outputFor(spec.name, options?.out, dy, shape, sizeOf(x), store);
    run(Pass.backward, apart(x, out), apart(dy, out), out, groups, settings);
    return out;
  };
  return api;
}
