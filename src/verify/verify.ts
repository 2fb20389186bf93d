// Verify mode: a backend that lets another one work, repeats the call with the reference, and compares.

import { activationTolerance, elementTolerance, slopeTolerance } from "../accuracy/elements.js";
import { type LossTolerances, type LossTruth, lossTolerances, rowLossTolerances } from "../accuracy/losses.js";
import { denseGradientTolerances, denseTolerance } from "../accuracy/products.js";
import { rowTolerance } from "../accuracy/rows.js";
import { ownTolerance, type Tolerance } from "../accuracy/tolerance.js";
import type {
  ActivationRunner,
  Backend,
  ChannelActivationRunner,
  DenseRunner,
  GroupActivationRunner,
  Input,
  LossRunner,
  Output,
  RowLossRunner,
  RowRunner,
} from "../backend/backend.js";
import type { NotNumber } from "../backend/numbers.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { ReferenceBackend, valuesOf } from "../backend/reference.js";
import { Mode, Pass } from "../runtime/abi.js";
import type { Precision } from "../runtime/modules.js";
import type { Storage } from "../runtime/storage.js";
import type { SpecOf } from "../spec/types.js";
import { compare } from "./compare.js";
import { type Mismatch, VerificationError } from "./error.js";

/** How verify mode works. */
export interface VerifyOptions {
  /** Share of calls that are repeated, from 0 to 1 (the default): for long runs. The choice is the same in every run. */
  readonly sample?: number;
  /** Called instead of throwing. */
  readonly onMismatch?: (mismatch: Mismatch) => void;
  /** Told the largest distance after each repeated call, in ulp of the result, or of the terms that cancel in it if larger. */
  readonly onChecked?: (op: string, pass: string, largestUlp: number) => void;
}

const passName = (pass: Pass) => Object.keys(Pass)[pass] as string;
const modeName = (mode: Mode) => Object.keys(Mode)[mode] as string;

/** An input's numbers as they are now: the call may write over them. */
const keep = (input: Input) => Float32Array.from(valuesOf(input));
const keepIf = (input: Input | undefined) => input && keep(input);

/** What a call of a loss leaves behind. */
interface LossResults {
  readonly mode: Mode;
  readonly sum: number;
  readonly out: Output | undefined;
  readonly losses: Output | undefined;
}

export class VerifyingBackend implements Backend {
  readonly storage: Storage;
  /** The reference reads the inputs before the call writes. */
  readonly readAhead = 0;
  readonly #main: Backend;
  readonly #reference = new ReferenceBackend();
  readonly #precision: Precision;
  readonly #options: VerifyOptions;
  #calls = 0;

  constructor(main: Backend, precision: Precision, options: VerifyOptions) {
    const { sample = 1 } = options;
    if (!(sample >= 0 && sample <= 1)) throw new RangeError(`load: verify.sample is ${sample}, expected a number from 0 to 1`);
    this.#main = main;
    this.storage = main.storage;
    this.#precision = precision;
    this.#options = options;
  }

  #skips(): boolean {
    const { sample = 1 } = this.#options;
    // What is due after so many calls; a product just below a whole number is one.
    const due = (calls: number) => Math.floor(calls * sample + 1e-9);
    return due(++this.#calls) === due(this.#calls - 1);
  }

  #judge(op: string, pass: string, got: ArrayLike<number>, expected: ArrayLike<number>, tolerance: Tolerance): void {
    const { difference, largestUlp } = compare(got, expected, tolerance);
    if (!difference) {
      this.#options.onChecked?.(op, pass, largestUlp);
      return;
    }
    const mismatch = { op, pass, ...difference };
    if (!this.#options.onMismatch) throw new VerificationError(mismatch);
    this.#options.onMismatch(mismatch);
  }

