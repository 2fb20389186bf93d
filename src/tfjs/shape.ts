import { type TensorInfo, util } from "@tensorflow/tfjs-core";

/** How many numbers a tensor has. */
export function sizeOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape);
}
