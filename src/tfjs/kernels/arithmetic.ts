// Two float32 tensors, broadcast against each other.

import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { LanewiseBackend } from "../backend.js";
import { broadcast, LAYOUT_BYTES, type Piece, pieces } from "../broadcast.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callAll, callsFor } from "../parallel.js";
import { haveType } from "../shape.js";

/** @param result what the kernel writes: floats, or bytes of 0 and 1 */
export function binaryKernel(
  name: NameOf<"binary"> | NameOf<"comparison">,
  result: "float32" | "bool" = "float32",
): Kernel<{ a: TensorInfo; b: TensorInfo }> {
  const outBytes = result === "bool" ? 1 : 4;
  return (backend: LanewiseBackend, { a, b }) => {
    if (!haveType("float32", a, b)) return undefined;
    const plan = broadcast(a.shape, b.shape);
    if (!plan) return undefined;
    const kernel = backend.own[name];
    const aAddress = backend.address(a);
    const bAddress = backend.address(b);
    const units = util.sizeFromShape(plan.shape);
    const parts = pieces(plan.layout, callsFor(backend, kernel, units));
    const last = (parts.at(-1) as Piece).layout;
    const layout = backend.workArea.integers(parts.length === 1 ? plan.layout : [...(parts[0] as Piece).layout, ...last]);
    const out = backend.output(plan.shape, result);
    const outAddress = backend.address(out);
    const calls = parts.map((part, i) => [
      aAddress + part.a * 4,
      bAddress + part.b * 4,
      outAddress + part.out * outBytes,
      i > 0 && part.layout === last ? layout + LAYOUT_BYTES : layout,
    ]);
    callAll(backend, kernel, calls, { units });
    return out;
  };
}

/** The sum of tensors of one shape. */
const addN: Kernel<Readonly<Record<string, TensorInfo>>> = (backend, inputs) => {
  const tensors = Object.values(inputs);
  const [first, second] = tensors;
  if (!first || !second || !haveType("float32", ...tensors)) return undefined;
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