  activation(spec: SpecOf<"activation">): ActivationRunner {
    const run = this.#main.activation(spec);
    const repeat = this.#reference.activation(spec);
    return (pass, x, dy, out, count, settings) => {
      if (this.#skips()) return run(pass, x, dy, out, count, settings);
      const expected = new Float64Array(count);
      const call = { spec, pass, x: keep(x), dy: keepIf(dy), options: settings.values };
      repeat(pass, x, dy, expected, count, settings);
      run(pass, x, dy, out, count, settings);
      this.#judge(spec.name, passName(pass), dataOf(out), expected, activationTolerance(call, this.#precision, expected));
    };
  }

  channelActivation(spec: SpecOf<"channelActivation">): ChannelActivationRunner {
    const main = this.#main.channelActivation(spec);
    const reference = this.#reference.channelActivation(spec);
    return {
      run: (pass, x, alpha, dy, out, rows, columns) => {
        if (this.#skips()) return main.run(pass, x, alpha, dy, out, rows, columns);
        const expected = new Float64Array(rows * columns);
        const [source, slopes, upstream] = [keep(x), keep(alpha), keepIf(dy)];
        reference.run(pass, x, alpha, dy, expected, rows, columns);
        main.run(pass, x, alpha, dy, out, rows, columns);
        const slope = (i: number) => spec.derivative(source[i] as number, slopes[i % columns] as number);
        const tolerance = elementTolerance(spec.bound, this.#precision, pass, upstream, slope);
        this.#judge(spec.name, passName(pass), dataOf(out), expected, tolerance);
      },
      alphaGradient: (x, alpha, dy, out, rows, columns) => {
        if (this.#skips()) return main.alphaGradient(x, alpha, dy, out, rows, columns);
        const expected = new Float64Array(columns);
        const kept = [keep(x), keep(alpha), keep(dy)] as const;
        reference.alphaGradient(x, alpha, dy, expected, rows, columns);
        main.alphaGradient(x, alpha, dy, out, rows, columns);
        this.#judge(spec.name, "alpha", dataOf(out), expected, slopeTolerance(spec, this.#precision, ...kept, expected));
      },
    };
  }

  groupActivation(spec: SpecOf<"groupActivation">): GroupActivationRunner {
    const run = this.#main.groupActivation(spec);
    const repeat = this.#reference.groupActivation(spec);
    return (pass, x, dy, out, groups, settings) => {
      if (this.#skips()) return run(pass, x, dy, out, groups, settings);
      const expected = new Float64Array(sizeOf(out));
      repeat(pass, x, dy, expected, groups, settings);
      run(pass, x, dy, out, groups, settings);
      this.#judge(spec.name, passName(pass), dataOf(out), expected, ownTolerance(spec.bound, this.#precision));
    };
  }

  row(spec: SpecOf<"row">): RowRunner {
    const run = this.#main.row(spec);
    const repeat = this.#reference.row(spec);
    return (pass, x, dy, out, layout, settings) => {
      if (this.#skips()) return run(pass, x, dy, out, layout, settings);
      const expected = new Float64Array(sizeOf(out));
      const call = { spec, pass, x: keep(x), dy: keepIf(dy), layout, options: settings.values };
      repeat(pass, x, dy, expected, layout, settings);
      run(pass, x, dy, out, layout, settings);
      this.#judge(spec.name, passName(pass), dataOf(out), expected, rowTolerance(call, this.#precision, expected));
    };
  }

  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
    const run = this.#main.loss(spec);
    const repeat = this.#reference.loss(spec);
    return (mode, prediction, target, weights, out, count, scale, settings, losses) => {
      if (this.#skips()) return run(mode, prediction, target, weights, out, count, scale, settings, losses);
      const truth = { losses: new Float64Array(count), gradients: new Float64Array(count) };
      const kept = { prediction: keep(prediction), target: keepIf(target), weights: keepIf(weights) };
      const both = Mode.lossesAndGradient;
      const expected = repeat(both, prediction, target, weights, truth.gradients, count, scale, settings, truth.losses);
      const sum = run(mode, prediction, target, weights, out, count, scale, settings, losses);
      const tolerances = lossTolerances({ spec, ...kept, scale, options: settings.values, truth }, this.#precision);
      this.#judgeLoss(spec.name, { mode, sum, out, losses }, { ...truth, sum: expected }, tolerances);
      return sum;
    };
  }

  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
    const run = this.#main.rowLoss(spec);
    const repeat = this.#reference.rowLoss(spec);
    return (mode, prediction, targets, out, rows, columns, scale, settings, losses) => {
      if (rows * columns === 0 || this.#skips())
        return run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
      const truth = { losses: new Float64Array(rows), gradients: new Float64Array(rows * columns) };
      const { indices, ignoreIndex } = targets;
      const kept = {
        prediction: keep(prediction),
        weights: keepIf(targets.weights),
        targets: {
          indices: indices && Float64Array.from(indices),
          ignoreIndex,
          probabilities: keepIf(targets.probabilities),
          classWeights: keepIf(targets.classWeights),
        },
      };
      const both = Mode.lossesAndGradient;
      const expected = repeat(both, prediction, targets, truth.gradients, rows, columns, scale, settings, truth.losses);
      const sum = run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
      const call = { spec, ...kept, rows, columns, scale, options: settings.values, truth };
      this.#judgeLoss(
        spec.name,
        { mode, sum, out, losses },
        { ...truth, sum: expected },
        rowLossTolerances(call, this.#precision),
      );
      return sum;
    };
  }

  #judgeLoss(op: string, results: LossResults, truth: LossTruth & { sum: number }, tolerances: LossTolerances): void {
    const { mode, sum, out } = results;
    if (mode === Mode.sum || mode === Mode.sumAndGradient) this.#judge(op, "sum", [sum], [truth.sum], tolerances.cost);
    const losses = mode === Mode.losses ? out : results.losses;
    if (losses) this.#judge(op, modeName(Mode.losses), dataOf(losses), truth.losses, tolerances.losses);
    if (out && mode >= Mode.gradient) this.#judge(op, modeName(mode), dataOf(out), truth.gradients, tolerances.gradients);
  }

  dense(spec: SpecOf<"layer">): DenseRunner {
    const main = this.#main.dense(spec);
    const reference = this.#reference.dense();
    return {
      forward: (x, weights, bias, out, m, k, n) => {
        if (this.#skips()) return main.forward(x, weights, bias, out, m, k, n);
        const expected = new Float64Array(m * n);
        const kept = { x: keep(x), weights: keep(weights), bias: keepIf(bias) };
        reference.forward(x, weights, bias, expected, m, k, n);
        main.forward(x, weights, bias, out, m, k, n);
        const tolerance = denseTolerance(spec, this.#precision, kept, [m, k, n], expected);
        this.#judge(spec.name, "forward", dataOf(out), expected, tolerance);
      },
      backward: (dy, x, weights, out, m, k, n) => {
        if (this.#skips()) return main.backward(dy, x, weights, out, m, k, n);
        const expected = { x: new Float64Array(m * k), weights: new Float64Array(k * n), bias: new Float64Array(n) };
        const kept = { dy: keep(dy), x: keep(x), weights: keep(weights) };
        reference.backward(dy, x, weights, expected, m, k, n);
        main.backward(dy, x, weights, out, m, k, n);
        const tolerances = denseGradientTolerances(spec, this.#precision, kept, [m, k, n], expected);
        for (const name of ["x", "weights", "bias"] as const) {
          this.#judge(spec.name, `backward ${name}`, dataOf(out[name]), expected[name], tolerances[name]);
        }
      },
    };
  }

  /** Into memory of its own, since whoever is told of a call may make one meanwhile. */
  read(values: readonly unknown[]): Input | NotNumber {
    return this.#reference.read(values);
  }

  firstOutside(x: Input, low: number, high: number): number {
    return this.#main.firstOutside(x, low, high);
  }

  firstNotLabel(x: Input, a: number, b: number): number {
    return this.#main.firstNotLabel(x, a, b);
  }
}

/** Puts verify mode between the ops and a backend of the given precision; nothing where it is not asked for. */
export type Wrap = (backend: Backend, precision: Precision) => Backend;

/** @param verify the option of load() */
export function verifying(verify: boolean | VerifyOptions | undefined): Wrap {
  if (!verify) return (backend) => backend;
  return (backend, precision) => new VerifyingBackend(backend, precision, verify === true ? {} : verify);
}
