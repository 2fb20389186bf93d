// Convolutions of images, channels last, and their gradients. Other layouts run the CPU kernels.

import { backend_util, type TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "../backend.js";
import {
  type ConvolutionInfo,
  type ConvolutionPlan,
  forwardPlan,
  inputGradientPasses,
  planIntegers,
  products,
  taskCount,
} from "../convolutionPlan.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callAll, callForTasks, scratchOf } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";
import { filled, stage } from "../stage.js";
import { activate, canActivate, type FusedActivation, isColumnBias } from "./fusedActivation.js";

export interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  readonly dataFormat?: "NHWC" | "NCHW";
  readonly dilations?: [number, number] | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape4D = [number, number, number, number];

/** The geometry of a convolution that the kernels do; undefined for other layouts, and where there is nothing to do. */
export function convolutionInfo(
  xShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvolutionAttributes,
  depthwise: boolean,
): ConvolutionInfo | undefined {
  const { strides, pad, dataFormat = "NHWC", dilations = 1, dimRoundingMode } = attributes;
  if (dataFormat !== "NHWC" || xShape.length !== 4) return undefined;
  const info = backend_util.computeConv2DInfo(
    xShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } = info;
  const sizes = [batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth];
  return sizes.every((size) => size > 0) ? info : undefined;
}

/** Where windows are single pixels, all images are one high image: fewer, larger tasks. */
function joined(info: ConvolutionInfo): ConvolutionInfo {
  const { batchSize, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  const isPointwise = filterHeight === 1 && filterWidth === 1 && inHeight === outHeight && inWidth === outWidth;
  if (!isPointwise || padInfo.top !== 0 || padInfo.left !== 0 || info.strideHeight !== 1 || info.strideWidth !== 1) return info;
  return { ...info, batchSize: 1, inHeight: batchSize * inHeight, outHeight: batchSize * outHeight };
}

/** What a padding of zeros is multiplied by must be finite: 0 · ∞ is NaN. The CPU kernels skip the padding. */
export function meetsPadding(backend: LanewiseBackend, plans: readonly ConvolutionPlan[], factor: TensorInfo): boolean {
  const isPadded = plans.some(({ padded }) => padded !== 0);
  return !isPadded || backend.own.allFinite(backend.address(factor), sizeOf(factor)) !== 0;
}

/** The largest and smallest values of an activation that is a clamp. */
export function clampOf(activation: FusedActivation["activation"]): readonly [number, number] {
  if (activation === "relu") return [0, Number.POSITIVE_INFINITY];
  return activation === "relu6" ? [0, 6] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

/** One pass of the convolution kernel over all images. */
interface Pass {
  readonly plan: ConvolutionPlan;
  readonly images: number;
  readonly source: number;
  readonly filter: number;
  /** Strides of the filter's taps, in floats; whether a tap's matrix is [target channels, source channels]. */
  readonly rowStride: number;
  readonly columnStride: number;
  readonly transposed: boolean;
  readonly bias: number;
  readonly target: number;
  readonly clamp: readonly [number, number];
}

function run(backend: LanewiseBackend, pass: Pass): void {
  const { plan, images, source, filter, rowStride, columnStride, transposed, bias, target } = pass;
  const [low, high] = pass.clamp;
  const { own } = backend;
  const [planAt, panels, scratch] = stage(backend, planIntegers(plan), (at) => [
    own.convolutionPanelBytes(at),
    scratchOf(backend, own.convolutionScratchBytes(at)).all,
  ]) as [number, number, number];
  own.packConvolutionFilter(planAt, filter, rowStride, columnStride, Number(transposed), panels);
  const given = [planAt, source, panels, bias, target, low, high, scratch];
  callForTasks(backend, own.convolution, given, taskCount(plan, images), {
    units: products(plan, images),
    scratch: { argument: 7, bytes: scratchOf(backend, own.convolutionScratchBytes(planAt)).each },
  });
}

interface Inputs {
  readonly x: TensorInfo;
  readonly filter: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

const fusedConvolution: Kernel<Inputs, ConvolutionAttributes & FusedActivation> = (backend, inputs, attributes) => {
  const { x, filter, bias, preluActivationWeights: slopes } = inputs;
  if (!haveType("float32", x, filter)) return undefined;
  const given = convolutionInfo(x.shape, filter.shape, attributes, false);
  if (!given || !isColumnBias(given.outShape, bias)) return undefined;
  if (!canActivate(backend, given.outShape, attributes, slopes)) return undefined;
  const info = joined(given);
  const plan = forwardPlan(info);
  if (!meetsPadding(backend, [plan], filter)) return undefined;
  const clamp = clampOf(attributes.activation);
  const tapFloats = info.inChannels * info.outChannels;
  const pass = {
    plan,
    images: info.batchSize,
    source: backend.address(x),
    filter: backend.address(filter),
    rowStride: info.filterWidth * tapFloats,
    columnStride: tapFloats,
    transposed: false,
    bias: bias ? backend.address(bias) : 0,
    clamp,
  };
  const out = filled(backend, given.outShape, (target) => run(backend, { ...pass, target }));
  return Number.isFinite(clamp[0]) ? out : activate(backend, out, attributes, slopes);
};

const convolution: Kernel<Inputs, ConvolutionAttributes> = (backend, { x, filter }, attributes) =>
  fusedConvolution(backend, { x, filter }, { ...attributes, activation: "linear" });

interface InputGradientAttributes extends ConvolutionAttributes {
  readonly inputShape: number[];
}

const inputGradient: Kernel<{ dy: TensorInfo; filter: TensorInfo }, InputGradientAttributes> = (
  backend,
  { dy, filter },
  attributes,
) => {
  if (!haveType("float32", dy, filter)) return undefined;
  const given = convolutionInfo(attributes.inputShape, filter.shape, { ...attributes, dilations: 1 }, false);
  if (!given || sizeOf(dy) !== given.batchSize * given.outHeight * given.outWidth * given.outChannels) return undefined;
  const info = joined(given);
  const passes = inputGradientPasses(info);
  const plans = passes.map(({ plan }) => plan);
  if (!meetsPadding(backend, plans, filter)) return undefined;
  const tapFloats = info.inChannels * info.outChannels;
  const shared = {
    images: info.batchSize,
    source: backend.address(dy),
    rowStride: -info.strideHeight * info.filterWidth * tapFloats,
    columnStride: -info.strideWidth * tapFloats,
    transposed: true,
    bias: 0,
    clamp: clampOf("linear"),
  };
  const weights = backend.address(filter);
  return filled(backend, attributes.inputShape, (target) => {
    for (const { plan, tapRow, tapColumn } of passes) {
      run(backend, { ...shared, plan, filter: weights + (tapRow * info.filterWidth + tapColumn) * tapFloats * 4, target });
    }
  });
};

interface FilterGradientAttributes extends ConvolutionAttributes {
  readonly filterShape: number[];
}

/** Parts whose sums are added in order: as many as there are tasks, but no more memory than this for all of them. */
const MOST_PARTS = 16;
const PARTS_BYTES = 8_388_608;
/** Rows of the gradient that are one call, for large filters, which have few parts: dy is packed anew in each. */
const ROWS_OF_CALL = 512;

/** How the tasks of a filter gradient are summed: fixed by the geometry, so that the result is. */
export function partsOf(tasks: number, partBytes: number): { parts: number; tasksOfPart: number } {
  const most = Math.max(1, Math.min(MOST_PARTS, tasks, Math.floor(PARTS_BYTES / partBytes)));
  const tasksOfPart = Math.ceil(tasks / most);
  return { parts: Math.ceil(tasks / tasksOfPart), tasksOfPart };
}

const filterGradient: Kernel<{ x: TensorInfo; dy: TensorInfo }, FilterGradientAttributes> = (backend, { x, dy }, attributes) => {
  if (!haveType("float32", x, dy)) return undefined;
  const { filterShape } = attributes;
  const given = convolutionInfo(x.shape, filterShape, { ...attributes, dilations: 1 }, false);
  if (!given || sizeOf(dy) !== given.batchSize * given.outHeight * given.outWidth * given.outChannels) return undefined;
  const info = joined(given);
  const plan = forwardPlan(info);
  if (!meetsPadding(backend, [plan], dy)) return undefined;
  const source = backend.address(x);
  const gradients = backend.address(dy);
  return filled(backend, filterShape, (target) => sumParts(backend, plan, info, source, gradients, target));
};

function sumParts(
  backend: LanewiseBackend,
  plan: ConvolutionPlan,
  info: ConvolutionInfo,
  x: number,
  dy: number,
  target: number,
): void {
  const { own } = backend;
  const tasks = taskCount(plan, info.batchSize);
  const rows = info.filterHeight * info.filterWidth * info.inChannels;
  const split = (at: number) => partsOf(tasks, own.filterGradientPartBytes(at));
  const [planAt, sums, scratch] = stage(backend, planIntegers(plan), (at) => [
    own.filterGradientPartBytes(at) * split(at).parts,
    scratchOf(backend, own.filterGradientScratchBytes(at)).all,
  ]) as [number, number, number];
  const { parts, tasksOfPart } = split(planAt);
  const partBytes = own.filterGradientPartBytes(planAt);
  const calls: number[][] = [];
  for (let part = 0; part < parts; part++) {
    const first = part * tasksOfPart;
    const end = Math.min(first + tasksOfPart, tasks);
    for (let row = 0; row < rows; row += ROWS_OF_CALL) {
      const endRow = Math.min(row + ROWS_OF_CALL, rows);
      calls.push([planAt, x, dy, sums + part * partBytes, scratch, first, end, row, endRow]);
    }
  }
  callAll(backend, own.filterGradientPart, calls, {
    units: products(plan, info.batchSize),
    scratch: { argument: 4, bytes: scratchOf(backend, own.filterGradientScratchBytes(planAt)).each },
  });
  own.filterGradientSum(planAt, sums, parts, target);
}

export const convolutions: KernelTable = {
  Conv2D: convolution,
  FusedConv2D: fusedConvolution,
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropFilter: filterGradient,
};
