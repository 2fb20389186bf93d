// The dense layer on the matrix kernels.

import type { KernelExports } from "../runtime/abi.js";
import type { LinearMemory } from "../runtime/storage.js";
import type { DenseRunner, Input, Output } from "./backend.js";
import { addressIn, inMemory } from "./operands.js";
import { withResident } from "./resident.js";
import type { Splitter } from "./split.js";
import { type Product, wasmMatmul } from "./wasmMatmul.js";

export function wasmDense(kernels: KernelExports, memory: LinearMemory, split: Splitter): DenseRunner {
  const product = wasmMatmul(kernels, split);
  return {
    forward: (x, weights, bias, out, m, k, n) => {
      if (inMemory(x) && inMemory(weights) && inMemory(bias) && inMemory(out)) {
        product(false, false, addressIn(x, 0), addressIn(weights, 0), addressIn(bias, 0), addressIn(out, 0), m, n, k);
      } else forwardResident(memory, product, x, weights, bias, out, m, k, n);
    },
    backward: (dy, x, weights, out, m, k, n) => {
      withResident(memory, [dy, x, weights], [out.x, out.weights, out.bias], (inputs, outputs) => {
        const [dyAt, xAt, weightsAt] = inputs as [number, number, number];
        const [dxAt, dWeightsAt, dBiasAt] = outputs as [number, number, number];
        product(false, true, dyAt, weightsAt, 0, dxAt, m, k, n);
        product(true, false, xAt, dyAt, 0, dWeightsAt, k, n, m);
        kernels.columnSums(dyAt, dBiasAt, m, n);
      });
    },
  };
}

/** With plain arrays brought in and out whole. */
function forwardResident(
  memory: LinearMemory,
  product: Product,
  x: Input,
  weights: Input,
  bias: Input | undefined,
  out: Output,
  m: number,
  k: number,
  n: number,
): void {
  withResident(memory, [x, weights, bias], [out], ([xAt, weightsAt, biasAt], [outAt]) => {
    product(false, false, xAt as number, weightsAt as number, biasAt as number, outAt as number, m, n, k);
  });
}
