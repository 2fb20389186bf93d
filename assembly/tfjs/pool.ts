// Pooling of images [images, height, width, channels], and its gradients. Vectors go over the channels. The padding is no
// part of a window; a NaN never is the maximum (as in the CPU backend).

import { select, zero } from "../lanes";
import { ConvolutionPlan } from "./convolutionPlan";
import { storeUpTo } from "./storeUpTo";

const MINUS_INFINITY = memory.data<u32>([0xff800000]);

/** The part of a window that lies in the image, in pixels. */
class Window {
  @inline static first(corner: i32): i32 {
    return max(corner, 0);
  }

  @inline static end(corner: i32, taps: i32, size: i32): i32 {
    return min(corner + taps, size);
  }
}

/** What a pooling does with the values of a window. Must have no fields: it is never constructed. */
@final
class Largest {
  @inline start(): v128 {
    return v128.load32_splat(MINUS_INFINITY);
  }

  @inline step(sum: v128, x: v128): v128 {
    return f32x4.pmax(sum, x);
  }

  @inline end(sum: v128, count: i32): v128 {
    return sum;
  }
}

@final
class Average {
  @inline start(): v128 {
    return zero();
  }

  @inline step(sum: v128, x: v128): v128 {
    return f32x4.add(sum, x);
  }

  @inline end(sum: v128, count: i32): v128 {
    return f32x4.div(sum, f32x4.splat(<f32>count));
  }
}

class Pooling {
  /** Four channels of a window of two by two, the most frequent: without a loop. */
  @inline static square<P extends PoolLanes>(corner: usize, rowBytes: usize, pixelBytes: usize): v128 {
    const below = corner + rowBytes;
    let sum = changetype<P>(0).start();
    sum = changetype<P>(0).step(sum, v128.load(corner));
    sum = changetype<P>(0).step(sum, v128.load(corner + pixelBytes));
    sum = changetype<P>(0).step(sum, v128.load(below));
    return changetype<P>(0).step(sum, v128.load(below + pixelBytes));
  }

  /** One window of sixteen channels, of which `left` are stored. */
  @inline static sixteen<P extends PoolLanes>(
    corner: usize,
    end: usize,
    rowBytes: usize,
    widthBytes: usize,
    pixelBytes: usize,
    y: usize,
    count: i32,
    left: i32,
  ): void {
    let sum0 = changetype<P>(0).start();
    let sum1 = sum0;
    let sum2 = sum0;
    let sum3 = sum0;
    if (count == 4 && widthBytes == 2 * pixelBytes) {
      sum0 = Pooling.square<P>(corner, rowBytes, pixelBytes);
      sum1 = Pooling.square<P>(corner + 16, rowBytes, pixelBytes);
      sum2 = Pooling.square<P>(corner + 32, rowBytes, pixelBytes);
      sum3 = Pooling.square<P>(corner + 48, rowBytes, pixelBytes);
    } else {
      for (let row = corner; row < end; row += rowBytes) {
        const rowEnd = row + widthBytes;
        for (let place = row; place < rowEnd; place += pixelBytes) {
          sum0 = changetype<P>(0).step(sum0, v128.load(place));
          sum1 = changetype<P>(0).step(sum1, v128.load(place, 16));
          sum2 = changetype<P>(0).step(sum2, v128.load(place, 32));
          sum3 = changetype<P>(0).step(sum3, v128.load(place, 48));
        }
      }
    }
    v128.store(y, changetype<P>(0).end(sum0, count));
    v128.store(y, changetype<P>(0).end(sum1, count), 16);
    storeUpTo(y + 32, changetype<P>(0).end(sum2, count), left - 8);
    if (left > 12) storeUpTo(y + 48, changetype<P>(0).end(sum3, count), left - 12);
  }

