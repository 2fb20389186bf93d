// Functions of one float32 tensor, element by element.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { NameOf } from "../abi.js";
import type { Kernel, KernelTable } from "../kernel.js";
import { callForElements } from "../parallel.js";
import { haveType, sizeOf } from "../shape.js";

/** @param options the kernel's two options, from the attributes */
function unaryKernel<A>(name: NameOf<"unary">, options?: (attributes: A) => [number, number]): Kernel<{ x: TensorInfo }, A> {
  return (backend, { x }, attributes) => {
    if (!haveType("float32", x)) return undefined;
    const [a, b] = options ? options(attributes) : [0, 0];
    const from = backend.address(x);
    const out = backend.output(x.shape);
    callForElements(backend, backend.own[name], [from, backend.address(out), sizeOf(x), a, b], 2, [4, 4]);
    return out;
  };
}

export const functions: KernelTable = {
  Abs: unaryKernel("absolute"),
  ClipByValue: unaryKernel("clip", ({ clipValueMin, clipValueMax }: { clipValueMin: number; clipValueMax: number }) => [
    clipValueMin,
    clipValueMax,
  ]),
  Erf: unaryKernel("errorFunction"),
  Exp: unaryKernel("exponential"),
  Expm1: unaryKernel("exponentialLessOne"),
  Log: unaryKernel("logarithm"),
  Log1p: unaryKernel("logarithmOfOnePlus"),
  Neg: unaryKernel("negative"),
  Reciprocal: unaryKernel("reciprocal"),
  Relu6: unaryKernel("clip", () => [0, 6]),
  Rsqrt: unaryKernel("inverseSquareRoot"),
  Sqrt: unaryKernel("squareRoot"),
  Square: unaryKernel("square"),
};
