// Rows by their numbers, slices by their indices on several axes, and the gradient of the former.

import { backend_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForItems } from "../parallel.js";
import { areWords, haveType, sizeOf, typeOf } from "../shape.js";
import { filled } from "../stage.js";

const gather: Kernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims?: number }> = (
  backend,
  { x, indices },
  { axis, batchDims = 0 },
) => {
  if (!areWords(x) || !haveType("int32", indices) || sizeOf(x) * sizeOf(indices) === 0) return undefined;
  const parsedAxis = util.parseAxisParam(axis, x.shape)[0] as number;
  const rows = x.shape[parsedAxis] as number;
  // The CPU kernel says which index is out of range.
  if ((backend.entry(indices).values as Int32Array).some((index) => index < 0 || index >= rows)) return undefined;
  const info = backend_util.segment_util.collectGatherOpShapeInfo(x as never, indices as never, parsedAxis, batchDims);
  const { batchSize, outerSize, sliceSize, outputShape } = info;
  const source = backend.address(x);
  const numbers = backend.address(indices);
  const count = sizeOf(indices) / batchSize;
  const fill = (target: number) => {
    for (let batch = 0; batch < batchSize; batch++) {
      const from = source + batch * outerSize * rows * sliceSize * 4;
      const to = target + batch * outerSize * count * sliceSize * 4;
      const given = [from, numbers + batch * count * 4, to, outerSize, rows, sliceSize, count];
      // One outer item: the indices may be shared out. Several: these.
      const items =
        outerSize === 1
          ? { argument: 6, bytes: [0, 4, sliceSize * 4] }
          : { argument: 3, bytes: [rows * sliceSize * 4, 0, count * sliceSize * 4] };
      callForItems(backend, backend.own.gather, given, { ...items, units: outerSize * count * sliceSize });
    }
  };
  return filled(backend, outputShape, fill, typeOf(x));
};

/** The number of the slice that each row of indices stands for; undefined where an index is out of range. */
function sliceNumbers(indices: Int32Array, shape: readonly number[], strides: readonly number[]): Int32Array | undefined {
  const depth = strides.length;
  const numbers = new Int32Array(indices.length / depth);
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i] as number;
    const axis = i % depth;
    if (index < 0 || index >= (shape[axis] as number)) return undefined;
    numbers[(i - axis) / depth] = (numbers[(i - axis) / depth] as number) + index * (strides[axis] as number);
  }
  return numbers;
}

const gatherNd: Kernel<{ params: TensorInfo; indices: TensorInfo }> = (backend, { params, indices }) => {
  if (!areWords(params) || !haveType("int32", indices) || sizeOf(params) * sizeOf(indices) === 0) return undefined;
  const [shape, count, sliceSize, strides] = backend_util.prepareAndValidate(params as never, indices as never);
  const indicesAt = backend.address(indices) / 4;
  const numbers = sliceNumbers(backend.linear.integers.subarray(indicesAt, indicesAt + sizeOf(indices)), params.shape, strides);
  // The CPU kernel says what is wrong with them.
  if (!numbers) return undefined;
  const made = backend.makeTensorInfo([count], "int32", numbers);
  try {
    const [source, numbersAt] = [backend.address(params), backend.address(made)];
    const fill = (target: number) => {
      const given = [source, numbersAt, target, 1, sizeOf(params) / sliceSize, sliceSize, count];
      const items = { argument: 6, bytes: [0, 4, sliceSize * 4], units: count * sliceSize };
      callForItems(backend, backend.own.gather, given, items);
    };
    return filled(backend, shape, fill, typeOf(params));
  } finally {
    backend.disposeIntermediateTensorInfo(made);
  }
};

const segmentSum: Kernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }> = (
  backend,
  { x, segmentIds },
  { numSegments },
) => {
  if (!haveType("float32", x) || !haveType("int32", segmentIds)) return undefined;
  const [rows] = x.shape;
  if (segmentIds.shape.length !== 1 || sizeOf(segmentIds) !== rows || numSegments <= 0) return undefined;
  const shape = [numSegments, ...x.shape.slice(1)];
  if (sizeOf(x) === 0) return undefined;
  const source = backend.address(x);
  const numbers = backend.address(segmentIds);
  return filled(backend, shape, (target) => {
    backend.own.segmentSum(source, numbers, target, rows, sizeOf(x) / rows, numSegments);
  });
};

export const gathering: KernelTable = { GatherNd: gatherNd, GatherV2: gather, UnsortedSegmentSum: segmentSum };
