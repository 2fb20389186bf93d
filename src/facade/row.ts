// The softmax family: along any axis.

import type { Input, RowLayout } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { apart, checkInput, checkSize, describe, outputFor, shapeOf } from "./arguments.js";
import type { Context } from "./context.js";
import { settingsReader } from "./settings.js";
import type { OutOptions } from "./types.js";

type Given = OutOptions & { readonly axis?: number };

const product = (lengths: readonly number[]) => lengths.reduce((all, length) => all * length, 1);

/** The axis as an index from 0, and the array seen as [outer, length, inner] around it. */
function layoutOf(op: string, shape: readonly number[], given: number | undefined): { axis: number; layout: RowLayout } {
  const axis = given ?? -1;
  const rank = Math.max(1, shape.length);
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new (typeof axis === "number" ? RangeError : TypeError)(
      `${op}: axis is ${describe(axis)}, expected an integer from ${-rank} to ${rank - 1}`,
    );
  }
  const index = axis < 0 ? axis + rank : axis;
  return {
    axis: index,
    layout: { outer: product(shape.slice(0, index)), length: shape[index] ?? 1, inner: product(shape.slice(index + 1)) },
  };
}

export function makeRow(spec: SpecOf<"row">, { backend, store }: Context): object {
  const run = backend.row(spec);
  const read = settingsReader(spec, ["axis", "shape", "out"]);
  const apply = (pass: Pass, name: string, x: Input, dy: Input | undefined, given: Given | undefined) => {
    const settings = read(given);
    checkInput(spec.name, name, x, store);
    const shape = shapeOf(spec.name, name, x, given?.shape);
    const { axis, layout } = layoutOf(spec.name, shape, given?.axis);
    const reduced = spec.reduces ? shape.filter((_, i) => i !== axis) : shape;
    if (dy !== undefined) {
      checkInput(spec.name, "dy", dy, store);
      checkSize(spec.name, "dy", dy, product(reduced), `shape [${reduced.join(", ")}]`);
    }
    const outShape = pass === Pass.forward ? reduced : shape;
    const out = outputFor(spec.name, given?.out, dy ?? x, outShape, product(outShape), store);
    if (sizeOf(x) > 0 || sizeOf(out) > 0) run(pass, apart(x, out), apart(dy, out), out, layout, settings);
    return out;
  };
  const api = (x: Input, options?: Given) => apply(Pass.forward, "x", x, undefined, options);
  api.backward = (dy: Input, x: Input, options?: Given) => apply(Pass.backward, "x", x, dy ?? null, options);
  if (!spec.backwardFromOutput) return api;
  return Object.assign(api, {
    backwardFromOutput: (dy: Input, y: Input, options?: Given) => apply(Pass.backwardFromOutput, "y", y, dy ?? null, options),
  });
}
