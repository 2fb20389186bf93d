// The gradient of a convolution towards its filter: dw[tap, channel, output] = sum over pixels of x · dy.
//
// A matrix product, windows transposed times dy, on gemm's tile: for each chunk of pixels, windows and dy are packed into
// panels and the tile's sums are added to those of the chunks before. Images are summed in fixed blocks, and the blocks
// in order, so the result does not depend on who computes them; a chunk that starts at zero keeps the error of long sums low.

import { Tile } from "../loops/gemm";
import { Band } from "./convolutionBand";
import { ConvolutionPlan } from "./convolutionPlan";

const PANEL_CHANNELS = 8;
const PANEL_PIXEL_BYTES = 32;
const GROUP_TAPS = 4;
const GROUP_PIXEL_BYTES = 16;
/** Pixels that are summed before their sum is added to the others: 8 kB of a panel of dy. */
const CHUNK_PIXELS = 256;
/** Rows of dw whose windows are packed at a time: 128 kB. */
const BLOCK_ROWS = 128;

/** Rows of dw: taps times channels. */
function gradientRows(plan: ConvolutionPlan): i32 {
  return plan.tapRows * plan.tapColumns * plan.sourceChannels;
}

function panelCount(plan: ConvolutionPlan): i32 {
  return (plan.targetChannels + PANEL_CHANNELS - 1) / PANEL_CHANNELS;
}

/** Rows, filled up to whole tiles. */
function tileRows(plan: ConvolutionPlan): i32 {
  return (gradientRows(plan) + GROUP_TAPS - 1) & -GROUP_TAPS;
}

/** Bytes of the sums of one part: [panel][row][8]. */
export function filterGradientPartBytes(plan: ConvolutionPlan): usize {
  return <usize>panelCount(plan) * <usize>tileRows(plan) * PANEL_PIXEL_BYTES;
}

export function filterGradientScratchBytes(plan: ConvolutionPlan): usize {
  return windowsBytes(plan) + panelsBytes(plan) + Band.bytes(plan);
}

function windowsBytes(plan: ConvolutionPlan): usize {
  return <usize>(min(BLOCK_ROWS, tileRows(plan)) / GROUP_TAPS) * (CHUNK_PIXELS * GROUP_PIXEL_BYTES);
}

function panelsBytes(plan: ConvolutionPlan): usize {
  return <usize>panelCount(plan) * (CHUNK_PIXELS * PANEL_PIXEL_BYTES);
}

/** The sums over tasks `first` to `end` (a task is a band of one image), for rows `firstRow` (a multiple of 4) to `endRow`. */
export function filterGradientPart(
  plan: ConvolutionPlan,
  x: usize,
  dy: usize,
  part: usize,
  scratch: usize,
  first: i32,
  end: i32,
  firstRow: i32,
  endRow: i32,
): void {
  const left = scratch;
  const right = left + windowsBytes(plan);
  clear(plan, part, firstRow, endRow);
  Band.prepare(plan, right + panelsBytes(plan));
  for (let task = first; task < end; task++) {
    Band.open(plan, x, dy, task);
    for (let pixel = 0; pixel < Band.pixels; pixel += CHUNK_PIXELS) {
      const table = (<usize>pixel) << 2;
      const count = min(Band.pixels - pixel, CHUNK_PIXELS);
      packPanels(plan, Band.target, Band.targets + table, count, right);
      for (let block = firstRow; block < endRow; block += BLOCK_ROWS) {
        const blockEnd = min(block + BLOCK_ROWS, endRow);
        packWindows(plan, Band.windows, Band.offsets + table, count, block, blockEnd, left);
        multiply(plan, left, right, count, block, blockEnd, part);
      }
    }
  }
}

function clear(plan: ConvolutionPlan, part: usize, firstRow: i32, endRow: i32): void {
  const bytes = <usize>(((endRow + GROUP_TAPS - 1) & -GROUP_TAPS) - firstRow) * PANEL_PIXEL_BYTES;
  const panelBytes = <usize>tileRows(plan) * PANEL_PIXEL_BYTES;
  for (let panel = 0; panel < panelCount(plan); panel++) {
    memory.fill(part + <usize>panel * panelBytes + <usize>firstRow * PANEL_PIXEL_BYTES, 0, bytes);
  }
}

/** dy as [panel][pixel][8]. What a panel holds beyond the last channel ends up in sums nobody reads. */
function packPanels(plan: ConvolutionPlan, dy: usize, targets: usize, pixels: i32, panels: usize): void {
  const end = targets + ((<usize>pixels) << 2);
  for (let channel = 0; channel < plan.targetChannels; channel += PANEL_CHANNELS) {
    const from = dy + ((<usize>channel) << 2);
    for (let table = targets; table < end; table += 4) {
      const place = from + load<u32>(table);
      v128.store(panels, v128.load(place));
      v128.store(panels, v128.load(place, 16), 16);
      panels += PANEL_PIXEL_BYTES;
    }
    panels += <usize>(CHUNK_PIXELS - pixels) * PANEL_PIXEL_BYTES;
  }
}

