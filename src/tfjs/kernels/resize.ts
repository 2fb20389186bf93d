// Images of another size.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForTasks } from "../parallel.js";
import { bitsOf, haveType, sizeOf } from "../shape.js";
import { filled } from "../stage.js";

interface ResizeAttributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
  readonly size: readonly [number, number];
}

/**
 * Between which two of `before` places each of `after` lies, and how near to the second, as the kernel's plan has it.
 * @param bytes from one place to the next
 * @param start where the first one is
 */
function places(
  before: number,
  after: number,
  bytes: number,
  { alignCorners, halfPixelCenters }: ResizeAttributes,
  start = 0,
): number[] {
  const isAligned = alignCorners && after > 1;
  const step = isAligned ? (before - 1) / (after - 1) : before / after;
  return Array.from({ length: after }, (_, i) => {
    const place = halfPixelCenters ? step * (i + 0.5) - 0.5 : step * i;
    const first = Math.max(0, Math.floor(place));
    const second = Math.min(before - 1, Math.ceil(place));
    return [start + first * bytes, start + second * bytes, bitsOf(place - first, "float32")];
  }).flat();
}

const resizeBilinear: Kernel<{ images: TensorInfo }, ResizeAttributes> = (backend, { images }, attributes) => {
  const [height, width] = attributes.size;
  const [batch = 0, oldHeight = 0, oldWidth = 0, channels = 0] = images.shape;
  if (!haveType("float32", images) || sizeOf(images) === 0 || height * width === 0) return undefined;
  const rowBytes = oldWidth * channels * 4;
  const source = backend.address(images);
  const plan = [width, channels, ...places(oldWidth, width, channels * 4, attributes)];
  for (let image = 0; image < batch; image++) {
    plan.push(...places(oldHeight, height, rowBytes, attributes, image * oldHeight * rowBytes));
  }
  const shape = [batch, height, width, channels];
  return filled(backend, shape, (target) => {
    const given = [backend.workArea.integers(plan), source, target];
    callForTasks(backend, backend.own.resizeBilinear, given, batch * height, { units: batch * height * width * channels });
  });
};

export const resizing: KernelTable = { ResizeBilinear: resizeBilinear };
