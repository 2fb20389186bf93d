// What a kernel of this backend is, and how it stands in for the CPU backend's.

import type { Attribute, KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import type { LanewiseBackend } from "./backend.js";
import { Fallback } from "./fallback.js";

/**
 * Computes a kernel of TensorFlow.js, or gives undefined where the tensors are none of those it is fast for: then the CPU
 * kernel runs. It takes what memory it needs before it writes anything, and may throw Fallback up to there.
 */
// biome-ignore lint/suspicious/noExplicitAny: each kernel names its own inputs and attributes, as TensorFlow.js does
export type Kernel<Inputs = any, Attributes = any> = (
  backend: LanewiseBackend,
  inputs: Inputs,
  attributes: Attributes,
) => TensorInfo | TensorInfo[] | undefined;

/** Kernels by the names that TensorFlow.js has for them. */
export type KernelTable = Readonly<Record<string, Kernel>>;

export type Attributes = Readonly<Record<string, Attribute>>;

/** A kernel that always applies, as TensorFlow.js calls it. */
export function asKernelFunc(kernel: Kernel): KernelFunc {
  return ({ backend, inputs, attrs }) => kernel(backend as LanewiseBackend, inputs, attrs) as TensorInfo;
}

/** The kernel where it applies, else `fallback`. */
export function withFallback(kernel: Kernel, fallback: KernelFunc): KernelFunc {
  return (call) => {
    const backend = call.backend as LanewiseBackend;
    try {
      const result = kernel(backend, call.inputs, call.attrs);
      if (result !== undefined) return result;
    } catch (error) {
      if (!(error instanceof Fallback)) throw error;
    } finally {
      backend.settle();
    }
    return fallback(call);
  };
}
