// Matrix products on the table's matrix kernel: batches, all four transposes, a bias, and an activation after it.

import { backend_util, type TensorInfo, util } from "@tensorflow/tfjs-core";
import { rectangle } from "../../backend/wasmMatmul.js";
import type { LanewiseBackend } from "../backend.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callAll, callsFor, scratchOf } from "../parallel.js";
import { haveType } from "../shape.js";
import { activate, canActivate, type FusedActivation, isColumnBias } from "./fusedActivation.js";

/** Which argument of the matrix kernel is its work area. */
const SCRATCH_ARGUMENT = 9;

interface Transposes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

interface Product {
  readonly shape: number[];
  readonly batches: number;
  /** Matrices of a and b: 1 where one serves every batch. */
  readonly aBatches: number;
  readonly bBatches: number;
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** The sizes of a product; undefined where batches are broadcast in a way that matrices are not simply taken in turn. */
function productOf(a: TensorInfo, b: TensorInfo, { transposeA, transposeB }: Transposes): Product | undefined {
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = backend_util.assertAndGetBroadcastShape(aBatch, bBatch);
  const [aRows, aColumns] = a.shape.slice(-2) as [number, number];
  const [bRows, bColumns] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const [inner, n] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
  const batches = util.sizeFromShape(batch);
  const aBatches = util.sizeFromShape(aBatch);
  const bBatches = util.sizeFromShape(bBatch);
  const even = [aBatches, bBatches].every((each) => each === batches || each === 1);
  // Sizes that do not fit are left to the CPU kernel, which says so.
  if (k !== inner || !even || batches * m * n * k === 0) return undefined;
  return { shape: [...batch, m, n], batches, aBatches, bBatches, m, n, k };
}

function multiply(
  backend: LanewiseBackend,
  a: TensorInfo,
  b: TensorInfo,
  bias: TensorInfo | undefined,
  product: Product,
  { transposeA, transposeB }: Transposes,
): TensorInfo {
  const { shape, batches, aBatches, bBatches, m, n, k } = product;
  const { matmulPart, matmulScratchBytes } = backend.core;
  const units = batches * m * n * k;
  const aAddress = backend.address(a);
  const bAddress = backend.address(b);
  const biasAddress = bias ? backend.address(bias) : 0;
  const wanted = callsFor(backend, matmulPart, units);
  const { rows, columns } = rectangle(m, n, Math.ceil(wanted / batches));
  const scratchBytes = scratchOf(backend, matmulScratchBytes(rows, columns, k));
  const scratch = backend.workArea.address(scratchBytes.all);
  const out = backend.output(shape);
  const outAddress = backend.address(out);
  const [tA, tB] = [Number(transposeA), Number(transposeB)];
  const calls: number[][] = [];
  for (let i = 0; i < batches; i++) {
    const aMatrix = aAddress + (aBatches === 1 ? 0 : i * m * k * 4);
    const bMatrix = bAddress + (bBatches === 1 ? 0 : i * k * n * 4);
    const outMatrix = outAddress + i * m * n * 4;
    const given = [tA, tB, aMatrix, bMatrix, biasAddress, outMatrix, m, n, k, scratch];
    for (let row = 0; row < m; row += rows) {
      for (let column = 0; column < n; column += columns) {
        calls.push([...given, row, Math.min(row + rows, m), column, Math.min(column + columns, n)]);
      }
    }
  }
  callAll(backend, matmulPart, calls, { units, scratch: { argument: SCRATCH_ARGUMENT, bytes: scratchBytes.each } });
  return out;
}

const batchMatMul: Kernel<{ a: TensorInfo; b: TensorInfo }, Transposes> = (backend, { a, b }, transposes) => {
  if (!haveType("float32", a, b)) return undefined;
  const product = productOf(a, b, transposes);
  return product && multiply(backend, a, b, undefined, product, transposes);
};

interface FusedInputs {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly bias?: TensorInfo;
  readonly preluActivationWeights?: TensorInfo;
}

const fusedMatMul: Kernel<FusedInputs, Transposes & FusedActivation> = (backend, inputs, attributes) => {
  const { a, b, bias, preluActivationWeights: slopes } = inputs;
  if (!haveType("float32", a, b)) return undefined;
  const product = productOf(a, b, attributes);
  if (!product || !isColumnBias(product.shape, bias) || !canActivate(backend, product.shape, attributes, slopes))
    return undefined;
  const out = multiply(backend, a, b, bias, product, attributes);
  return activate(backend, out, attributes, slopes);
};

export const matmul: KernelTable = { BatchMatMul: batchMatMul, _FusedMatMul: fusedMatMul };
