// Depthwise convolution of images [images, height, width, channels]: each channel has a filter of its own.
//
// Vectors go over the channels. A tile is four pixels by eight channels: a tap's weights are loaded once for four pixels.

import { atLeast, atMost, madd, zero } from "../lanes";
import { Band } from "./convolutionBand";
import { ConvolutionPlan, fillTapOffsets, tapTableBytes } from "./convolutionPlan";
import { storeUpTo } from "./storeUpTo";

const TILE_PIXELS = 4;
/** Taps times two vectors whose sums the gradient keeps in registers. */
const GRADIENT_TAPS = 3;
/** Pixels that are summed before their sum is added to the others. */
const CHUNK_PIXELS = 256;

export function depthwiseScratchBytes(plan: ConvolutionPlan): usize {
  return tapTableBytes(plan) + Band.bytes(plan);
}

/**
 * Tasks `first` to `end`; a task is a band of one image. A tap's weights begin at
 * filter + row · rowStride + column · columnStride (in floats, negative for a filter turned around).
 */
export function depthwise(
  plan: ConvolutionPlan,
  source: usize,
  filter: usize,
  rowStride: i32,
  columnStride: i32,
  bias: usize,
  target: usize,
  low: f32,
  high: f32,
  scratch: usize,
  first: i32,
  end: i32,
): void {
  fillTapOffsets(plan, scratch);
  Band.prepare(plan, scratch + tapTableBytes(plan));
  for (let task = first; task < end; task++) {
    Band.open(plan, source, target, task);
    for (let pixel = 0; pixel < Band.pixels; pixel += TILE_PIXELS) {
      tile(plan, pixel, scratch, filter, rowStride, columnStride, bias, low, high);
    }
  }
}

class Channels {
  /** Stores eight channels, or as many as are left, within [low, high]; a NaN stays. */
  @inline static write(to: usize, sum0: v128, sum1: v128, low: v128, high: v128, left: i32): void {
    storeUpTo(to, atMost<f32>(atLeast<f32>(sum0, low), high), left);
    if (left > 4) storeUpTo(to + 16, atMost<f32>(atLeast<f32>(sum1, low), high), left - 4);
  }
}

/** Four pixels, all channels. */
function tile(
  plan: ConvolutionPlan,
  pixel: i32,
  taps: usize,
  filter: usize,
  rowStride: i32,
  columnStride: i32,
  bias: usize,
  low: f32,
  high: f32,
): void {
  const source = Band.windows;
  const target = Band.target;
  const offsets = Band.offsets + ((<usize>pixel) << 2);
  const targets = Band.targets + ((<usize>pixel) << 2);
  const window0 = source + load<u32>(offsets);
  const window1 = source + load<u32>(offsets, 4);
  const window2 = source + load<u32>(offsets, 8);
  const window3 = source + load<u32>(offsets, 12);
  const to0 = target + load<u32>(targets);
  const to1 = target + load<u32>(targets, 4);
  const to2 = target + load<u32>(targets, 8);
  const to3 = target + load<u32>(targets, 12);
  const lows = f32x4.splat(low);
  const highs = f32x4.splat(high);
  const channels = plan.targetChannels;
  const columnBytes = columnStride << 2;
  const rowBytes = (rowStride << 2) - plan.tapColumns * columnBytes;
  for (let channel = 0; channel < channels; channel += 8) {
    const at = (<usize>channel) << 2;
    let sum00 = bias ? v128.load(bias + at) : zero();
    let sum01 = bias ? v128.load(bias + at, 16) : zero();
    let sum10 = sum00;
    let sum11 = sum01;
    let sum20 = sum00;
    let sum21 = sum01;
    let sum30 = sum00;
    let sum31 = sum01;
    let weight = filter + at;
    let tap = taps;
    for (let row = 0; row < plan.tapRows; row++) {
      const end = tap + ((<usize>plan.tapColumns) << 2);
      while (tap < end) {
        const offset = at + load<u32>(tap);
        let weights = v128.load(weight);
        sum00 = madd<f32>(v128.load(window0 + offset), weights, sum00);
        sum10 = madd<f32>(v128.load(window1 + offset), weights, sum10);
        sum20 = madd<f32>(v128.load(window2 + offset), weights, sum20);
        sum30 = madd<f32>(v128.load(window3 + offset), weights, sum30);
        weights = v128.load(weight, 16);
        sum01 = madd<f32>(v128.load(window0 + offset, 16), weights, sum01);
        sum11 = madd<f32>(v128.load(window1 + offset, 16), weights, sum11);
        sum21 = madd<f32>(v128.load(window2 + offset, 16), weights, sum21);
        sum31 = madd<f32>(v128.load(window3 + offset, 16), weights, sum31);
        weight += columnBytes;
        tap += 4;
      }
      weight += rowBytes;
    }
    const left = channels - channel;
    Channels.write(to0 + at, sum00, sum01, lows, highs, left);
    Channels.write(to1 + at, sum10, sum11, lows, highs, left);
    Channels.write(to2 + at, sum20, sum21, lows, highs, left);
    Channels.write(to3 + at, sum30, sum31, lows, highs, left);
  }
}

