// The same kernel of TensorFlow.js on the CPU backend and on ours.

import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { expect } from "vitest";
import type { LanewiseBackend } from "../../src/tfjs/backend.js";
import { registerBackend } from "../../src/tfjs/index.js";
import { uniform } from "../inputs.js";

/** float32, int32 and bool. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** A tensor to be made on each backend. */
export interface Input {
  readonly values: Numbers;
  readonly shape: number[];
}

/** Numbers even over [−1, 1). */
export function random(shape: number[], seed: number): Input {
  return { values: uniform(tf.util.sizeFromShape(shape), seed, -1, 1), shape };
}

/** Whole numbers even over 0 … limit − 1. */
export function randomIntegers(shape: number[], limit: number, seed: number): Input {
  return { values: Int32Array.from(uniform(tf.util.sizeFromShape(shape), seed, 0, limit), Math.floor), shape };
}

/** Truth values, even. */
export function randomTruths(shape: number[], seed: number): Input {
  return { values: Uint8Array.from(uniform(tf.util.sizeFromShape(shape), seed, 0, 2), Math.floor), shape };
}

export function dtypeOf(values: Numbers): "float32" | "int32" | "bool" {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "bool";
}

export type Inputs = Readonly<Record<string, Input>> | readonly Input[];

const NAME = "lanewise-tested";

export async function start(): Promise<void> {
  if (!tf.engine().registryFactory[NAME]) await registerBackend({ name: NAME });
}

/** Our backend, made the current one. */
export function useOurs(): LanewiseBackend {
  tf.setBackend(NAME);
  return tf.backend() as LanewiseBackend;
}

export interface Result {
  readonly shape: number[];
  readonly dtype: string;
  readonly values: number[];
}

/** The inputs as tensors on the current backend, as a kernel takes them. */
export function make(inputs: Inputs): tf.Tensor[] | Record<string, tf.Tensor> {
  const tensorOf = ({ values, shape }: Input) => tf.tensor(values.slice(), shape, dtypeOf(values));
  if (Array.isArray(inputs)) return inputs.map(tensorOf);
  return Object.fromEntries(Object.entries(inputs).map(([key, input]) => [key, tensorOf(input as Input)]));
}

/** Runs a kernel on the named backend; `resident` tells whether its results are in linear memory, made by a kernel of ours. */
function runOn(name: string, kernel: string, inputs: Inputs, attributes: object): { results: Result[]; resident: boolean } {
  tf.setBackend(name);
  const backend = tf.backend() as LanewiseBackend;
  return tf.tidy(() => {
    const out = tf.engine().runKernel(kernel, make(inputs) as never, attributes as never);
    const all = (Array.isArray(out) ? out : [out]) as tf.Tensor[];
    return {
      resident: name === NAME && all.every((tensor) => backend.entry(tensor).address > 0),
      results: all.map((tensor) => ({ shape: tensor.shape, dtype: tensor.dtype, values: Array.from(tensor.dataSync()) })),
    };
  });
}

export interface Sides {
  readonly cpu: Result[];
  readonly ours: Result[];
  readonly resident: boolean;
}

export function sideBySide(kernel: string, inputs: Inputs, attributes: object): Sides {
  const { results: cpu } = runOn("cpu", kernel, inputs, attributes);
  const { results: ours, resident } = runOn(NAME, kernel, inputs, attributes);
  return { cpu, ours, resident };
}

export const runHere = (kernel: string, inputs: Inputs, attributes: object) => runOn(NAME, kernel, inputs, attributes);

/** The same numbers, bit by bit but for the sign of zero, from a kernel of ours. */
export function expectSame(kernel: string, inputs: Inputs, attributes: object): void {
  const { cpu, ours, resident } = sideBySide(kernel, inputs, attributes);
  const unsigned = (results: Result[]) => results.map((each) => ({ ...each, values: each.values.map((value) => value + 0) }));
  expect(unsigned(ours)).toEqual(unsigned(cpu));
  expect(resident, "made by a kernel of ours").toBe(true);
}

/** Rounding errors allowed, in parts of the sum of the terms' magnitudes: both sides add in float32, in different orders. */
const TOLERANCE = 2 ** -21;

/** The inputs that results are linear in with their magnitudes. */
function magnitudes(inputs: Inputs, linear: readonly string[] | undefined): Inputs {
  const absolute = ({ values, shape }: Input) => ({ values: values.map(Math.abs) as Numbers, shape });
  const entries = Object.entries(inputs as Record<string, Input>);
  return Object.fromEntries(entries.map(([key, input]) => [key, !linear || linear.includes(key) ? absolute(input) : input]));
}

/** Results within rounding of the CPU backend's, by a kernel of ours that is linear in the named inputs; in all of them unless given. */
export function expectClose(kernel: string, inputs: Inputs, attributes: object, linear?: readonly string[]): void {
  const { cpu, ours, resident } = sideBySide(kernel, inputs, attributes);
  const sums = runOn("cpu", kernel, magnitudes(inputs, linear), attributes).results;
  expect(ours.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(cpu.map(({ shape, dtype }) => ({ shape, dtype })));
  const worst = Math.max(
    ...ours.flatMap(({ values }, i) =>
      values.map((value, j) => {
        const difference = Math.abs(value - (cpu[i]?.values[j] as number));
        return difference === 0 ? 0 : difference / (sums[i]?.values[j] as number);
      }),
    ),
  );
  // A NaN on one side is a failure too.
  expect(worst <= TOLERANCE ? "close" : `off by ${worst} of the terms: ${kernel} ${JSON.stringify(attributes)}`).toBe("close");
  expect(resident, "made by a kernel of ours").toBe(true);
}

/** Results as near the CPU backend's as given, by a kernel of ours. */
export function expectWithin(distance: number, kernel: string, inputs: Inputs, attributes: object): void {
  const { cpu, ours, resident } = sideBySide(kernel, inputs, attributes);
  expect(ours.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(cpu.map(({ shape, dtype }) => ({ shape, dtype })));
  const off = ours.flatMap(({ values }, i) => values.map((value, j) => Math.abs(value - (cpu[i]?.values[j] as number))));
  // A NaN on one side is a failure too.
  expect(off.every((each) => each <= distance)).toBe(true);
  expect(resident, "made by a kernel of ours").toBe(true);
}
