// Verify mode: a backend that lets another one work, repeats the call with the reference, and compares.

import type {
  ActivationRunner,
  Backend,
  ChannelActivationRunner,
  DenseRunner,
  GroupActivationRunner,
  Input,
  LossRunner,
  RowLossRunner,
  RowRunner,
} from "../backend/backend.js";
import { dataOf, sizeOf } from "../backend/operands.js";
import { ReferenceBackend, valuesOf } from "../backend/reference.js";
import { Mode, Pass } from "../runtime/abi.js";
import type { Precision } from "../runtime/modules.js";
import type { Storage } from "../runtime/storage.js";
import type { Bound, SpecOf } from "../spec/types.js";
import { Comparison, type Judgement } from "./compare.js";
import { type Mismatch, VerificationError } from "./error.js";
import { denseBackwardTerms, denseTerms, lossTerms, rowLossTerms, rowTerms } from "./terms.js";

type Allowance = Pick<Judgement, "terms" | "factor">;

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
const keep = <I extends Input | undefined>(input: I) => (input === undefined ? undefined : Float32Array.from(valuesOf(input)));

export class VerifyingBackend implements Backend {
  readonly storage: Storage;
  /** The reference may ask for an input again, when there is something to explain. */
  readonly readAhead = 0;
  readonly #main: Backend;
  readonly #reference = new ReferenceBackend();
  readonly #precision: Precision;
  readonly #options: VerifyOptions;
  /** Adds up `sample` call by call; a call is repeated each time it passes a whole number. */
  #due = 0;

  constructor(main: Backend, precision: Precision, options: VerifyOptions) {
    this.#main = main;
    this.storage = main.storage;
    this.#precision = precision;
    this.#options = options;
  }

  #skips(): boolean {
    this.#due += this.#options.sample ?? 1;
    if (this.#due < 1) return true;
    this.#due -= 1;
    return false;
  }

