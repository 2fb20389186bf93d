// Two float32 tensors, broadcast against each other.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { LanewiseBackend } from "../backend.js";
import { broadcast } from "../broadcast.js";
import type { Kernel, KernelTable } from "../kernel.js";

function binaryKernel(name: NameOf<"binary">): Kernel<{ a: TensorInfo; b: TensorInfo }> {
  return (backend: LanewiseBackend, { a, b }) => {
    if (!backend.holds("float32", a, b)) return undefined;
    const plan = broadcast(a.shape, b.shape);
    if (!plan) return undefined;
    const aAddress = backend.address(a);
    const bAddress = backend.address(b);
    const layout = backend.workArea.integers(plan.layout);
    const out = backend.output(plan.shape);
    backend.own[name](aAddress, bAddress, backend.address(out), layout);
    return out;
  };
}

export const arithmetic: KernelTable = {
  Add: binaryKernel("add"),
  Sub: binaryKernel("subtract"),
  Multiply: binaryKernel("multiply"),
  RealDiv: binaryKernel("divideBy"),
  Maximum: binaryKernel("maximum"),
  Minimum: binaryKernel("minimum"),
  SquaredDifference: binaryKernel("squaredDifference"),
};
