// The dense layer on the matrix kernels.

import type { KernelExports } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { DenseRunner } from "./backend.js";
import { withResident } from "./resident.js";

export function wasmDense(kernels: KernelExports, memory: LinearMemory): DenseRunner {
  const { matmul, matmulScratchBytes, columnSums } = kernels;
  // One work area for packed panels, made at the first product; its size has a bound that does not depend on the matrices.
  let scratch = 0;
  let scratchFloats = 0;
  const workArea = (m: number, n: number, k: number) => {
    const floats = Math.ceil(matmulScratchBytes(m, n, k) / 4);
    if (floats > scratchFloats) {
      const larger = memory.allocate(floats);
      if (scratchFloats > 0) memory.release(scratch, scratchFloats);
      scratch = larger;
      scratchFloats = floats;
    }
    return scratch;
  };
  const product = (tA: boolean, tB: boolean, a: number, b: number, bias: number, c: number, m: number, n: number, k: number) =>
    matmul(Number(tA), Number(tB), a, b, bias, c, m, n, k, workArea(m, n, k));
  return {
    forward: (x, weights, bias, out, m, k, n) => {
      withResident(memory, [x, weights, bias], [out], ([xAt, weightsAt, biasAt], [outAt]) => {
        product(false, false, xAt as number, weightsAt as number, biasAt as number, outAt as number, m, n, k);
      });
    },
    backward: (dy, x, weights, out, m, k, n) => {
      withResident(memory, [dy, x, weights], [out.x, out.weights, out.bias], (inputs, outputs) => {
        const [dyAt, xAt, weightsAt] = inputs as [number, number, number];
        const [dxAt, dWeightsAt, dBiasAt] = outputs as [number, number, number];
        product(false, true, dyAt, weightsAt, 0, dxAt, m, k, n);
        product(true, false, xAt, dyAt, 0, dWeightsAt, k, n, m);
        columnSums(dyAt, dBiasAt, m, n);
      });
    },
  };
}
