// Who is tested: every way to run the library (backend, precision, SIMD level, verify) with arrays and with tensors, and with
// several threads.
//
// A subject takes plain float arrays, calls the op its own way, and gives plain numbers back, so that a test says nothing
// about tensors or modules. It proves that the path it names really ran: by lw.info, by the kind of every result, for
// verify by the number of calls that were repeated, and for threads by the number of calls that were split.

import { afterAll, describe, expect, it } from "vitest";
import { internalsOf } from "../src/internals.js";
import { type Info, type Lanewise, load } from "../src/load.js";
import { type OpName, ops } from "../src/ops.js";
import { simdLevel } from "../src/runtime/features.js";
import type { Precision } from "../src/runtime/modules.js";
import { Tensor } from "../src/runtime/tensor.js";
import type { Kind, Spec, SpecOf } from "../src/spec/types.js";
import { inputNames, operandShape } from "./operandShapes.js";

/** Numbers with a shape, where it is not that of the call. */
export interface Shaped {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Float32Arrays become tensors where the subject is about tensors; other arrays (class indices) are passed as they are. */
export type Given = Float32Array | Shaped | Int32Array | Uint8Array | undefined;
export type Options = Readonly<Record<string, unknown>>;
/** A result as plain numbers; named results (value, grad; gradients by name) as a record of them. */
export type Outcome = number | Float32Array | { readonly [name: string]: Outcome };

interface Configuration {
  readonly backend: Info["backend"];
  readonly simd: Info["simd"];
  readonly precision: Precision;
  readonly verify: boolean;
  readonly threads: number;
}

export class Subject {
  readonly name: string;
  /** What it must hold: the reference is rounded once, as `high` is. */
  readonly precision: Precision;
  /** Calls that verify has repeated. */
  checked = 0;
  readonly #configuration: Configuration;
  #lw: Lanewise | undefined;

  constructor(
    readonly form: "arrays" | "tensors",
    configuration: Configuration,
  ) {
    const { backend, simd, precision, verify, threads } = configuration;
    this.#configuration = configuration;
    const extras = `${verify ? " verify" : ""}${threads > 1 ? ` ${threads} threads` : ""}`;
    this.name = `${backend === "reference" ? backend : `${simd} ${precision}`}${extras} ${form}`;
    this.precision = backend === "reference" ? "high" : precision;
  }

  /** False where this engine, or this page, cannot run it. */
  get available(): boolean {
    const { simd, threads } = this.#configuration;
    if (threads > 1 && globalThis.crossOriginIsolated === false) return false;
    return simd !== "relaxed" || simdLevel() === "relaxed";
  }

  get verifies(): boolean {
    return this.#configuration.verify;
  }

  get isThreaded(): boolean {
    return this.#configuration.threads > 1;
  }

  /** Calls that were split over the threads. */
  get split(): number {
    return internalsOf(this.lw)?.threads.jobs ?? 0;
  }

  get lw(): Lanewise {
    if (!this.#lw) throw new Error(`${this.name} is not loaded`);
    return this.#lw;
  }

  async load(): Promise<void> {
    if (!this.available) return;
    const { backend, simd, precision, verify, threads } = this.#configuration;
    this.#lw = await load({
      backend,
      precision,
      threads,
      simd: simd === "none" ? "auto" : simd,
      verify: verify && { onChecked: () => this.checked++ },
    });
    const pool = internalsOf(this.#lw)?.threads;
    if (pool) pool.splitsAll = this.isThreaded;
  }

  /** That lw.info tells of the path asked for. */
  expectPath(): void {
    const { backend, simd, precision, threads } = this.#configuration;
    expect(this.lw.info).toMatchObject({ backend, simd, precision, threads });
  }

  /** The op's function itself, or one of its methods. */
  method(op: string, method: string): (...values: unknown[]) => unknown {
    const found = (this.lw as unknown as Record<string, Record<string, unknown>>)[op];
    const callable = method === "forward" ? found : found?.[method];
    if (typeof callable !== "function") throw new Error(`${op} has no ${method}`);
    return callable as unknown as (...values: unknown[]) => unknown;
  }

  /** An input in the subject's form. @param shape of a tensor, flat unless given */
  wrap(given: Given, shape: readonly number[] | undefined): unknown {
    if (given === undefined || given instanceof Int32Array || given instanceof Uint8Array) return given;
    const data = given instanceof Float32Array ? given : given.data;
    if (this.form === "arrays") return data;
    return this.lw.tensor(data, given instanceof Float32Array ? shape : given.shape);
  }

