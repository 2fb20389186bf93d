// Depthwise convolutions of images, channels last, and their gradients.

import { backend_util, type TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import {
  type ConvolutionInfo,
  type ConvolutionPlan,
  depthwiseProducts,
  forwardPlan,
  inputGradientPasses,
  planIntegers,
  taskCount,
} from "../convolutionPlan.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callAll, callForTasks, scratchOf } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";
import { filled, stage } from "../stage.js";
import { type ConvolutionAttributes, clampOf, convolutionInfo, meetsPadding, partsOf } from "./convolution.js";
import { activate, canActivate, type FusedActivation, isColumnBias } from "./fusedActivation.js";

interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

/** Output channels of one input channel. */
function multiplier(info: ConvolutionInfo): number {
  return info.outChannels / info.inChannels;
}

/** `given`: the kernel's arguments between plan and scratch. */
function run(backend: LanewiseBackend, plan: ConvolutionPlan, images: number, given: readonly number[]): void {
  const { own } = backend;
  const [planAt, scratch] = stage(backend, planIntegers(plan), (at) => [
    scratchOf(backend, own.depthwiseScratchBytes(at)).all,
  ]) as [number, number];
  callForTasks(backend, own.depthwise, [planAt, ...given, scratch], taskCount(plan, images), {
    units: depthwiseProducts(plan, images),
    scratch: { argument: 9, bytes: scratchOf(backend, own.depthwiseScratchBytes(planAt)).each },
  });
}

const fusedDepthwise: Kernel<Inputs, ConvolutionAttributes & FusedActivation> = (backend, inputs, attributes) => {
  const { x, filter, bias, preluActivationWeights: slopes } = inputs;
  if (!haveType("float32", x, filter)) return undefined;
  // The CPU kernel says what is wrong with these.
  if (!backend_util.eitherStridesOrDilationsAreOne(attributes.strides, attributes.dilations ?? 1)) return undefined;
  const info = convolutionInfo(x.shape, filter.shape, attributes, true);
  if (!info || !isColumnBias(info.outShape, bias)) return undefined;
  if (!canActivate(backend, info.outShape, attributes, slopes)) return undefined;
  const plan = forwardPlan(info, multiplier(info));
  if (!meetsPadding(backend, [plan], filter)) return undefined;
  const source = backend.address(x);
  const weights = backend.address(filter);
  const biasAt = bias ? backend.address(bias) : 0;
  const [low, high] = clampOf(attributes.activation);
  const rowStride = info.filterWidth * info.outChannels;
  const out = filled(backend, info.outShape, (target) => {
    run(backend, plan, info.batchSize, [source, weights, rowStride, info.outChannels, biasAt, target, low, high]);
  });
  return Number.isFinite(low) ? out : activate(backend, out, attributes, slopes);
};

const depthwise: Kernel<Inputs, ConvolutionAttributes> = (backend, { x, filter }, attributes) =>
  fusedDepthwise(backend, { x, filter }, { ...attributes, activation: "linear" });

/** The geometry of a gradient; dilated ones are not defined by TensorFlow.js. */
function gradientInfo(
  xShape: readonly number[],
  filterShape: readonly number[],
  dy: TensorInfo,
  attributes: ConvolutionAttributes,
): ConvolutionInfo | undefined {
  const info = convolutionInfo(xShape, filterShape, attributes, true);
  if (info?.dilationHeight !== 1 || info.dilationWidth !== 1) return undefined;
  return sizeOf(dy) === info.batchSize * info.outHeight * info.outWidth * info.outChannels ? info : undefined;
}

interface InputGradientAttributes extends ConvolutionAttributes {
  readonly inputShape: number[];
}

const inputGradient: Kernel<{ dy: TensorInfo; filter: TensorInfo }, InputGradientAttributes> = (
  backend,
  { dy, filter },
  attributes,
) => {
  if (!haveType("float32", dy, filter)) return undefined;
  const info = gradientInfo(attributes.inputShape, filter.shape, dy, attributes);
  if (!info) return undefined;
  // With a multiplier, each of its output channels gives a gradient of its own, and their sum is the input's.
  const expanded = { ...info, inChannels: info.outChannels };
  const passes = inputGradientPasses(expanded);
  const plans = passes.map(({ plan }) => plan);
  if (!meetsPadding(backend, plans, filter)) return undefined;
  const source = backend.address(dy);
  const weights = backend.address(filter);
  const shape = [...attributes.inputShape.slice(0, -1), info.outChannels];
  const whole = filled(backend, shape, (target) => {
    for (const pass of passes) inputGradientPass(backend, expanded, pass, source, weights, target);
  });
  if (multiplier(info) === 1) return whole;
  try {
    return filled(backend, attributes.inputShape, (target) =>
      backend.own.sum(backend.address(whole), target, sizeOf(whole) / multiplier(info), multiplier(info), 1, 1),
    );
  } finally {
    backend.disposeIntermediateTensorInfo(whole);
  }
};

function inputGradientPass(
  backend: LanewiseBackend,
  info: ConvolutionInfo,
  { plan, tapRow, tapColumn }: { plan: ConvolutionPlan; tapRow: number; tapColumn: number },
  dy: number,
  filter: number,
  target: number,
): void {
  const [low, high] = clampOf("linear");
  const first = filter + (tapRow * info.filterWidth + tapColumn) * info.outChannels * 4;
  const rowStride = -info.strideHeight * info.filterWidth * info.outChannels;
  const columnStride = -info.strideWidth * info.outChannels;
  run(backend, plan, info.batchSize, [dy, first, rowStride, columnStride, 0, target, low, high]);
}

interface FilterGradientAttributes extends ConvolutionAttributes {
  readonly filterShape: number[];
}

const filterGradient: Kernel<{ x: TensorInfo; dy: TensorInfo }, FilterGradientAttributes> = (backend, { x, dy }, attributes) => {
  if (!haveType("float32", x, dy)) return undefined;
  const info = gradientInfo(x.shape, attributes.filterShape, dy, attributes);
  if (!info) return undefined;
  const plan = forwardPlan(info, multiplier(info));
  if (!meetsPadding(backend, [plan], dy)) return undefined;
  const { own } = backend;
  const source = backend.address(x);
  const gradients = backend.address(dy);
  const tasks = taskCount(plan, info.batchSize);
  return filled(backend, attributes.filterShape, (target) => {
    const split = (at: number) => partsOf(tasks, own.depthwiseGradientPartBytes(at));
    const [planAt, sums, scratch] = stage(backend, planIntegers(plan), (at) => [
      own.depthwiseGradientPartBytes(at) * split(at).parts,
      scratchOf(backend, own.depthwiseScratchBytes(at)).all,
    ]) as [number, number, number];
    const { parts, tasksOfPart } = split(planAt);
    const partBytes = own.depthwiseGradientPartBytes(planAt);
    const calls = Array.from({ length: parts }, (_, part) => {
      const first = part * tasksOfPart;
      return [planAt, source, gradients, sums + part * partBytes, scratch, first, Math.min(first + tasksOfPart, tasks)];
    });
    callAll(backend, own.depthwiseGradientPart, calls, {
      units: depthwiseProducts(plan, info.batchSize),
      scratch: { argument: 4, bytes: scratchOf(backend, own.depthwiseScratchBytes(planAt)).each },
    });
    own.depthwiseGradientSum(planAt, sums, parts, target);
  });
};

export const depthwiseConvolutions: KernelTable = {
  DepthwiseConv2dNative: depthwise,
  FusedDepthwiseConv2D: fusedDepthwise,
  DepthwiseConv2dNativeBackpropInput: inputGradient,
  DepthwiseConv2dNativeBackpropFilter: filterGradient,
};
