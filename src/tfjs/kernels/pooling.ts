// Pooling of images, channels last, and its gradients.

import { backend_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import { type ConvolutionInfo, forwardPlan, planIntegers } from "../convolutionPlan.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForTasks } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";
import { filled, stage } from "../stage.js";

interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The geometry; undefined where there is nothing to do. */
function poolInfo(shape: readonly number[], attributes: PoolAttributes): ConvolutionInfo | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  if (shape.length !== 4) return undefined;
  const info = backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
  return util.sizeFromShape(info.inShape) > 0 && util.sizeFromShape(info.outShape) > 0 ? info : undefined;
}

/** Windows do not go beyond the image here: the kernels take the part inside. */
function stagePool(backend: LanewiseBackend, info: ConvolutionInfo): number {
  return stage(backend, planIntegers(forwardPlan(info)), () => [])[0] as number;
}

/** What the time of a pooling is estimated by: the values of all windows. */
function work(info: ConvolutionInfo): { units: number } {
  return { units: util.sizeFromShape(info.outShape) * info.filterHeight * info.filterWidth };
}

function pool(kernelName: "maxPool" | "averagePool"): Kernel<{ x: TensorInfo }, PoolAttributes> {
  return (backend, { x }, attributes) => {
    if (!haveType("float32", x)) return undefined;
    const info = poolInfo(x.shape, attributes);
    // The CPU kernel copies nothing where every window is a pixel of its own.
    const isIdentity = info?.filterHeight === 1 && info.filterWidth === 1 && util.arraysEqual(info.inShape, info.outShape);
    if (!info || isIdentity) return undefined;
    const source = backend.address(x);
    return filled(backend, info.outShape, (target) => {
      const rows = info.batchSize * info.outHeight;
      callForTasks(backend, backend.own[kernelName], [stagePool(backend, info), source, target], rows, work(info));
    });
  };
}

const maxPoolGradient: Kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttributes> = (backend, { dy, input }, attributes) => {
  if (!haveType("float32", dy, input)) return undefined;
  const info = poolInfo(input.shape, attributes);
  if (!info || sizeOf(dy) !== util.sizeFromShape(info.outShape)) return undefined;
  const x = backend.address(input);
  const gradients = backend.address(dy);
  return filled(backend, input.shape, (target) => {
    const given = [stagePool(backend, info), x, gradients, target];
    callForTasks(backend, backend.own.maxPoolGradient, given, info.batchSize, work(info));
  });
};

const averagePoolGradient: Kernel<{ dy: TensorInfo; input: TensorInfo }, PoolAttributes> = (
  backend,
  { dy, input },
  attributes,
) => {
  if (!haveType("float32", dy)) return undefined;
  const info = poolInfo(input.shape, attributes);
  if (!info || sizeOf(dy) !== util.sizeFromShape(info.outShape)) return undefined;
  const gradients = backend.address(dy);
  // As in the CPU kernel: by the size of the whole window, also at the edge, where the forward pass divides by the part inside.
  const scale = 1 / (info.filterHeight * info.filterWidth);
  return filled(backend, input.shape, (target) => {
    const rows = info.batchSize * info.inHeight;
    const given = [stagePool(backend, info), gradients, target, scale];
    callForTasks(backend, backend.own.averagePoolGradient, given, rows, work(info));
  });
};

export const pooling: KernelTable = {
  MaxPool: pool("maxPool"),
  MaxPoolGrad: maxPoolGradient,
  AvgPool: pool("averagePool"),
  AvgPoolGrad: averagePoolGradient,
};
