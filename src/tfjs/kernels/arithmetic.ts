// Two float32 tensors, broadcast against each other.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { LanewiseBackend } from "../backend.js";
import { broadcast } from "../broadcast.js";
import type { Kernel, KernelTable } from "../kernel.js";

/** @param result what the kernel writes: floats, or bytes of 0 and 1 */
export function binaryKernel(
  name: NameOf<"binary"> | NameOf<"comparison">,
  result: "float32" | "bool" = "float32",
): Kernel<{ a: TensorInfo; b: TensorInfo }> {
  return (backend: LanewiseBackend, { a, b }) => {
    if (!backend.holds("float32", a, b)) return undefined;
    const plan = broadcast(a.shape, b.shape);
    if (!plan) return undefined;
    const aAddress = backend.address(a);
    const bAddress = backend.address(b);
    const layout = backend.workArea.integers(plan.layout);
    const out = backend.output(plan.shape, result);
    backend.own[name](aAddress, bAddress, backend.address(out), layout);
    return out;
  };
}

/** The sum of tensors of one shape. */
const addN: Kernel<Readonly<Record<string, TensorInfo>>> = (backend, inputs) => {
  const tensors = Object.values(inputs);
  const [first, second] = tensors;
  if (!first || !second || !backend.holds("float32", ...tensors)) return undefined;
  const plan = broadcast(first.shape, first.shape);
  if (!plan) return undefined;
  const addresses = tensors.map((each) => backend.address(each));
  const layout = backend.workArea.integers(plan.layout);
  const out = backend.output(first.shape);
  const outAddress = backend.address(out);
  addresses.slice(1).forEach((address, i) => {
    backend.own.add(i === 0 ? (addresses[0] as number) : outAddress, address, outAddress, layout);
  });
  return out;
};

export const arithmetic: KernelTable = {
  Add: binaryKernel("add"),
  Sub: binaryKernel("subtract"),
  Multiply: binaryKernel("multiply"),
  RealDiv: binaryKernel("divideBy"),
  Maximum: binaryKernel("maximum"),
  Minimum: binaryKernel("minimum"),
  Pow: binaryKernel("power"),
  SquaredDifference: binaryKernel("squaredDifference"),
  AddN: addN,
};