  #judge(
    op: string,
    pass: string,
    bound: Bound,
    got: ArrayLike<number>,
    expected: ArrayLike<number>,
    allow: Allowance = {},
  ): void {
    const comparison = new Comparison();
    const judgement: Judgement = { op, pass, precision: this.#precision, bound, ...allow };
    const mismatch = comparison.find(judgement, got, expected);
    if (!mismatch) {
      this.#options.onChecked?.(op, pass, comparison.largestUlp);
      return;
    }
    if (!this.#options.onMismatch) throw new VerificationError(mismatch);
    this.#options.onMismatch(mismatch);
  }

  activation(spec: SpecOf<"activation">): ActivationRunner {
    const run = this.#main.activation(spec);
    const repeat = this.#reference.activation(spec);
    return (pass, x, dy, out, count, settings) => {
      if (this.#skips()) return run(pass, x, dy, out, count, settings);
      const expected = new Float64Array(count);
      const upstream = keep(dy);
      repeat(pass, x, dy, expected, count, settings);
      run(pass, x, dy, out, count, settings);
      const factor = upstream && ((i: number) => Math.abs(upstream[i] as number));
      // y + alpha and y(1 − y) cancel when only y, a rounded number, is known.
      const terms = pass === Pass.backwardFromOutput ? (i: number) => Math.abs(upstream?.[i] ?? 0) : undefined;
      this.#judge(spec.name, passName(pass), spec.bound, dataOf(out), expected, { factor, terms });
    };
  }

  channelActivation(spec: SpecOf<"channelActivation">): ChannelActivationRunner {
    const main = this.#main.channelActivation(spec);
    const reference = this.#reference.channelActivation(spec);
    return {
      run: (pass, x, alpha, dy, out, rows, columns) => {
        if (this.#skips()) return main.run(pass, x, alpha, dy, out, rows, columns);
        const expected = new Float64Array(rows * columns);
        reference.run(pass, x, alpha, dy, expected, rows, columns);
        main.run(pass, x, alpha, dy, out, rows, columns);
        this.#judge(spec.name, passName(pass), spec.bound, dataOf(out), expected);
      },
      alphaGradient: (x, alpha, dy, out, rows, columns) => {
        if (this.#skips()) return main.alphaGradient(x, alpha, dy, out, rows, columns);
        const expected = new Float64Array(columns);
        reference.alphaGradient(x, alpha, dy, expected, rows, columns);
        main.alphaGradient(x, alpha, dy, out, rows, columns);
        const [xs, dys] = [valuesOf(x), valuesOf(dy)];
        const sums = new Float64Array(columns);
        for (let i = 0; i < rows * columns; i++) {
          sums[i % columns] = (sums[i % columns] as number) + Math.abs((xs[i] as number) * (dys[i] as number));
        }
        this.#judge(spec.name, "alpha", spec.bound, dataOf(out), expected, { terms: (i) => sums[i] as number });
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
      this.#judge(spec.name, passName(pass), spec.bound, dataOf(out), expected);
    };
  }

  row(spec: SpecOf<"row">): RowRunner {
    const run = this.#main.row(spec);
    const repeat = this.#reference.row(spec);
    return (pass, x, dy, out, layout, settings) => {
      if (this.#skips()) return run(pass, x, dy, out, layout, settings);
      const expected = new Float64Array(sizeOf(out));
      const [source, upstream] = [keep(x), keep(dy)];
      repeat(pass, x, dy, expected, layout, settings);
      run(pass, x, dy, out, layout, settings);
      this.#judge(spec.name, passName(pass), spec.bound, dataOf(out), expected, {
        terms: rowTerms(spec, pass, source, upstream, layout, settings),
      });
    };
  }

  loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
    const run = this.#main.loss(spec);
    const repeat = this.#reference.loss(spec);
    return (mode, prediction, target, weights, out, count, scale, settings, losses) => {
      if (this.#skips()) return run(mode, prediction, target, weights, out, count, scale, settings, losses);
      const expected = new Float64Array(count);
      const expectedLosses = losses && new Float64Array(count);
      const kept = [keep(prediction), keep(target), keep(weights), scale, settings] as const;
      const allow = lossTerms(spec, mode, ...kept);
      const expectedSum = repeat(mode, prediction, target, weights, expected, count, scale, settings, expectedLosses);
      const sum = run(mode, prediction, target, weights, out, count, scale, settings, losses);
      if (mode === Mode.sum || mode === Mode.sumAndGradient) {
        this.#judge(spec.name, "sum", spec.bound, [sum], [expectedSum], { terms: () => allow.total });
      }
      if (out) this.#judge(spec.name, modeName(mode), spec.bound, dataOf(out), expected, allow);
      if (losses && expectedLosses) {
        const allowLosses = lossTerms(spec, Mode.losses, ...kept);
        this.#judge(spec.name, modeName(Mode.losses), spec.bound, dataOf(losses), expectedLosses, allowLosses);
      }
      return sum;
    };
  }

  rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
    const run = this.#main.rowLoss(spec);
    const repeat = this.#reference.rowLoss(spec);
    return (mode, prediction, targets, out, rows, columns, scale, settings, losses) => {
      if (this.#skips()) return run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
      const expected = new Float64Array(out ? sizeOf(out) : 0);
      const expectedLosses = losses && new Float64Array(rows);
      const allow = rowLossTerms(spec, mode, prediction, targets, rows, columns, scale, settings);
      const allowLosses = losses && rowLossTerms(spec, Mode.losses, prediction, targets, rows, columns, scale, settings);
      const expectedSum = repeat(mode, prediction, targets, expected, rows, columns, scale, settings, expectedLosses);
      const sum = run(mode, prediction, targets, out, rows, columns, scale, settings, losses);
      if (mode === Mode.sum || mode === Mode.sumAndGradient) {
        this.#judge(spec.name, "sum", spec.bound, [sum], [expectedSum], { terms: () => allow.total });
      }
      if (out) this.#judge(spec.name, modeName(mode), spec.bound, dataOf(out), expected, allow);
      if (losses && expectedLosses) {
        this.#judge(spec.name, modeName(Mode.losses), spec.bound, dataOf(losses), expectedLosses, allowLosses);
      }
      return sum;
    };
  }

  dense(spec: SpecOf<"layer">): DenseRunner {
    const main = this.#main.dense(spec);
    const reference = this.#reference.dense();
    return {
      forward: (x, weights, bias, out, m, k, n) => {
        if (this.#skips()) return main.forward(x, weights, bias, out, m, k, n);
        const expected = new Float64Array(m * n);
        reference.forward(x, weights, bias, expected, m, k, n);
        main.forward(x, weights, bias, out, m, k, n);
        this.#judge(spec.name, "forward", spec.bound, dataOf(out), expected, { terms: denseTerms(x, weights, bias, m, k, n) });
      },
      backward: (dy, x, weights, out, m, k, n) => {
        if (this.#skips()) return main.backward(dy, x, weights, out, m, k, n);
        const expected = { x: new Float64Array(m * k), weights: new Float64Array(k * n), bias: new Float64Array(n) };
        reference.backward(dy, x, weights, expected, m, k, n);
        main.backward(dy, x, weights, out, m, k, n);
        const absolute = denseBackwardTerms(dy, x, weights, m, k, n);
        for (const name of ["x", "weights", "bias"] as const) {
          const terms = (i: number) => absolute[name][i] as number;
          this.#judge(spec.name, `backward ${name}`, spec.bound, dataOf(out[name]), expected[name], { terms });
        }
      },
    };
  }

  firstNotNumber(values: readonly unknown[]): number {
    return this.#main.firstNotNumber(values);
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
