// What a backend offers: for each kind of op, a maker that turns a spec into the function that does the work.
//
// The facade has checked every argument and made every output before it calls one of these: a backend computes, and trusts.

import type { Mode, Pass } from "../runtime/abi.js";
import type { TypedArray } from "../runtime/arrays.js";
import type { Storage } from "../runtime/storage.js";
import type { Tensor } from "../runtime/tensor.js";
import type { SpecOf } from "../spec/types.js";
import type { Held } from "./held.js";
import type { NotNumber } from "./numbers.js";

/** Arrays of numbers that ops accept; everything is computed from their values rounded to float32. */
export type NumberArray = TypedArray | readonly number[];

/** An operand of a call: numbers that nobody changes while it runs. */
export type Input = TypedArray | Tensor | Held;
/** Verify mode has the reference write float64, so that its own rounding does not count. */
export type Output = Float32Array | Float64Array | Tensor;

/** An op's options with defaults filled in, and the kernel parameters made from them. */
export interface Settings {
  // biome-ignore lint/suspicious/noExplicitAny: each spec reads its own options
  readonly values: any;
  readonly a: number;
  readonly b: number;
}

/** Rows along one axis of an array of shape [outer, length, inner]; inner is 1 for the last axis. */
export interface RowLayout {
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
}

export type ActivationRunner = (
  pass: Pass,
  x: Input,
  dy: Input | undefined,
  out: Output,
  count: number,
  settings: Settings,
) => void;

export interface ChannelActivationRunner {
  /** alpha holds `columns` slopes; `columns` is 1 for a shared one. */
  run(pass: Pass, x: Input, alpha: Input, dy: Input | undefined, out: Output, rows: number, columns: number): void;
  alphaGradient(x: Input, alpha: Input, dy: Input, out: Output, rows: number, columns: number): void;
}

export type GroupActivationRunner = (
  pass: Pass,
  x: Input,
  dy: Input | undefined,
  out: Output,
  groups: number,
  settings: Settings,
) => void;

export type RowRunner = (pass: Pass, x: Input, dy: Input | undefined, out: Output, layout: RowLayout, settings: Settings) => void;

/**
 * Gives the sum of the (weighted) losses in modes `sum` and `sumAndGradient`. In mode `lossesAndGradient` `out` receives the
 * gradient, and `losses` the losses, which must be none of the inputs.
 */
export type LossRunner = (
  mode: Mode,
  prediction: Input,
  target: Input | undefined,
  weights: Input | undefined,
  out: Output | undefined,
  count: number,
  scale: number,
  settings: Settings,
  losses?: Output,
) => number;

/** What a row loss compares its rows with. */
export interface RowTargets {
  /** One class for each row … */
  readonly indices?: TypedArray | undefined;
  /** … or a probability for each class of each row. */
  readonly probabilities?: Input | undefined;
  /** Not the output. */
  readonly classWeights?: Input | undefined;
  readonly ignoreIndex?: number | undefined;
  /** One for each row. */
  readonly weights?: Input | undefined;
}

/** As LossRunner, with one loss for each row. */
export type RowLossRunner = (
  mode: Mode,
  prediction: Input,
  targets: RowTargets,
  out: Output | undefined,
  rows: number,
  columns: number,
  scale: number,
  settings: Settings,
  losses?: Output,
) => number;

export interface DenseRunner {
  /** out[m, n] = x[m, k] · weights[k, n] + bias[n] */
  forward(x: Input, weights: Input, bias: Input | undefined, out: Output, m: number, k: number, n: number): void;
  /** x[m, k], weights[k, n] and bias[n] receive their gradients. */
  backward(
    dy: Input,
    x: Input,
    weights: Input,
    out: { x: Output; weights: Output; bias: Output },
    m: number,
    k: number,
    n: number,
  ): void;
}

export interface Backend {
  readonly storage: Storage;
  activation(spec: SpecOf<"activation">): ActivationRunner;
  channelActivation(spec: SpecOf<"channelActivation">): ChannelActivationRunner;
  groupActivation(spec: SpecOf<"groupActivation">): GroupActivationRunner;
  row(spec: SpecOf<"row">): RowRunner;
  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner;
  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner;
  dense(spec: SpecOf<"layer">): DenseRunner;
  /** Calls whose arrays have no more elements than this read all of them before they write any. */
  readonly readAhead: number;
  /** The numbers of an array, each read once. They are of use in this call alone. */
  read(values: readonly unknown[]): Input | NotNumber;
  /** Index of the first number outside [low, high], −1 if none; NaN is inside. */
  firstOutside(x: Input, low: number, high: number): number;
  /** Index of the first number that is neither a nor b, −1 if none; NaN passes. */
  firstNotLabel(x: Input, a: number, b: number): number;
}