  /** The same of eight. */
  @inline static eight<P extends PoolLanes>(
    corner: usize,
    end: usize,
    rowBytes: usize,
    widthBytes: usize,
    pixelBytes: usize,
    y: usize,
    count: i32,
    left: i32,
  ): void {
    let low = changetype<P>(0).start();
    let high = low;
    if (count == 4 && widthBytes == 2 * pixelBytes) {
      low = Pooling.square<P>(corner, rowBytes, pixelBytes);
      high = Pooling.square<P>(corner + 16, rowBytes, pixelBytes);
    } else {
      for (let row = corner; row < end; row += rowBytes) {
        const rowEnd = row + widthBytes;
        for (let place = row; place < rowEnd; place += pixelBytes) {
          low = changetype<P>(0).step(low, v128.load(place));
          high = changetype<P>(0).step(high, v128.load(place, 16));
        }
      }
    }
    storeUpTo(y, changetype<P>(0).end(low, count), left);
    if (left > 4) storeUpTo(y + 16, changetype<P>(0).end(high, count), left - 4);
  }

  /** Rows `first` to `end` of the output, counted over all images. */
  @inline static run<P extends PoolLanes>(plan: ConvolutionPlan, x: usize, y: usize, first: i32, end: i32): void {
    const channels = plan.sourceChannels;
    const pixelBytes = (<usize>channels) << 2;
    const rowBytes = <usize>plan.sourceWidth * pixelBytes;
    y += <usize>first * <usize>plan.gridWidth * pixelBytes;
    for (let outputRow = first; outputRow < end; outputRow++) {
      const image = outputRow / plan.gridHeight;
      const top = (outputRow - image * plan.gridHeight) * plan.strideHeight - plan.padTop;
      const rowStart = Window.first(top);
      const rows = max(Window.end(top, plan.tapRows, plan.sourceHeight) - rowStart, 0);
      const fromRow = x + <usize>(image * plan.sourceHeight + rowStart) * rowBytes;
      for (let outputColumn = 0; outputColumn < plan.gridWidth; outputColumn++) {
        const left = outputColumn * plan.strideWidth - plan.padLeft;
        const columnStart = Window.first(left);
        const columns = max(Window.end(left, plan.tapColumns, plan.sourceWidth) - columnStart, 0);
        const widthBytes = <usize>columns * pixelBytes;
        const corner = fromRow + <usize>columnStart * pixelBytes;
        const cornerEnd = corner + <usize>rows * rowBytes;
        let channel = 0;
        for (; channel + 8 < channels; channel += 16) {
          const at = (<usize>channel) << 2;
          Pooling.sixteen<P>(
            corner + at,
            cornerEnd,
            rowBytes,
            widthBytes,
            pixelBytes,
            y + at,
            rows * columns,
            channels - channel,
          );
        }
        if (channel < channels) {
          const at = (<usize>channel) << 2;
          Pooling.eight<P>(corner + at, cornerEnd, rowBytes, widthBytes, pixelBytes, y + at, rows * columns, channels - channel);
        }
        y += pixelBytes;
      }
    }
  }
}

export function maxPool(plan: ConvolutionPlan, x: usize, y: usize, first: i32, end: i32): void {
  Pooling.run<Largest>(plan, x, y, first, end);
}

export function averagePool(plan: ConvolutionPlan, x: usize, y: usize, first: i32, end: i32): void {
  Pooling.run<Average>(plan, x, y, first, end);
}

/** dx of images `first` to `end`: dy goes to the first maximum of its window, or nowhere where there is none. */
export function maxPoolGradient(plan: ConvolutionPlan, x: usize, dy: usize, dx: usize, first: i32, end: i32): void {
  const channels = plan.sourceChannels;
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>plan.sourceWidth * pixelBytes;
  const imageBytes = <usize>plan.sourceHeight * rowBytes;
  memory.fill(dx + <usize>first * imageBytes, 0, <usize>(end - first) * imageBytes);
  dy += <usize>first * <usize>(plan.gridHeight * plan.gridWidth) * pixelBytes;
  for (let image = first; image < end; image++) {
    for (let outputRow = 0; outputRow < plan.gridHeight; outputRow++) {
      const top = outputRow * plan.strideHeight - plan.padTop;
      const rowStart = Window.first(top);
      const rows = max(Window.end(top, plan.tapRows, plan.sourceHeight) - rowStart, 0);
      const fromRow = <usize>image * imageBytes + <usize>rowStart * rowBytes;
      for (let outputColumn = 0; outputColumn < plan.gridWidth; outputColumn++) {
        const left = outputColumn * plan.strideWidth - plan.padLeft;
        const columnStart = Window.first(left);
        const columns = max(Window.end(left, plan.tapColumns, plan.sourceWidth) - columnStart, 0);
        const corner = fromRow + <usize>columnStart * pixelBytes;
        for (let channel = 0; channel < channels; channel += 4) {
          const at = corner + ((<usize>channel) << 2);
          toFirstMaximum(
            x + at,
            dx + at,
            rows,
            rowBytes,
            <usize>columns * pixelBytes,
            pixelBytes,
            dy + ((<usize>channel) << 2),
            channels - channel,
          );
        }
        dy += pixelBytes;
      }
    }
  }
}

