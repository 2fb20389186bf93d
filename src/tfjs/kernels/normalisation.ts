// Batch normalisation with given statistics.

import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForItems } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";
import { filled } from "../stage.js";

interface Inputs {
  readonly x: TensorInfo;
  readonly mean: TensorInfo;
  readonly variance: TensorInfo;
  readonly scale?: TensorInfo;
  readonly offset?: TensorInfo;
}

const batchNormalisation: Kernel<Inputs, { varianceEpsilon?: number }> = (backend, inputs, attributes) => {
  const { x, mean, variance, scale, offset } = inputs;
  const statistics = [mean, variance, ...[scale, offset].filter((tensor) => tensor != null)];
  if (!haveType("float32", x, ...statistics) || sizeOf(x) === 0) return undefined;
  // One number of each for every element of the last axes; else the CPU kernel, which also says what is wrong.
  const columns = sizeOf(mean);
  const isTrailing = util.arraysEqual(mean.shape, x.shape.slice(x.shape.length - mean.shape.length));
  if (!isTrailing || !statistics.every(({ shape }) => util.arraysEqual(shape, mean.shape))) return undefined;
  const { own } = backend;
  const addresses = [mean, variance, scale, offset].map((tensor) => (tensor ? backend.address(tensor) : 0));
  const source = backend.address(x);
  return filled(backend, x.shape, (target) => {
    const table = backend.workArea.address(own.normalisationScratchBytes(columns));
    const [meanAt, varianceAt, scaleAt, offsetAt] = addresses as [number, number, number, number];
    own.normalisationTable(meanAt, varianceAt, scaleAt, offsetAt, attributes.varianceEpsilon ?? 0.001, columns, table);
    // From the beginning of the table on, and whole vectors.
    const together = 4 * columns * own.normalisationRows(columns);
    callForItems(backend, own.normalise, [source, target, sizeOf(x), columns, table], {
      argument: 2,
      bytes: [4, 4],
      units: sizeOf(x),
      together,
    });
  });
};

export const normalisation: KernelTable = { FusedBatchNorm: batchNormalisation };
