// Comparisons of float32 tensors, and bool tensors.

import { type TensorInfo, util } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForElements } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";
import { binaryKernel } from "./arithmetic.js";

const sameShape = (a: TensorInfo, b: TensorInfo) => util.arraysEqual(a.shape, b.shape);

function logicalKernel(name: NameOf<"logical">): Kernel<{ a: TensorInfo; b: TensorInfo }> {
  return (backend, { a, b }) => {
    if (!haveType("bool", a, b) || !sameShape(a, b)) return undefined;
    const aAddress = backend.address(a);
    const bAddress = backend.address(b);
    const out = backend.output(a.shape, "bool");
    callForElements(backend, backend.own[name], [aAddress, bAddress, backend.address(out), sizeOf(a)], 3, [1, 1, 1]);
    return out;
  };
}

const logicalNot: Kernel<{ x: TensorInfo }> = (backend, { x }) => {
  if (!haveType("bool", x)) return undefined;
  const from = backend.address(x);
  const out = backend.output(x.shape, "bool");
  callForElements(backend, backend.own.logicalNot, [from, backend.address(out), sizeOf(x)], 2, [1, 1]);
  return out;
};

const select: Kernel<{ condition: TensorInfo; t: TensorInfo; e: TensorInfo }> = (backend, { condition, t, e }) => {
  if (!haveType("bool", condition) || !haveType("float32", t, e)) return undefined;
  if (!sameShape(condition, t) || !sameShape(t, e)) return undefined;
  const bytes = backend.address(condition);
  const yes = backend.address(t);
  const no = backend.address(e);
  const out = backend.output(t.shape);
  callForElements(backend, backend.own.choose, [bytes, yes, no, backend.address(out), sizeOf(t)], 4, [1, 4, 4, 4]);
  return out;
};

export const logic: KernelTable = {
  Equal: binaryKernel("equal", "bool"),
  NotEqual: binaryKernel("notEqual", "bool"),
  Less: binaryKernel("less", "bool"),
  LessEqual: binaryKernel("lessEqual", "bool"),
  Greater: binaryKernel("greater", "bool"),
  GreaterEqual: binaryKernel("greaterEqual", "bool"),
  LogicalAnd: logicalKernel("logicalAnd"),
  LogicalOr: logicalKernel("logicalOr"),
  LogicalNot: logicalNot,
  Select: select,
};
