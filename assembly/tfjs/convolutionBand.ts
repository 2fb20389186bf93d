// The task at hand: a band of rows of one image's grid, and where its windows and its pixels are.

import { ConvolutionPlan } from "./convolutionPlan";

/** Bytes of a table of one offset for each pixel of a band, filled up to whole tiles. */
function tableBytes(plan: ConvolutionPlan): usize {
  return (<usize>((plan.bandPixels + 19) & -16)) << 2;
}

/** One at a time: every thread has a module instance, and so these, of its own. */
export class Band {
  static pixels: i32;
  /** Where the first pixel's window begins, and where it is written. */
  static windows: usize;
  static target: usize;
  /** Tables of 32-bit offsets of all pixels from the first; the last one is repeated up to a whole tile. */
  static offsets: usize;
  static targets: usize;
  static copy: usize;
  static tableRows: i32;

  /** Bytes of the area of `prepare`. */
  static bytes(plan: ConvolutionPlan): usize {
    return 2 * tableBytes(plan) + plan.paddedBytes;
  }

  /** Takes an area for the tables and the padded copy. */
  static prepare(plan: ConvolutionPlan, area: usize): void {
    Band.offsets = area;
    Band.targets = area + tableBytes(plan);
    Band.copy = Band.targets + tableBytes(plan);
    Band.tableRows = 0;
  }

  static open(plan: ConvolutionPlan, source: usize, target: usize, task: i32): void {
    const image = task / plan.bands;
    const row = (task - image * plan.bands) * plan.bandRows;
    const rows = min(plan.bandRows, plan.gridHeight - row);
    const pixelBytes = (<usize>plan.targetChannels) << 2;
    if (rows != Band.tableRows) Band.fillTables(plan, rows);
    const pixel = (image * plan.targetHeight + plan.targetRow + row * plan.targetRowStep) * plan.targetWidth + plan.targetColumn;
    Band.pixels = rows * plan.gridWidth;
    Band.target = target + <usize>pixel * pixelBytes;
    const imageSource = source + <usize>image * <usize>plan.sourceHeight * plan.sourceRowBytes;
    const top = plan.firstRow + row * plan.strideHeight;
    if (plan.padded) copyPadded(plan, imageSource, top - plan.padTop, plan.windowRows(rows), Band.copy);
    const start = plan.padded ? Band.copy : imageSource + <usize>top * plan.sourceRowBytes;
    Band.windows = start + ((<usize>plan.firstColumn * <usize>plan.sourceChannels) << 2);
  }

  static fillTables(plan: ConvolutionPlan, rows: i32): void {
    const windowBytes = (plan.strideWidth * plan.sourceChannels) << 2;
    fillOffsets(plan, Band.offsets, rows, plan.strideHeight * <i32>plan.paddedRowBytes, windowBytes);
    const pixelBytes = plan.targetChannels << 2;
    const targetRowBytes = plan.targetRowStep * plan.targetWidth * pixelBytes;
    fillOffsets(plan, Band.targets, rows, targetRowBytes, plan.targetColumnStep * pixelBytes);
    Band.tableRows = rows;
  }
}

function fillOffsets(plan: ConvolutionPlan, table: usize, rows: i32, rowBytes: i32, columnBytes: i32): void {
  let last = 0;
  for (let row = 0; row < rows; row++) {
    let offset = row * rowBytes;
    for (let column = 0; column < plan.gridWidth; column++) {
      store<i32>(table, offset);
      last = offset;
      offset += columnBytes;
      table += 4;
    }
  }
  for (let i: usize = 0; i < 12; i += 4) store<i32>(table + i, last);
}

/** Copies `rows` rows of an image from row `top` on, with zeros for what lies outside of it. */
function copyPadded(plan: ConvolutionPlan, image: usize, top: i32, rows: i32, copy: usize): void {
  const channels = plan.sourceChannels;
  const rowBytes = plan.paddedRowBytes;
  const leftBytes = (<usize>min(plan.padLeft, plan.paddedWidth) * <usize>channels) << 2;
  const insideBytes = (<usize>min(max(plan.paddedWidth - plan.padLeft, 0), plan.sourceWidth) * <usize>channels) << 2;
  const rightBytes = rowBytes - leftBytes - insideBytes;
  for (let row = top; row < top + rows; row++) {
    if (row < 0 || row >= plan.sourceHeight) {
      memory.fill(copy, 0, rowBytes);
    } else {
      memory.fill(copy, 0, leftBytes);
      const from = image + <usize>row * plan.sourceRowBytes;
      if (plan.repeats == 1) memory.copy(copy + leftBytes, from, insideBytes);
      else copyRepeated(from, copy + leftBytes, insideBytes, plan.repeats);
      memory.fill(copy + leftBytes + insideBytes, 0, rightBytes);
    }
    copy += rowBytes;
  }
}

function copyRepeated(from: usize, to: usize, bytes: usize, repeats: i32): void {
  const end = to + bytes;
  while (to < end) {
    const value = load<f32>(from);
    for (let i = 0; i < repeats; i++) {
      store<f32>(to, value);
      to += 4;
    }
    from += 4;
  }
}
