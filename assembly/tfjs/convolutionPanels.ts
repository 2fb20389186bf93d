// The filter of a convolution, packed into panels of eight output channels: [panel][tap][channel][8].

import { ConvolutionPlan } from "./convolutionPlan";

/** Output channels of a panel: two vectors. */
export const PANEL_CHANNELS = 8;
export const PANEL_STEP_BYTES = 32;

export function panelCount(channels: i32): i32 {
  return (channels + PANEL_CHANNELS - 1) / PANEL_CHANNELS;
}

/** Taps times channels: the length of a panel. */
export function panelSteps(plan: ConvolutionPlan): i32 {
  return plan.tapRows * plan.tapColumns * plan.sourceChannels;
}

/** Bytes of the packed filter. */
export function convolutionPanelBytes(plan: ConvolutionPlan): usize {
  return <usize>panelCount(plan.targetChannels) * <usize>panelSteps(plan) * PANEL_STEP_BYTES + 64;
}

/**
 * Packs a filter for a plan. A tap's matrix [sourceChannels, targetChannels] begins at
 * filter + row · rowStride + column · columnStride (in floats, negative for a filter turned around); `transposed`: it is
 * stored [targetChannels, sourceChannels].
 */
export function packConvolutionFilter(
  plan: ConvolutionPlan,
  filter: usize,
  rowStride: i32,
  columnStride: i32,
  transposed: bool,
  panels: usize,
): void {
  const inputs = plan.sourceChannels;
  const outputs = plan.targetChannels;
  const stepBytes = (<usize>outputs) << 2;
  const lane = transposed ? (<usize>inputs) << 2 : 4;
  for (let output = 0; output < outputs; output += PANEL_CHANNELS) {
    const width = min(outputs - output, PANEL_CHANNELS);
    for (let row = 0; row < plan.tapRows; row++) {
      for (let column = 0; column < plan.tapColumns; column++) {
        const tap = filter + ((row * rowStride + column * columnStride) << 2) + <usize>output * lane;
        if (transposed) packTransposed(tap, inputs, lane, width, panels);
        else packRows(tap, inputs, stepBytes, width, panels);
        panels += <usize>inputs * PANEL_STEP_BYTES;
      }
    }
  }
}

function packRows(tap: usize, steps: i32, rowBytes: usize, width: i32, panel: usize): void {
  const end = panel + <usize>steps * PANEL_STEP_BYTES;
  if (width == PANEL_CHANNELS) {
    for (; panel < end; panel += PANEL_STEP_BYTES) {
      v128.store(panel, v128.load(tap));
      v128.store(panel, v128.load(tap, 16), 16);
      tap += rowBytes;
    }
  } else {
    for (; panel < end; panel += PANEL_STEP_BYTES) {
      for (let i = 0; i < width; i++) store<f32>(panel + ((<usize>i) << 2), load<f32>(tap + ((<usize>i) << 2)));
      for (let i = width; i < PANEL_CHANNELS; i++) store<f32>(panel + ((<usize>i) << 2), 0);
      tap += rowBytes;
    }
  }
}

function packTransposed(tap: usize, steps: i32, laneBytes: usize, width: i32, panel: usize): void {
  const end = (<usize>steps) << 2;
  for (let lane = 0; lane < PANEL_CHANNELS; lane++) {
    const last = tap + <usize>min(lane, width - 1) * laneBytes;
    let to = panel + ((<usize>lane) << 2);
    for (let at: usize = 0; at < end; at += 4) {
      store<f32>(to, load<f32>(last + at));
      to += PANEL_STEP_BYTES;
    }
  }
}
