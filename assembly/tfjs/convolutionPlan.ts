// The geometry of one convolution, written by src/tfjs/convolutionPlan.ts field by field, in this order.
//
// Every pass that weighs windows of an image is described by it: a grid of output pixels, each the sum over taps of a
// source image, which is read in place or, where windows reach beyond it, from a copy with zeros around it. The gradient
// towards the input is such a pass over dy, one for each residue of the stride.

@unmanaged
export class ConvolutionPlan {
  /** The image that windows are taken from. */
  sourceHeight: i32;
  sourceWidth: i32;
  sourceChannels: i32;
  /** 1: windows reach beyond the image, so that bands of it are copied with zeros around. */
  padded: i32;
  padTop: i32;
  padLeft: i32;
  /** Pixels in a row of the padded copy, or of the source where there is none. */
  paddedWidth: i32;
  /** The grid of output pixels, and where its first window begins, in padded pixels. */
  gridHeight: i32;
  gridWidth: i32;
  firstRow: i32;
  firstColumn: i32;
  strideHeight: i32;
  strideWidth: i32;
  tapRows: i32;
  tapColumns: i32;
  dilationHeight: i32;
  dilationWidth: i32;
  /** The image that is written, and where the grid lies in it. */
  targetHeight: i32;
  targetWidth: i32;
  targetChannels: i32;
  targetRow: i32;
  targetColumn: i32;
  targetRowStep: i32;
  targetColumnStep: i32;
  /** Rows of the grid that are one task. */
  bandRows: i32;
  /** How often the copy repeats each channel: depthwise convolution with a multiplier. Source channels are counted after it. */
  repeats: i32;

  /** Tasks an image. */
  @inline get bands(): i32 {
    return (this.gridHeight + this.bandRows - 1) / this.bandRows;
  }

  @inline get sourceRowBytes(): usize {
    return (<usize>this.sourceWidth * <usize>(this.sourceChannels / this.repeats)) << 2;
  }

  @inline get paddedRowBytes(): usize {
    return (<usize>this.paddedWidth * <usize>this.sourceChannels) << 2;
  }

  /** Pixels of a whole band. */
  @inline get bandPixels(): i32 {
    return min(this.bandRows, this.gridHeight) * this.gridWidth;
  }

  /** Source rows, padded ones among them, that `rows` rows of the grid need. */
  @inline windowRows(rows: i32): i32 {
    return (rows - 1) * this.strideHeight + (this.tapRows - 1) * this.dilationHeight + 1;
  }

  /** Bytes of a padded band; a vector may overrun its end. */
  @inline get paddedBytes(): usize {
    return this.padded ? <usize>this.windowRows(min(this.bandRows, this.gridHeight)) * this.paddedRowBytes + 64 : 0;
  }
}

/** Bytes of a table of one offset for each pixel of a band, filled up to whole tiles. */
export function pixelTableBytes(plan: ConvolutionPlan): usize {
  return (<usize>((plan.bandPixels + 19) & -16)) << 2;
}

/** Where the window of every pixel of a band begins, in bytes from that of the first; the last one is repeated up to a whole tile. */
export function fillSourceOffsets(plan: ConvolutionPlan, table: usize): void {
  const columnBytes = (plan.strideWidth * plan.sourceChannels) << 2;
  fillOffsets(plan, table, plan.strideHeight * <i32>plan.paddedRowBytes, columnBytes);
}

/** The same for the pixels that are written. */
export function fillTargetOffsets(plan: ConvolutionPlan, table: usize): void {
  const pixelBytes = plan.targetChannels << 2;
  fillOffsets(plan, table, plan.targetRowStep * plan.targetWidth * pixelBytes, plan.targetColumnStep * pixelBytes);
}

function fillOffsets(plan: ConvolutionPlan, table: usize, rowBytes: i32, columnBytes: i32): void {
  const rows = min(plan.bandRows, plan.gridHeight);
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

/** Where the first window of a band begins: in the source itself, or in a padded copy that is made at `copy`. */
export function bandSource(plan: ConvolutionPlan, source: usize, image: i32, row: i32, copy: usize): usize {
  const columnBytes = (<usize>plan.firstColumn * <usize>plan.sourceChannels) << 2;
  const imageSource = source + <usize>image * <usize>plan.sourceHeight * plan.sourceRowBytes;
  const top = plan.firstRow + row * plan.strideHeight;
  if (!plan.padded) return imageSource + <usize>top * plan.sourceRowBytes + columnBytes;
  copyPadded(plan, imageSource, top - plan.padTop, plan.windowRows(min(plan.bandRows, plan.gridHeight - row)), copy);
  return copy + columnBytes;
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

/** Where each tap of a window lies, in bytes from the first. */
export function fillTapOffsets(plan: ConvolutionPlan, table: usize): void {
  for (let row = 0; row < plan.tapRows; row++) {
    for (let column = 0; column < plan.tapColumns; column++) {
      const pixels = row * plan.dilationHeight * plan.paddedWidth + column * plan.dilationWidth;
      store<i32>(table, (pixels * plan.sourceChannels) << 2);
      table += 4;
    }
  }
}

export function tapTableBytes(plan: ConvolutionPlan): usize {
  return (<usize>((plan.tapRows * plan.tapColumns + 15) & -16)) << 2;
}
