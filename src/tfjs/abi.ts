// The call contract of the tfjs modules. Mirrors assembly/tfjs; addresses are bytes in linear memory.

import { type PlannedKernels, plannedNames } from "./abiPlanned.js";

type Address = number;

/** y[count] = f(x[count]; a, b) */
export type UnaryKernel = (x: Address, y: Address, count: number, a: number, b: number) => void;

/** out = f(a, b), broadcast as `layout` says: see src/tfjs/broadcast.ts. */
export type BinaryKernel = (a: Address, b: Address, out: Address, layout: Address) => void;

/** x[outer, length, inner] to out[outer, inner] */
export type ReductionKernel = (x: Address, out: Address, outer: number, length: number, inner: number, scale: number) => void;

/** x[count] of another type to y float32[count] */
export type ConversionKernel = (x: Address, y: Address, count: number) => void;

/** What the modules export, by the form of the call. */
export const kernelNames = {
  unary: [
    "absolute",
    "clip",
    "exponential",
    "exponentialLessOne",
    "inverseSquareRoot",
    "logarithm",
    "logarithmOfOnePlus",
    "negative",
    "reciprocal",
    "square",
    "squareRoot",
  ],
  binary: ["add", "divideBy", "maximum", "minimum", "multiply", "squaredDifference", "subtract"],
  reduction: ["largest", "product", "smallest", "sum"],
  conversion: ["floatOfByte", "floatOfInteger"],
  planned: plannedNames,
} as const;

interface Forms {
  unary: UnaryKernel;
  binary: BinaryKernel;
  reduction: ReductionKernel;
  conversion: ConversionKernel;
}

/** Names of the kernels that are called in a form. */
export type NameOf<Form extends keyof Forms> = (typeof kernelNames)[Form][number];

type OfForm<Form extends keyof Forms> = Readonly<Record<NameOf<Form>, Forms[Form]>>;

export type OwnKernels = OfForm<"unary"> & OfForm<"binary"> & OfForm<"reduction"> & OfForm<"conversion"> & PlannedKernels;