/** Where row `row` of dw finds its factor in a window, in bytes; the last row stands for those beyond. */
function rowOffset(plan: ConvolutionPlan, row: i32): usize {
  const at = min(row, gradientRows(plan) - 1);
  const tap = at / plan.sourceChannels;
  const tapRow = tap / plan.tapColumns;
  const tapColumn = tap - tapRow * plan.tapColumns;
  const pixels = tapRow * plan.dilationHeight * plan.paddedWidth + tapColumn * plan.dilationWidth;
  return (<usize>(pixels * plan.sourceChannels + at - tap * plan.sourceChannels)) << 2;
}

/** The windows' values for rows `first` to `end`, as [group of 4 rows][pixel][4]. */
function packWindows(
  plan: ConvolutionPlan,
  windows: usize,
  offsets: usize,
  pixels: i32,
  first: i32,
  end: i32,
  groups: usize,
): void {
  const tableEnd = offsets + ((<usize>pixels) << 2);
  for (let row = first; row < end; row += GROUP_TAPS) {
    const from0 = windows + rowOffset(plan, row);
    const from1 = windows + rowOffset(plan, row + 1);
    const from2 = windows + rowOffset(plan, row + 2);
    const from3 = windows + rowOffset(plan, row + 3);
    let group = groups;
    if (from1 - from0 == 4 && from2 - from0 == 8 && from3 - from0 == 12) {
      for (let table = offsets; table < tableEnd; table += 4) {
        v128.store(group, v128.load(from0 + load<u32>(table)));
        group += GROUP_PIXEL_BYTES;
      }
    } else {
      for (let table = offsets; table < tableEnd; table += 4) {
        const offset = <usize>load<u32>(table);
        let values = v128.load32_zero(from0 + offset);
        values = v128.load32_lane(from1 + offset, values, 1);
        values = v128.load32_lane(from2 + offset, values, 2);
        values = v128.load32_lane(from3 + offset, values, 3);
        v128.store(group, values);
        group += GROUP_PIXEL_BYTES;
      }
    }
    groups += CHUNK_PIXELS * GROUP_PIXEL_BYTES;
  }
}

function multiply(plan: ConvolutionPlan, left: usize, right: usize, pixels: i32, first: i32, end: i32, part: usize): void {
  const panelBytes = <usize>tileRows(plan) * PANEL_PIXEL_BYTES;
  for (let panel = 0; panel < panelCount(plan); panel++) {
    let group = left;
    let tile = part + <usize>panel * panelBytes + <usize>first * PANEL_PIXEL_BYTES;
    for (let row = first; row < end; row += GROUP_TAPS) {
      Tile.multiply<f32>(group, right, PANEL_PIXEL_BYTES, pixels, tile, PANEL_PIXEL_BYTES);
      group += CHUNK_PIXELS * GROUP_PIXEL_BYTES;
      tile += GROUP_TAPS * PANEL_PIXEL_BYTES;
    }
    right += CHUNK_PIXELS * PANEL_PIXEL_BYTES;
  }
}

/** dw[rows, targetChannels] = the sum of the parts, in order. */
export function filterGradientSum(plan: ConvolutionPlan, parts: usize, count: i32, dw: usize): void {
  const partBytes = filterGradientPartBytes(plan);
  const rows = gradientRows(plan);
  const channels = plan.targetChannels;
  for (let channel = 0; channel < channels; channel += PANEL_CHANNELS) {
    const width = min(channels - channel, PANEL_CHANNELS);
    for (let row = 0; row < rows; row++) {
      let part = parts + <usize>row * PANEL_PIXEL_BYTES;
      let sum0 = v128.load(part);
      let sum1 = v128.load(part, 16);
      for (let i = 1; i < count; i++) {
        part += partBytes;
        sum0 = f32x4.add(sum0, v128.load(part));
        sum1 = f32x4.add(sum1, v128.load(part, 16));
      }
      const to = dw + ((<usize>(row * channels + channel)) << 2);
      if (width == PANEL_CHANNELS) {
        v128.store(to, sum0);
        v128.store(to, sum1, 16);
      } else {
        v128.store(parts, sum0);
        v128.store(parts, sum1, 16);
        memory.copy(to, parts, (<usize>width) << 2);
      }
    }
    parts += <usize>tileRows(plan) * PANEL_PIXEL_BYTES;
  }
}