/** Adds four channels of dy to dx at the first maximum of x in a window; numbers of taps tell the places apart. */
function toFirstMaximum(
  x: usize,
  dx: usize,
  rows: i32,
  rowBytes: usize,
  widthBytes: usize,
  pixelBytes: usize,
  dy: usize,
  count: i32,
): void {
  let largest = v128.load32_splat(MINUS_INFINITY);
  let place = zero();
  let number = zero();
  const step = i32x4.splat(1);
  const windowBytes = <usize>rows * rowBytes;
  for (let row: usize = 0; row < windowBytes; row += rowBytes) {
    for (let at = row; at < row + widthBytes; at += pixelBytes) {
      number = i32x4.add(number, step);
      const value = v128.load(x + at);
      const larger = f32x4.gt(value, largest);
      largest = select(value, largest, larger);
      place = select(number, place, larger);
    }
  }
  const gradient = v128.load(dy);
  number = zero();
  for (let row: usize = 0; row < windowBytes; row += rowBytes) {
    for (let at = row; at < row + widthBytes; at += pixelBytes) {
      number = i32x4.add(number, step);
      const share = v128.and(gradient, i32x4.eq(number, place));
      storeUpTo(dx + at, f32x4.add(v128.load(dx + at), share), count);
    }
  }
}

/** dx of rows `first` to `end`, counted over all images: the sum of dy over the windows that hold a pixel, times `scale`. */
export function averagePoolGradient(plan: ConvolutionPlan, dy: usize, dx: usize, scale: f32, first: i32, end: i32): void {
  const channels = plan.sourceChannels;
  const pixelBytes = (<usize>channels) << 2;
  const rowBytes = <usize>plan.gridWidth * pixelBytes;
  const scales = f32x4.splat(scale);
  dx += <usize>first * <usize>plan.sourceWidth * pixelBytes;
  for (let sourceRow = first; sourceRow < end; sourceRow++) {
    const image = sourceRow / plan.sourceHeight;
    const bottom = sourceRow - image * plan.sourceHeight + plan.padTop;
    const rowStart = firstWindow(bottom, plan.tapRows, plan.strideHeight);
    const rows = max(min(bottom / plan.strideHeight + 1, plan.gridHeight) - rowStart, 0);
    const fromRow = dy + <usize>(image * plan.gridHeight + rowStart) * rowBytes;
    for (let sourceColumn = 0; sourceColumn < plan.sourceWidth; sourceColumn++) {
      const right = sourceColumn + plan.padLeft;
      const columnStart = firstWindow(right, plan.tapColumns, plan.strideWidth);
      const columns = max(min(right / plan.strideWidth + 1, plan.gridWidth) - columnStart, 0);
      const corner = fromRow + <usize>columnStart * pixelBytes;
      const cornerEnd = corner + <usize>rows * rowBytes;
      for (let channel = 0; channel < channels; channel += 4) {
        const at = (<usize>channel) << 2;
        let sum = zero();
        for (let row = corner + at; row < cornerEnd; row += rowBytes) {
          const rowEnd = row + <usize>columns * pixelBytes;
          for (let place = row; place < rowEnd; place += pixelBytes) sum = f32x4.add(sum, v128.load(place));
        }
        storeUpTo(dx + at, f32x4.mul(sum, scales), channels - channel);
      }
      dx += pixelBytes;
    }
  }
}

/** The first window that reaches as far as `last`, in padded pixels. */
function firstWindow(last: i32, taps: i32, stride: i32): i32 {
  return last < taps ? 0 : (last - taps) / stride + 1;
}