/** Floats of a row of a part: the channels, filled up to whole pairs of vectors. */
function partChannels(plan: ConvolutionPlan): i32 {
  return (plan.targetChannels + 7) & -8;
}

/** Bytes of the sums of one part: [tap][channel]. */
export function depthwiseGradientPartBytes(plan: ConvolutionPlan): usize {
  return (<usize>(plan.tapRows * plan.tapColumns * partChannels(plan))) << 2;
}

/** dfilter[tap, channel] = sum over pixels of x · dy, for tasks `first` to `end`; channels filled up to a multiple of 8. */
export function depthwiseGradientPart(
  plan: ConvolutionPlan,
  x: usize,
  dy: usize,
  part: usize,
  scratch: usize,
  first: i32,
  end: i32,
): void {
  fillTapOffsets(plan, scratch);
  Band.prepare(plan, scratch + tapTableBytes(plan));
  memory.fill(part, 0, depthwiseGradientPartBytes(plan));
  for (let task = first; task < end; task++) {
    Band.open(plan, x, dy, task);
    for (let pixel = 0; pixel < Band.pixels; pixel += CHUNK_PIXELS) addChunk(plan, pixel, scratch, part);
  }
}

function addChunk(plan: ConvolutionPlan, pixel: i32, taps: usize, part: usize): void {
  const tapCount = plan.tapRows * plan.tapColumns;
  const rowBytes = (<usize>partChannels(plan)) << 2;
  const table = (<usize>pixel) << 2;
  const tableEnd = table + ((<usize>min(Band.pixels - pixel, CHUNK_PIXELS)) << 2);
  for (let channel = 0; channel < plan.targetChannels; channel += 8) {
    const at = (<usize>channel) << 2;
    for (let tap = 0; tap < tapCount; tap += GRADIENT_TAPS) {
      addProducts(
        Band.windows + at,
        Band.target + at,
        table,
        tableEnd,
        taps + ((<usize>tap) << 2),
        min(tapCount - tap, GRADIENT_TAPS),
        part + <usize>tap * rowBytes + at,
        rowBytes,
      );
    }
  }
}

/** Up to three taps by eight channels over a chunk of pixels. What lies beyond the channels ends up in sums nobody reads. */
function addProducts(
  windows: usize,
  dy: usize,
  table: usize,
  tableEnd: usize,
  taps: usize,
  tapCount: i32,
  sums: usize,
  rowBytes: usize,
): void {
  const window0 = windows + load<u32>(taps);
  const window1 = windows + load<u32>(tapCount > 1 ? taps + 4 : taps);
  const window2 = windows + load<u32>(tapCount > 2 ? taps + 8 : taps);
  let sum00 = zero();
  let sum01 = zero();
  let sum10 = zero();
  let sum11 = zero();
  let sum20 = zero();
  let sum21 = zero();
  const offsets = Band.offsets;
  const targets = Band.targets;
  for (; table < tableEnd; table += 4) {
    const offset = <usize>load<u32>(offsets + table);
    const gradient = dy + load<u32>(targets + table);
    const low = v128.load(gradient);
    const high = v128.load(gradient, 16);
    sum00 = madd<f32>(v128.load(window0 + offset), low, sum00);
    sum01 = madd<f32>(v128.load(window0 + offset, 16), high, sum01);
    sum10 = madd<f32>(v128.load(window1 + offset), low, sum10);
    sum11 = madd<f32>(v128.load(window1 + offset, 16), high, sum11);
    sum20 = madd<f32>(v128.load(window2 + offset), low, sum20);
    sum21 = madd<f32>(v128.load(window2 + offset, 16), high, sum21);
  }
  add(sums, sum00, sum01);
  if (tapCount > 1) add(sums + rowBytes, sum10, sum11);
  if (tapCount > 2) add(sums + 2 * rowBytes, sum20, sum21);
}

function add(sums: usize, low: v128, high: v128): void {
  v128.store(sums, f32x4.add(v128.load(sums), low));
  v128.store(sums, f32x4.add(v128.load(sums, 16), high), 16);
}

/** dfilter[taps, channels] = the sum of the parts, in order. */
export function depthwiseGradientSum(plan: ConvolutionPlan, parts: usize, count: i32, dfilter: usize): void {
  const partBytes = depthwiseGradientPartBytes(plan);
  const channels = plan.targetChannels;
  for (let tap = 0; tap < plan.tapRows * plan.tapColumns; tap++) {
    for (let channel = 0; channel < channels; channel += 4) {
      let part = parts + ((<usize>(tap * partChannels(plan) + channel)) << 2);
      let sum = v128.load(part);
      for (let i = 1; i < count; i++) {
        part += partBytes;
        sum = f32x4.add(sum, v128.load(part));
      }
      storeUpTo(dfilter + ((<usize>(tap * channels + channel)) << 2), sum, channels - channel);
    }
  }
}
