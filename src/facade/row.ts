// The softmax family: along any axis.

import type { Input, Output, RowLayout } from "../backend/backend.js";
import { sizeOf } from "../backend/operands.js";
import { Pass } from "../runtime/abi.js";
import type { SpecOf } from "../spec/types.js";
import { checkAgain, checkInput, checkOptional, describe, shapeReader } from "./arguments.js";
import type { Context } from "./context.js";
import { checkOut, outputFor, released } from "./outputs.js";
import { apart } from "./overlap.js";
import { isOnRoot } from "./plain.js";
import { settingsReader } from "./settings.js";
import { checkFits, mainShape, product, rule, type Shape } from "./shapes.js";
import type { OutOptions } from "./types.js";

type Given = OutOptions & { readonly axis?: number };

/** The axis as an index from 0. */
function axisOf(op: string, shape: Shape, given: number | undefined): number {
  const axis = given === undefined ? -1 : given;
  const rank = Math.max(1, shape.length);
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new (typeof axis === "number" ? RangeError : TypeError)(
      `${op}: axis is ${describe(axis)}, expected an integer from ${-rank} to ${rank - 1}`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

/** An array seen as [outer, length, inner] around an axis: the latest one again, where it is the same. */
function layoutReader(): (shape: Shape, axis: number) => RowLayout {
  let latest: RowLayout = { outer: 0, length: 0, inner: 0 };
  return (shape, axis) => {
    const outer = product(shape, 0, axis);
    const length = shape[axis] ?? 1;
    const inner = product(shape, axis + 1);
    if (outer !== latest.outer || length !== latest.length || inner !== latest.inner) latest = { outer, length, inner };
    return latest;
  };
}

export function makeRow(spec: SpecOf<"row">, context: Context): object {
  const run = context.backend.row(spec);
  const { plain, read, withoutRoot } = settingsReader(spec, ["axis", "shape", "out"]);
  const readShape = shapeReader(spec.name);
  const layoutOf = layoutReader();
  const reduced = rule((main, axis) => main.filter((_, i) => i !== axis));
  const apply = (pass: Pass, name: string, givenX: unknown, givenDy: unknown, givenOptions: Given | undefined): Output => {
    const options = plain(givenOptions);
    const settings = read(options);
    const givenShape = readShape(options?.shape);
    const givenAxis = options?.axis;
    if (isOnRoot("axis", givenAxis, options)) return apply(pass, name, givenX, givenDy, withoutRoot(options as Given));
    const given = checkOut(spec.name, options?.out, context);
    const x = checkInput(spec.name, name, givenX, context);
    const dy = checkOptional(spec.name, "dy", givenDy, context);
    if (dy !== givenDy) checkAgain(spec.name, name, x, context, givenX);
    const isForward = dy === undefined;
    // What is as large as x may tell its shape.
    const alike = spec.reduces ? undefined : dy;
    const shape = mainShape(spec.name, givenShape, name, x, alike, spec.reduces && isForward ? undefined : given);
    const axis = axisOf(spec.name, shape, givenAxis);
    const outcome = spec.reduces ? reduced(shape, axis) : shape;
    if (dy !== undefined) checkFits(spec.name, "dy", dy, outcome);
    const out = outputFor(spec.name, given, dy ?? x, isForward ? outcome : shape, context);
    try {
      const most = sizeOf(x);
      if (most > 0 || sizeOf(out) > 0) {
        const layout = layoutOf(shape, axis);
        run(pass, apart(x, given, most, context), apart(dy, given, most, context), out, layout, settings);
      }
      return out;
    } catch (error) {
      throw released(error, given, out);
    }
  };
  const api = (x: Input, options?: Given) => apply(Pass.forward, "x", x, undefined, options);
  api.backward = (dy: Input, x: Input, options?: Given) => apply(Pass.backward, "x", x, dy ?? null, options);
  if (!spec.backwardFromOutput) return api;
  return Object.assign(api, {
    backwardFromOutput: (dy: Input, y: Input, options?: Given) => apply(Pass.backwardFromOutput, "y", y, dy ?? null, options),
  });
}
