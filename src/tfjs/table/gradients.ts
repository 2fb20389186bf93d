// Gradients of the kernels in table/kernels.ts, to any order.

import {
  expandDims,
  type GradConfig,
  mul,
  type NamedAttrMap,
  onesLike,
  registerGradient,
  sum,
  type Tensor,
} from "@tensorflow/tfjs-core";
import type { OpName } from "../../ops.js";
import { activationCurvature, lossCurvature, rowCurvature, rowLossCurvature } from "./curvature.js";
import type { TableAttributes, TableKernelName } from "./kernels.js";
import { activationBackward, lossBackward, rowBackward, rowLossBackward } from "./run.js";

function knownFor<F>(table: Readonly<Partial<Record<OpName, F>>>, op: OpName): F {
  const found = table[op];
  if (!found) throw new Error(`${op}: this order of derivative is not known`);
  return found;
}

const attributesOf = (attributes: NamedAttrMap) => attributes as unknown as TableAttributes;

type Gradients = Record<string, () => Tensor>;

function gradient(
  kernelName: TableKernelName,
  inputsToSave: string[],
  gradientsOf: (v: Tensor, saved: Tensor[], attributes: TableAttributes) => Gradients,
): GradConfig {
  const gradFunc: GradConfig["gradFunc"] = (v, saved, attributes) => gradientsOf(v as Tensor, saved, attributesOf(attributes));
  return { kernelName, inputsToSave, gradFunc };
}

const gradients: readonly GradConfig[] = [
  gradient("LanewiseActivation", ["x"], (dy, [x], { op, options }) => ({
    x: () => activationBackward(op, dy, x as Tensor, options),
  })),
  gradient("LanewiseActivationBackward", ["dy", "x"], (v, [dy, x], { op, options }) => ({
    dy: () => activationBackward(op, v, x as Tensor, options),
    x: () => mul(mul(v, dy as Tensor), knownFor(activationCurvature, op)(x as Tensor, options)),
  })),
  gradient("LanewiseRow", ["x"], (dy, [x], { op }) => ({ x: () => rowBackward(op, dy, x as Tensor) })),
  gradient("LanewiseRowBackward", ["dy", "x"], (v, [dy, x], { op }) => ({
    dy: () => knownFor(rowCurvature, op).dy(v, dy as Tensor, x as Tensor),
    x: () => knownFor(rowCurvature, op).x(v, dy as Tensor, x as Tensor),
  })),
  gradient("LanewiseLoss", ["x", "target"], (dy, [x, target], { op, options }) => ({
    x: () => lossBackward(op, dy, x as Tensor, target as Tensor, options),
    target: () => mul(dy, knownFor(lossCurvature, op).target(x as Tensor, target as Tensor, options)),
  })),
  gradient("LanewiseLossBackward", ["dy", "x", "target"], (v, [dy, x, target], { op, options }) => {
    const weighed = () => mul(v, dy as Tensor);
    return {
      dy: () => lossBackward(op, v, x as Tensor, target as Tensor, options),
      x: () => mul(weighed(), knownFor(lossCurvature, op).second(x as Tensor, target as Tensor, options)),
      target: () => mul(weighed(), knownFor(lossCurvature, op).mixed(x as Tensor, target as Tensor, options)),
    };
  }),
  gradient("LanewiseRowLoss", ["x", "target"], (dy, [x, target], { op, options }) => ({
    x: () => rowLossBackward(op, dy, x as Tensor, target as Tensor, options),
    target: () => mul(expandDims(dy, -1), knownFor(rowLossCurvature, op).target(x as Tensor, target as Tensor, options)),
  })),
  gradient("LanewiseRowLossBackward", ["dy", "x", "target"], (v, [dy, x, target], { op, options }) => {
    const weighed = () => mul(v, expandDims(dy as Tensor, -1));
    const gradientOfOne = () => rowLossBackward(op, onesLike(dy as Tensor), x as Tensor, target as Tensor, options);
    return {
      dy: () => sum(mul(v, gradientOfOne()), -1),
      x: () => knownFor(rowLossCurvature, op).x(weighed(), x as Tensor, target as Tensor, options),
      target: () => knownFor(rowLossCurvature, op).mixed(weighed(), x as Tensor, target as Tensor, options),
    };
  }),
];

export function registerTableGradients(): void {
  for (const config of gradients) registerGradient(config);
}
