// Reductions over any axes: one [outer, length, inner] after the other, the innermost first.

import { backend_util, type TensorInfo, util } from "@tensorflow/tfjs-core";

/** One reduction over neighbouring axes. */
export interface Step {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export interface ReductionPlan {
  /** Shape of the result. */
  readonly shape: number[];
  /** How many numbers go into one. */
  readonly length: number;
  readonly steps: readonly Step[];
}

export function reductionPlan(x: TensorInfo, axis: number | number[] | undefined, keepDims: boolean): ReductionPlan {
  const axes = util.parseAxisParam(axis as number[], x.shape);
  const [outShape, reduceShape] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keepDims ? backend_util.expandShapeToKeepDim(outShape, axes) : outShape;
  return { shape, length: util.sizeFromShape(reduceShape), steps: stepsOf(x.shape, new Set(axes)) };
}

function stepsOf(shape: readonly number[], axes: ReadonlySet<number>): Step[] {
  const groups: { size: number; reduced: boolean }[] = [];
  shape.forEach((size, i) => {
    const reduced = axes.has(i);
    const last = groups.at(-1);
    if (last?.reduced === reduced) last.size *= size;
    else groups.push({ size, reduced });
  });
  const steps: Step[] = [];
  let inner = 1;
  for (let i = groups.length - 1; i >= 0; i--) {
    const { size, reduced } = groups[i] as { size: number; reduced: boolean };
    const outer = groups.slice(0, i).reduce((product, group) => product * group.size, 1);
    if (reduced) steps.push({ outer, length: size, inner });
    else inner *= size;
  }
  return steps;
}
