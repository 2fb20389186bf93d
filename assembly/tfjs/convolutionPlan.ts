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
