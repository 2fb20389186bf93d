// The register tile of a convolution: four pixels by eight output channels.

import { atLeast, atMost, madd } from "../lanes";
import { PANEL_CHANNELS, PANEL_STEP_BYTES } from "./convolutionPanels";

const TILE_PIXELS = 4;
/** Room for the sums of a tile that reaches beyond the channels or the pixels. */
export const EDGE_BYTES = TILE_PIXELS * PANEL_STEP_BYTES;

export class ConvolutionTile {
  /**
   * Runs the tile over a block with a part of a panel. Sums begin at `from` and end in `to`, or clamped in the target where
   * it is the last part. `runs` to `runsEnd` is a table of where runs begin, `runBytes` how much of each is in this part.
   */
  static multiply(
    source: usize,
    offsets: usize,
    pixels: i32,
    runs: usize,
    runsEnd: usize,
    runBytes: usize,
    panel: usize,
    from: usize,
    fromBytes: usize,
    to: usize,
    targets: usize,
    target: usize,
    channels: i32,
    edge: usize,
    low: v128,
    high: v128,
  ): void {
    for (let pixel = 0; pixel < pixels; pixel += TILE_PIXELS) {
      const window0 = source + load<u32>(offsets);
      const window1 = source + load<u32>(offsets, 4);
      const window2 = source + load<u32>(offsets, 8);
      const window3 = source + load<u32>(offsets, 12);
      let sum00 = v128.load(from);
      let sum01 = v128.load(from, 16);
      from += fromBytes;
      let sum10 = v128.load(from);
      let sum11 = v128.load(from, 16);
      from += fromBytes;
      let sum20 = v128.load(from);
      let sum21 = v128.load(from, 16);
      from += fromBytes;
      let sum30 = v128.load(from);
      let sum31 = v128.load(from, 16);
      from += fromBytes;
      let right = panel;
      for (let run = runs; run < runsEnd; run += 4) {
        const offset = <usize>load<u32>(run);
        let left0 = window0 + offset;
        let left1 = window1 + offset;
        let left2 = window2 + offset;
        let left3 = window3 + offset;
        const end = left0 + runBytes;
        while (left0 < end) {
          const value0 = v128.load32_splat(left0);
          const value1 = v128.load32_splat(left1);
          const value2 = v128.load32_splat(left2);
          const value3 = v128.load32_splat(left3);
          let weights = v128.load(right);
          sum00 = madd<f32>(value0, weights, sum00);
          sum10 = madd<f32>(value1, weights, sum10);
          sum20 = madd<f32>(value2, weights, sum20);
          sum30 = madd<f32>(value3, weights, sum30);
          weights = v128.load(right, 16);
          sum01 = madd<f32>(value0, weights, sum01);
          sum11 = madd<f32>(value1, weights, sum11);
          sum21 = madd<f32>(value2, weights, sum21);
          sum31 = madd<f32>(value3, weights, sum31);
          left0 += 4;
          left1 += 4;
          left2 += 4;
          left3 += 4;
          right += PANEL_STEP_BYTES;
        }
      }
      let row0 = to;
      let row1 = to + PANEL_STEP_BYTES;
      let row2 = to + 2 * PANEL_STEP_BYTES;
      let row3 = to + 3 * PANEL_STEP_BYTES;
      let whole = true;
      if (target) {
        whole = channels == PANEL_CHANNELS && pixels - pixel >= TILE_PIXELS;
        row0 = whole ? target + load<u32>(targets) : edge;
        row1 = whole ? target + load<u32>(targets, 4) : edge + PANEL_STEP_BYTES;
        row2 = whole ? target + load<u32>(targets, 8) : edge + 2 * PANEL_STEP_BYTES;
        row3 = whole ? target + load<u32>(targets, 12) : edge + 3 * PANEL_STEP_BYTES;
      }
      v128.store(row0, clamp(sum00, low, high));
      v128.store(row0, clamp(sum01, low, high), 16);
      v128.store(row1, clamp(sum10, low, high));
      v128.store(row1, clamp(sum11, low, high), 16);
      v128.store(row2, clamp(sum20, low, high));
      v128.store(row2, clamp(sum21, low, high), 16);
      v128.store(row3, clamp(sum30, low, high));
      v128.store(row3, clamp(sum31, low, high), 16);
      if (!whole) ConvolutionTile.writeEdge(edge, target, targets, min(pixels - pixel, TILE_PIXELS), channels);
      offsets += 4 * TILE_PIXELS;
      targets += 4 * TILE_PIXELS;
      to += TILE_PIXELS * PANEL_STEP_BYTES;
    }
  }

  @inline static writeEdge(edge: usize, target: usize, targets: usize, pixels: i32, channels: i32): void {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const to = target + load<u32>(targets + ((<usize>pixel) << 2));
      for (let channel = 0; channel < channels; channel++) {
        store<f32>(to + ((<usize>channel) << 2), load<f32>(edge + ((<usize>channel) << 2)));
      }
      edge += PANEL_STEP_BYTES;
    }
  }
}

/** x within [low, high]; a NaN stays. */
function clamp(x: v128, low: v128, high: v128): v128 {
  return atMost<f32>(atLeast<f32>(x, low), high);
}
