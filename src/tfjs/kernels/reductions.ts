// Reductions of float32 tensors over any axes.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForItems } from "../parallel.js";
import { reductionPlan, type Step } from "../reduce.js";
import { haveType } from "../shape.js";

interface Attributes {
  readonly axis?: number | number[];
  /** The name that Max has for axis. */
  readonly reductionIndices?: number | number[];
  readonly keepDims?: boolean;
}

/** @param scaleOf what the result is multiplied by, from the number of elements that go into one */
function reductionKernel(name: NameOf<"reduction">, scaleOf: (length: number) => number): Kernel<{ x: TensorInfo }, Attributes> {
  return (backend, { x }, { axis, reductionIndices, keepDims }) => {
    if (!haveType("float32", x)) return undefined;
    const { shape, length, steps } = reductionPlan(x, axis ?? reductionIndices, keepDims ?? false);
    // Nothing to reduce is the CPU kernel's affair: each has its own answer.
    if (length === 0 || steps.length === 0 || x.shape.includes(0)) return undefined;
    const from = backend.address(x);
    const between = backend.workArea.address(intermediateBytes(steps));
    const out = backend.output(shape);
    reduce(backend, name, from, between, backend.address(out), steps, scaleOf(length));
    return out;
  };
}

/** Bytes of the results of all steps but the last. */
function intermediateBytes(steps: readonly Step[]): number {
  return steps.slice(0, -1).reduce((sum, step) => sum + resultBytes(step), 0);
}

/** Bytes of a step's result, to the next multiple of 64. */
function resultBytes({ outer, inner }: Step): number {
  return Math.ceil((outer * inner) / 16) * 64;
}

function reduce(
  backend: LanewiseBackend,
  name: NameOf<"reduction">,
  x: number,
  between: number,
  out: number,
  steps: readonly Step[],
  scale: number,
): void {
  let from = x;
  let to = between;
  steps.forEach((step, i) => {
    const { outer, length, inner } = step;
    const last = i === steps.length - 1;
    callForItems(backend, backend.own[name], [from, last ? out : to, outer, length, inner, last ? scale : 1], itemsOf(step));
    from = to;
    to += resultBytes(step);
  });
}

/** How the kernels go through a step: the outer axis. */
function itemsOf({ outer, length, inner }: Step) {
  return { argument: 2, bytes: [length * inner * 4, inner * 4], units: outer * length * inner };
}

/** @param name the kernel for one axis */
function argumentKernel(name: NameOf<"argument">): Kernel<{ x: TensorInfo }, { axis: number }> {
  return (backend, { x }, { axis }) => {
    if (!haveType("float32", x)) return undefined;
    const { shape, steps } = reductionPlan(x, axis, false);
    const [step] = steps;
    if (!step || steps.length > 1 || x.shape.includes(0)) return undefined;
    const from = backend.address(x);
    const out = backend.output(shape, "int32");
    const given = [from, backend.address(out), step.outer, step.length, step.inner];
    callForItems(backend, backend.own[name], given, itemsOf(step));
    return out;
  };
}

export const reductions: KernelTable = {
  Sum: reductionKernel("sum", () => 1),
  Mean: reductionKernel("sum", (length) => 1 / length),
  Max: reductionKernel("largest", () => 1),
  Min: reductionKernel("smallest", () => 1),
  Prod: reductionKernel("product", () => 1),
  ArgMax: argumentKernel("argumentOfLargest"),
  ArgMin: argumentKernel("argumentOfSmallest"),
};
