// Convolution of images [images, height, width, channels] without an im2col matrix.
//
// A register tile of four pixels by eight output channels runs over the taps as gemm's tile does over k, but reads the
// pixels where they stand: in a row of the filter the taps of neighbouring columns and their channels are one run of
// neighbours in memory. Only the filter is packed, into panels of eight output channels: [panel][tap][channel][8].
//
// An element is the bias plus the products in the order of the taps; it depends neither on its place nor on how the
// work is split, so bands of rows may go to different threads.

import { Band } from "./convolutionBand";
import { PANEL_CHANNELS, PANEL_STEP_BYTES, panelCount, panelSteps } from "./convolutionPanels";
import { ConvolutionPlan } from "./convolutionPlan";
import { ConvolutionTile, EDGE_BYTES } from "./convolutionTile";

/** Pixels over which a part of a panel passes while it stays in the first-level cache. */
const BLOCK_PIXELS = 128;
/** Taps times channels of such a part: 16 kB of a panel. */
const PART_STEPS = 512;

/** Bytes of scratch for one task at a time. */
export function convolutionScratchBytes(plan: ConvolutionPlan): usize {
  return runTableBytes(plan) + sumsBytes(plan) + biasBytes(plan) + EDGE_BYTES + Band.bytes(plan);
}

function runTableBytes(plan: ConvolutionPlan): usize {
  return (<usize>((runCount(plan) + 15) & -16)) << 2;
}

/** Sums of a block, in the order of the panels, where a panel has more than one part. */
function sumsBytes(plan: ConvolutionPlan): usize {
  return panelSteps(plan) > PART_STEPS ? <usize>panelCount(plan.targetChannels) * (BLOCK_PIXELS * PANEL_STEP_BYTES) : 0;
}

function biasBytes(plan: ConvolutionPlan): usize {
  return (<usize>panelCount(plan.targetChannels) * PANEL_STEP_BYTES + 63) & ~63;
}

/** Runs of neighbours in a window: a row of the filter, or a single tap where columns are dilated. */
function runCount(plan: ConvolutionPlan): i32 {
  return plan.dilationWidth == 1 ? plan.tapRows : plan.tapRows * plan.tapColumns;
}

function runSteps(plan: ConvolutionPlan): i32 {
  return plan.dilationWidth == 1 ? plan.tapColumns * plan.sourceChannels : plan.sourceChannels;
}

/** Where each run begins, in bytes from the first. */
function fillRunOffsets(plan: ConvolutionPlan, table: usize): void {
  const columnRuns = plan.dilationWidth == 1 ? 1 : plan.tapColumns;
  for (let row = 0; row < plan.tapRows; row++) {
    for (let column = 0; column < columnRuns; column++) {
      const pixels = row * plan.dilationHeight * plan.paddedWidth + column * plan.dilationWidth;
      store<i32>(table, (pixels * plan.sourceChannels) << 2);
      table += 4;
    }
  }
}

/** Tasks `first` to `end` of a convolution: a task is a band of one image. bias is [targetChannels] or 0. */
export function convolution(
  plan: ConvolutionPlan,
  source: usize,
  panels: usize,
  bias: usize,
  target: usize,
  low: f32,
  high: f32,
  scratch: usize,
  first: i32,
  end: i32,
): void {
  const runs = scratch;
  const sums = runs + runTableBytes(plan);
  const biases = sums + sumsBytes(plan);
  const edge = biases + biasBytes(plan);
  fillRunOffsets(plan, runs);
  memory.fill(biases, 0, biasBytes(plan));
  if (bias) memory.copy(biases, bias, (<usize>plan.targetChannels) << 2);
  Band.prepare(plan, edge + EDGE_BYTES);
  for (let task = first; task < end; task++) {
    Band.open(plan, source, target, task);
    for (let pixel = 0; pixel < Band.pixels; pixel += BLOCK_PIXELS) {
      block(plan, pixel, runs, panels, biases, sums, edge, low, high);
    }
  }
}

/** The band's pixels from `pixel` on. */
function block(
  plan: ConvolutionPlan,
  pixel: i32,
  runs: usize,
  panels: usize,
  biases: usize,
  sums: usize,
  edge: usize,
  low: f32,
  high: f32,
): void {
  const table = (<usize>pixel) << 2;
  const pixels = min(Band.pixels - pixel, BLOCK_PIXELS);
  const runsInWindow = runCount(plan);
  const stepsInRun = runSteps(plan);
  const partRuns = max(PART_STEPS / max(stepsInRun, 1), 1);
  const partSteps = max(min(stepsInRun, PART_STEPS), 1);
  const panelBytes = <usize>panelSteps(plan) * PANEL_STEP_BYTES;
  // A window without taps, which a gradient with a stride larger than its filter has, is its bias.
  for (let run = 0; run == 0 || run < runsInWindow; run += partRuns) {
    const runsEnd = min(run + partRuns, runsInWindow);
    for (let step = 0; step == 0 || step < stepsInRun; step += partSteps) {
      const count = min(partSteps, stepsInRun - step);
      const isFirst = run == 0 && step == 0;
      const isLast = runsEnd == runsInWindow && step + count == stepsInRun;
      let panel = panels + <usize>(run * stepsInRun + step) * PANEL_STEP_BYTES;
      let sum = sums;
      for (let channel = 0; channel < plan.targetChannels; channel += PANEL_CHANNELS) {
        const channelBytes = (<usize>channel) << 2;
        ConvolutionTile.multiply(
          Band.windows + ((<usize>step) << 2),
          Band.offsets + table,
          pixels,
          runs + ((<usize>run) << 2),
          runs + ((<usize>runsEnd) << 2),
          (<usize>count) << 2,
          panel,
          isFirst ? biases + channelBytes : sum,
          isFirst ? 0 : PANEL_STEP_BYTES,
          sum,
          Band.targets + table,
          isLast ? Band.target + channelBytes : 0,
          min(plan.targetChannels - channel, PANEL_CHANNELS),
          edge,
          f32x4.splat(isLast ? low : -Infinity),
          f32x4.splat(isLast ? high : Infinity),
        );
        panel += panelBytes;
        sum += BLOCK_PIXELS * PANEL_STEP_BYTES;
      }
    }
  }
}