  /** Calls an op. `options.shape` is the shape of its main input; arrays get it as an option, tensors have it. */
  call(op: string, method: string, inputs: readonly Given[], options: Options = {}): Outcome {
    return this.lw.scope(() => this.plain(this.invoke(op, method, inputs, options)));
  }

  /** The same, with the result as it came. */
  invoke(op: string, method: string, inputs: readonly Given[], options: Options = {}): unknown {
    const { shape, ...others } = options as { shape?: readonly number[] };
    const spec = ops[op as OpName] as Spec;
    const wrap = (name: string, value: Given) => {
      const own = shape && value instanceof Float32Array ? operandShape(spec, name, value.length, shape, options) : undefined;
      return this.wrap(value, own);
    };
    const wrapped = Object.entries(others).map(([name, value]) => [
      name,
      value instanceof Float32Array && name !== "out" ? wrap(name, value) : value,
    ]);
    const given = Object.fromEntries(wrapped);
    if (shape && this.form === "arrays") given.shape = shape;
    const names = inputNames(spec, method);
    return this.method(op, method)(...inputs.map((input, i) => wrap(names[i] as string, input)), given);
  }

  /** What came, as plain numbers, once it is of the kind that went in. */
  plain(result: unknown): Outcome {
    if (typeof result === "number") return result;
    if (result instanceof Tensor) {
      expect(this.form).toBe("tensors");
      return result.toArray();
    }
    if (result instanceof Float32Array) {
      expect(this.form).toBe("arrays");
      expect(result.buffer).toBeInstanceOf(ArrayBuffer);
      return result;
    }
    return Object.fromEntries(Object.entries(result as object).map(([name, part]) => [name, this.plain(part)]));
  }

  numbers(op: string, method: string, inputs: readonly Given[], options: Options = {}): Float32Array {
    return this.call(op, method, inputs, options) as Float32Array;
  }

  cost(op: string, inputs: readonly Given[], options: Options = {}): number {
    return this.call(op, "forward", inputs, options) as number;
  }

  parts<K extends string>(op: string, method: string, inputs: readonly Given[], options: Options = {}): Record<K, Float32Array> {
    return this.call(op, method, inputs, options) as Record<K, Float32Array>;
  }
}

/** The ops of a kind. */
export function specsOf<K extends Kind>(kind: K): SpecOf<K>[] {
  return (Object.values(ops) as Spec[]).filter((spec): spec is SpecOf<K> => spec.kind === kind);
}

/** The rows of a `describe.each` with a spec's name first. */
export const named = <S extends Spec>(specs: readonly S[]) => specs.map((spec) => [spec.name, spec] as const);

const reference = { backend: "reference", simd: "none", precision: "fast" } as const;
const kernels = (["fixed", "relaxed"] as const).flatMap((simd) =>
  (["fast", "high"] as const).map((precision) => ({ backend: "wasm", simd, precision }) as const),
);
const forms = ["arrays", "tensors"] as const;
const inBothForms = (configurations: readonly Configuration[]) =>
  configurations.flatMap((configuration) => forms.map((form) => new Subject(form, configuration)));

/** Backends, precisions and SIMD levels, with arrays and with tensors; threads, which work on tensors alone. */
export const subjects = [
  ...inBothForms([reference, ...kernels].map((each) => ({ ...each, verify: false, threads: 1 }))),
  ...(["fast", "high"] as const).map(
    (precision) => new Subject("tensors", { backend: "wasm", simd: "fixed", precision, verify: false, threads: 3 }),
  ),
];

/** Those with one thread: for calls too small to be split. */
export const unsplitSubjects = subjects.filter(({ isThreaded }) => !isThreaded);

/** The same with every call repeated by the reference: slower, for the suites of chosen values. */
export const verifyingSubjects = inBothForms([reference, ...kernels].map((each) => ({ ...each, verify: true, threads: 1 })));

await Promise.all([...subjects, ...verifyingSubjects].map((subject) => subject.load()));

/** Declares the tests of `body` for each subject; those that this engine cannot run show as skipped. */
export function eachSubject(chosen: readonly Subject[], body: (subject: Subject) => void): void {
  for (const subject of chosen) {
    describe.skipIf(!subject.available)(subject.name, () => {
      it("runs where it says", () => subject.expectPath());
      body(subject);
      afterAll(() => {
        if (subject.available && subject.verifies) expect(subject.checked).toBeGreaterThan(0);
        if (subject.available && subject.isThreaded) expect(subject.split).toBeGreaterThan(0);
      });
    });
  }
}
