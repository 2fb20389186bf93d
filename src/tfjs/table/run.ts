// Runs a kernel of table/kernels.ts, recorded on the gradient tape as any other.

import { engine, type NamedAttrMap, type NamedTensorMap, type Tensor } from "@tensorflow/tfjs-core";
import type { OpName } from "../../ops.js";
import type { TableKernelName } from "./kernels.js";

export type Options = Readonly<Record<string, unknown>>;

function run(kernel: TableKernelName, inputs: NamedTensorMap, op: OpName, options: Options): Tensor {
  return engine().runKernel(kernel, inputs, { op, options } as unknown as NamedAttrMap) as Tensor;
}

export const activation = (op: OpName, x: Tensor, options: Options = {}) => run("LanewiseActivation", { x }, op, options);

/** dy · f′(x) */
export const activationBackward = (op: OpName, dy: Tensor, x: Tensor, options: Options = {}) =>
  run("LanewiseActivationBackward", { dy, x }, op, options);

/** Along the last axis. */
export const row = (op: OpName, x: Tensor) => run("LanewiseRow", { x }, op, {});

export const rowBackward = (op: OpName, dy: Tensor, x: Tensor) => run("LanewiseRowBackward", { dy, x }, op, {});

export const loss = (op: OpName, x: Tensor, target: Tensor, options: Options) => run("LanewiseLoss", { x, target }, op, options);

/** dy · ∂ loss / ∂ x */
export const lossBackward = (op: OpName, dy: Tensor, x: Tensor, target: Tensor, options: Options) =>
  run("LanewiseLossBackward", { dy, x, target }, op, options);

/** Along the last axis. */
export const rowLoss = (op: OpName, x: Tensor, target: Tensor, options: Options) =>
  run("LanewiseRowLoss", { x, target }, op, options);

/** dy, one for each row, · ∂ loss / ∂ x */
export const rowLossBackward = (op: OpName, dy: Tensor, x: Tensor, target: Tensor, options: Options) =>
  run("LanewiseRowLossBackward", { dy, x, target }, op, options);
