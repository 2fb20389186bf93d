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

/** out int32[outer, inner]: where the winner of x[outer, length, inner] is. */
export type ArgumentKernel = (x: Address, out: Address, outer: number, length: number, inner: number) => void;

/** Bytes of 0 and 1, `count` of each. */
export type LogicalKernel = (a: Address, b: Address, out: Address, count: number) => void;

export interface SingleKernels {
  /** One step in place of a variable and its two moments, float32[count] each. */
  adam(
    variable: Address,
    gradient: Address,
    firstMoment: Address,
    secondMoment: Address,
    count: number,
    beta1: number,
    beta2: number,
    firstCorrection: number,
    secondCorrection: number,
    epsilon: number,
    learningRate: number,
  ): void;
  /** out float32[count] = condition bytes[count] ? yes : no */
  choose(condition: Address, yes: Address, no: Address, out: Address, count: number): void;
  /** Bytes of 0 and 1. */
  logicalNot(x: Address, out: Address, count: number): void;
}

/** What the modules export, by the form of the call. */
export const kernelNames = {
  unary: [
    "absolute",
    "clip",
    "errorFunction",
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
  binary: ["add", "divideBy", "exponentialGradient", "maximum", "minimum", "multiply", "power", "squaredDifference", "subtract"],
  /** As binary, with bytes of 0 and 1 as result. */
  comparison: ["equal", "greater", "greaterEqual", "less", "lessEqual", "notEqual"],
  reduction: ["largest", "product", "smallest", "sum"],
  conversion: ["floatOfByte", "floatOfInteger"],
  planned: plannedNames,
  argument: ["argumentOfLargest", "argumentOfSmallest"],
  logical: ["logicalAnd", "logicalOr"],
  single: ["adam", "choose", "logicalNot"],
} as const;

interface Forms {
  unary: UnaryKernel;
  binary: BinaryKernel;
  comparison: BinaryKernel;
  reduction: ReductionKernel;
  conversion: ConversionKernel;
  argument: ArgumentKernel;
  logical: LogicalKernel;
}

/** Names of the kernels that are called in a form. */
export type NameOf<Form extends keyof typeof kernelNames> = (typeof kernelNames)[Form][number];

type OfForms = {
  readonly [Form in keyof Forms]: Readonly<Record<NameOf<Form>, Forms[Form]>>;
};

export type OwnKernels = OfForms["unary"] &
  OfForms["binary"] &
  OfForms["comparison"] &
  OfForms["reduction"] &
  OfForms["conversion"] &
  OfForms["argument"] &
  OfForms["logical"] &
  Readonly<SingleKernels> &
  PlannedKernels;
