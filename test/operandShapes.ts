// The shape of each operand of a call, from that of its main one: as NUMERICS.md and DESIGN.md have it, by hand.

import type { Spec } from "../src/spec/types.js";
import { resolved } from "./inputs.js";
import type { Options } from "./subjects.js";

type Shape = readonly number[];

/** What an op calls its main inputs: those without an upstream gradient in front. */
export const MAIN_INPUTS = {
  activation: ["x"],
  channelActivation: ["x", "alpha"],
  groupActivation: ["x"],
  row: ["x"],
  loss: ["prediction", "target"],
  rowLoss: ["prediction", "target"],
  penalty: ["weights"],
  layer: ["x", "weights", "bias"],
} as const satisfies Record<Spec["kind"], readonly string[]>;

/** The names of a method's inputs, as they stand in messages. */
export function inputNames(spec: Spec, method: string): readonly string[] {
  if (method === "backwardFromOutput") return ["dy", "y"];
  const main = MAIN_INPUTS[spec.kind];
  return method === "backward" ? ["dy", ...main.filter((name) => name !== "bias")] : main;
}

const product = (shape: Shape) => shape.reduce((all, length) => all * length, 1);
const outer = (shape: Shape) => shape.slice(0, -1);
const last = (shape: Shape) => shape.at(-1) ?? 1;

/** What reduces over an axis: of the softmax family, logSumExp. */
function reduced(shape: Shape, { axis = -1 }: { readonly axis?: number }): Shape {
  const dropped = axis < 0 ? axis + shape.length : axis;
  return shape.filter((_, i) => i !== dropped);
}

function expectedShape(spec: Spec, name: string, size: number, shape: Shape, options: Options): Shape {
  switch (spec.kind) {
    case "channelActivation":
      return name === "alpha" ? [size] : shape;
    case "groupActivation":
      return name === "dy" ? [...outer(shape), last(shape) / spec.groupSize(resolved(spec, options))] : shape;
    case "row":
      return name === "dy" && spec.reduces ? reduced(shape, options) : shape;
    case "rowLoss":
      if (name === "classWeights") return [last(shape)];
      if (name === "target" && spec.targets === "probabilities") return shape;
      return name === "weights" || (name === "target" && size === product(outer(shape))) ? outer(shape) : shape;
    case "layer": {
      if (name === "weights") return [last(shape), size / last(shape)];
      if (name === "dy") return [...outer(shape), size / product(outer(shape))];
      return name === "bias" ? [size] : shape;
    }
    default:
      return shape;
  }
}

/** Of an operand or an array among the options; flat where its size is another, which must be an error then. */
export function operandShape(spec: Spec, name: string, size: number, shape: Shape, options: Options = {}): Shape {
  const expected = expectedShape(spec, name, size, shape, options);
  return product(expected) === size ? expected : [size];
}

interface ShapedCall {
  readonly method: string;
  readonly inputs: readonly unknown[];
  readonly options: Options;
}

const sizeOf = (input: unknown) => (input as { readonly length?: number } | undefined)?.length ?? 0;
const shapeIn = ({ options }: ShapedCall) => options.shape as Shape;

/** Of each input of a call. */
export function inputShapes(spec: Spec, call: ShapedCall): Shape[] {
  const names = inputNames(spec, call.method);
  return call.inputs.map((input, i) => operandShape(spec, names[i] as string, sizeOf(input), shapeIn(call), call.options));
}

/** Of what `out` receives. */
export function outputShape(spec: Spec, call: ShapedCall & { readonly outputs?: number }): Shape {
  const shape = shapeIn(call);
  if (call.method === "forward") {
    if (spec.kind === "row" && spec.reduces) return reduced(shape, call.options);
    if (spec.kind === "rowLoss") return outer(shape);
    if (spec.kind === "groupActivation" || spec.kind === "layer") {
      return [...outer(shape), (call.outputs ?? 0) / product(outer(shape))];
    }
  }
  return shape;
}
