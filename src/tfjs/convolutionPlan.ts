// The geometry of convolutions and poolings, as the kernels take it: see assembly/tfjs/convolutionPlan.ts.

import type { backend_util } from "@tensorflow/tfjs-core";

export type ConvolutionInfo = backend_util.Conv2DInfo;

/** The fields in the order in which the kernels read them. */
const FIELDS = [
  "sourceHeight",
  "sourceWidth",
  "sourceChannels",
  "padded",
  "padTop",
  "padLeft",
  "paddedWidth",
  "gridHeight",
  "gridWidth",
  "firstRow",
  "firstColumn",
  "strideHeight",
  "strideWidth",
  "tapRows",
  "tapColumns",
  "dilationHeight",
  "dilationWidth",
  "targetHeight",
  "targetWidth",
  "targetChannels",
  "targetRow",
  "targetColumn",
  "targetRowStep",
  "targetColumnStep",
  "bandRows",
  "repeats",
] as const;

export type ConvolutionPlan = Readonly<Record<(typeof FIELDS)[number], number>>;

/** The plan as 32-bit integers. */
export function planIntegers(plan: ConvolutionPlan): number[] {
  return FIELDS.map((field) => plan[field]);
}

export const PLAN_BYTES = FIELDS.length * 4;

/** Pixels of a task: enough to be worth a thread's while, few enough that a padded copy stays in a second-level cache. */
const BAND_PIXELS = 1024;
const BAND_BYTES = 262_144;

/** Rows of the grid that make a task: evenly many, few enough for the cache. */
function bandRows(gridHeight: number, gridWidth: number, rowBytes: number): number {
  const most = Math.max(1, Math.min(Math.ceil(BAND_PIXELS / gridWidth), Math.floor(BAND_BYTES / rowBytes)));
  return Math.ceil(gridHeight / Math.ceil(gridHeight / most));
}

/** Tasks of a plan: bands of all images. */
export function taskCount(plan: ConvolutionPlan, images: number): number {
  return images * Math.ceil(plan.gridHeight / plan.bandRows);
}

/** Products that a dense convolution adds up for so many images. */
export function products(plan: ConvolutionPlan, images: number): number {
  return images * plan.gridHeight * plan.gridWidth * plan.tapRows * plan.tapColumns * plan.sourceChannels * plan.targetChannels;
}

/** The same of a depthwise one. */
export function depthwiseProducts(plan: ConvolutionPlan, images: number): number {
  return products(plan, images) / plan.sourceChannels;
}

/** Source and target of `info` itself: x to y. */
export function forwardPlan(info: ConvolutionInfo, repeats = 1): ConvolutionPlan {
  const { padInfo, strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth } = info;
  const { outHeight, outWidth, inWidth } = info;
  const isPadded = padInfo.top > 0 || padInfo.bottom > 0 || padInfo.left > 0 || padInfo.right > 0 || repeats > 1;
  const windowsWidth = (outWidth - 1) * strideWidth + (filterWidth - 1) * dilationWidth + 1;
  const sourceChannels = info.inChannels * repeats;
  const paddedWidth = isPadded ? windowsWidth : inWidth;
  return {
    sourceHeight: info.inHeight,
    sourceWidth: inWidth,
    sourceChannels,
    padded: Number(isPadded),
    padTop: padInfo.top,
    padLeft: padInfo.left,
    paddedWidth,
    gridHeight: outHeight,
    gridWidth: outWidth,
    firstRow: 0,
    firstColumn: 0,
    strideHeight,
    strideWidth,
    tapRows: filterHeight,
    tapColumns: filterWidth,
    dilationHeight,
    dilationWidth,
    targetHeight: outHeight,
    targetWidth: outWidth,
    targetChannels: info.outChannels,
    targetRow: 0,
    targetColumn: 0,
    targetRowStep: 1,
    targetColumnStep: 1,
    bandRows: bandRows(outHeight, outWidth, paddedWidth * sourceChannels * strideHeight * 4),
    repeats,
  };
}

/** One axis of an input gradient: the positions of x that the taps `first`, `first` + stride, … of the filter reach. */
interface Phase {
  /** The first such position, and how many there are, a stride apart. */
  readonly start: number;
  readonly count: number;
  readonly taps: number;
  /** The filter's tap that meets the first dy of a window: the last one, since the filter is turned around. */
  readonly lastTap: number;
  /** Zeros before dy, where its first window begins in it, and how far windows reach, in padded positions. */
  readonly pad: number;
  readonly first: number;
  readonly reach: number;
}

function phasesOf(inSize: number, outSize: number, stride: number, filterSize: number, padBefore: number): Phase[] {
  const phases: Phase[] = [];
  for (let tap = 0; tap < stride; tap++) {
    const start = (((tap - padBefore) % stride) + stride) % stride;
    const count = Math.max(0, Math.ceil((inSize - start) / stride));
    const taps = Math.max(0, Math.ceil((filterSize - tap) / stride));
    const nearest = (start + padBefore - tap) / stride;
    const pad = Math.max(0, taps - 1 - nearest);
    const lastTap = tap + stride * (taps - 1);
    if (count > 0) {
      phases.push({
        start,
        count,
        taps,
        lastTap,
        pad,
        first: pad + nearest - Math.max(0, taps - 1),
        reach: pad + nearest + count,
      });
    }
  }
  return phases.map((phase) => (phase.taps > 0 ? phase : { ...phase, pad: 0, first: 0, reach: outSize }));
}

/** A pass over dy that gives every stride-th row and column of dx. */
export interface InputGradientPass {
  readonly plan: ConvolutionPlan;
  /** The filter's tap at the beginning of a window; taps run backwards from it, a stride apart. */
  readonly tapRow: number;
  readonly tapColumn: number;
}

/** Passes that together give the gradient towards the input, each a convolution of dy with some of the filter's taps turned around. */
export function inputGradientPasses(info: ConvolutionInfo): InputGradientPass[] {
  const { padInfo, strideHeight, strideWidth, inHeight, inWidth, outHeight, outWidth, inChannels, outChannels } = info;
  const rows = phasesOf(inHeight, outHeight, strideHeight, info.filterHeight, padInfo.top);
  const columns = phasesOf(inWidth, outWidth, strideWidth, info.filterWidth, padInfo.left);
  return rows.flatMap((row) =>
    columns.map((column) => {
      const hasTaps = row.taps > 0 && column.taps > 0;
      const isPadded =
        hasTaps && (row.pad > 0 || column.pad > 0 || row.reach > outHeight + row.pad || column.reach > outWidth + column.pad);
      const paddedWidth = isPadded ? column.reach : outWidth;
      return {
        plan: {
          sourceHeight: outHeight,
          sourceWidth: outWidth,
          sourceChannels: outChannels,
          padded: Number(isPadded),
          padTop: row.pad,
          padLeft: column.pad,
          paddedWidth,
          gridHeight: row.count,
          gridWidth: column.count,
          firstRow: row.first,
          firstColumn: column.first,
          strideHeight: 1,
          strideWidth: 1,
          tapRows: hasTaps ? row.taps : 0,
          tapColumns: hasTaps ? column.taps : 0,
          dilationHeight: 1,
          dilationWidth: 1,
          targetHeight: inHeight,
          targetWidth: inWidth,
          targetChannels: inChannels,
          targetRow: row.start,
          targetColumn: column.start,
          targetRowStep: strideHeight,
          targetColumnStep: strideWidth,
          bandRows: bandRows(row.count, column.count, paddedWidth * outChannels * 4),
          repeats: 1,
        },
        tapRow: row.lastTap,
        tapColumn: column.lastTap,
      };
    }),
  );
}
