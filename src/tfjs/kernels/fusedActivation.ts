// What comes at the end of a fused kernel: a bias, and an activation in place.

import type { TensorInfo } from "@tensorflow/tfjs-core";
import type { OpName } from "../../ops.js";
import { type ChannelKernel, Pass } from "../../runtime/abi.js";
import type { LanewiseBackend } from "../backend.js";
import { haveType, sizeOf } from "../shape.js";
import { kernelOf, runMap } from "../tableKernel.js";

export interface FusedActivation {
  readonly activation?: "linear" | "relu" | "relu6" | "elu" | "sigmoid" | "prelu" | "leakyrelu";
  readonly leakyreluAlpha?: number;
}

/** Where none is given. */
const LEAKY_SLOPE = 0.2;

const tableOps: Readonly<Record<string, OpName>> = { relu: "relu", elu: "elu", sigmoid: "sigmoid", leakyrelu: "leakyRelu" };

/** Whether a bias is one number for each element of a result's last axis, and broadcast to no larger shape. */
export function isColumnBias(shape: readonly number[], bias: TensorInfo | undefined): boolean {
  if (!bias) return true;
  const columns = shape.at(-1);
  const isRow = sizeOf(bias) === columns && bias.shape.at(-1) === columns;
  return isRow && haveType("float32", bias) && bias.shape.length <= shape.length;
}

/** Whether `activate` knows the activation and takes its slopes, which are brought into linear memory here. */
export function canActivate(
  backend: LanewiseBackend,
  shape: readonly number[],
  { activation = "linear", leakyreluAlpha }: FusedActivation,
  slopes: TensorInfo | undefined,
): boolean {
  if (activation === "leakyrelu") return isSlope(leakyreluAlpha ?? LEAKY_SLOPE);
  if (activation === "prelu") return slopes !== undefined && takesSlopes(backend, shape, slopes);
  return activation === "linear" || activation === "relu6" || activation in tableOps;
}

/** Whether the kernels take a slope: they multiply zeros by it too, and 0 · ∞ is NaN. The CPU kernels leave zeros alone. */
export function isSlope(slope: number): boolean {
  return Number.isFinite(Math.fround(slope));
}

/** The same of slopes: one for all, or one for each element of the last axes. They are brought into linear memory. */
export function takesSlopes(backend: LanewiseBackend, shape: readonly number[], slopes: TensorInfo): boolean {
  if (!haveType("float32", slopes) || !isTrailing(slopes.shape, shape)) return false;
  return backend.own.allFinite(backend.address(slopes), sizeOf(slopes)) !== 0;
}

/** Whether a shape, but for leading ones, is the end of another. */
function isTrailing(shape: readonly number[], whole: readonly number[]): boolean {
  if (shape.length > whole.length) return false;
  const first = shape.findIndex((size) => size !== 1);
  const own = first < 0 ? [] : shape.slice(first);
  return own.every((size, i) => size === whole[whole.length - own.length + i]);
}

/** Applies an activation that canActivate has let pass to `x` itself, and returns it. */
export function activate(
  backend: LanewiseBackend,
  x: TensorInfo,
  { activation = "linear", leakyreluAlpha = LEAKY_SLOPE }: FusedActivation,
  slopes: TensorInfo | undefined,
): TensorInfo {
  const address = backend.address(x);
  const count = sizeOf(x);
  const op = tableOps[activation];
  if (op) {
    const option = op === "leakyRelu" ? leakyreluAlpha : 1;
    runMap(backend, op, Pass.forward, address, address, address, count, option);
  } else if (activation === "relu6") {
    backend.own.clip(address, address, count, 0, 6);
  } else if (activation === "prelu" && slopes) {
    prelu(backend, address, count, slopes, address);
  }
  return x;
}

/** `slopes` as takesSlopes wants them. */
export function prelu(backend: LanewiseBackend, x: number, count: number, slopes: TensorInfo, out: number): void {
  const columns = sizeOf(slopes);
  const address = backend.address(slopes);
  if (columns === 1) {
    const slope = (backend.entry(slopes).values as Float32Array)[0] as number;
    runMap(backend, "leakyRelu", Pass.forward, x, x, out, count, slope);
  } else {
    const kernel = kernelOf<ChannelKernel>(backend, "prelu");
    kernel(Pass.forward, x, address, x, out, count / columns, columns);
  }
}
