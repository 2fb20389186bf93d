// Losses and gradient in one pass: valueAndGrad with reduction "none" gives the bits that the two calls give by themselves.

import { describe, expect, it } from "vitest";
import type { LossRunner, RowLossRunner } from "../../src/backend/backend.js";
import { ReferenceBackend } from "../../src/backend/reference.js";
import { makeContext, makeOps } from "../../src/facade/api.js";
import { ops } from "../../src/ops.js";
import { Mode } from "../../src/runtime/abi.js";
import { TensorStore } from "../../src/runtime/tensor.js";
import type { Spec, SpecOf } from "../../src/spec/types.js";
import { classes, distributions, memo, optionSets, SPECIALS, uniform } from "../inputs.js";
import { firstDifference } from "../judge.js";
import { operandShape } from "../operandShapes.js";
import { eachSubject, type Given, named, type Options, type Subject, specsOf, subjects } from "../subjects.js";
import { type Call, callsOf, predictionsFor, targetsFor, withinDomain } from "./calls.js";

/** Around vectors, unrolled loops and the edge of a block. */
const SHORT = [0, 1, 3, 4, 5, 15, 16, 17];
const LONG = [16383, 16384, 16385];

/** Weights of all kinds: zeros, negative ones and what is not finite. */
const weightsFor = (count: number) =>
  memo(`weights ${count}`, () =>
    Float32Array.from(uniform(count, 61, -1, 2), (each, i) => (i % 7 === 3 ? (SPECIALS[i % SPECIALS.length] as number) : each)),
  );

interface Inputs {
  readonly prediction: Float32Array;
  readonly target: Given;
  readonly shape: readonly number[];
  /** Options that are numbers or arrays of their own size. */
  readonly options: Options;
}

type Place = "prediction" | "target" | "weights" | undefined;

/** Calls with copies of the inputs, of which one may take the output. */
function call(subject: Subject, spec: Spec, method: string, given: Inputs, place: Place): Float32Array[] {
  const { name } = spec;
  const { prediction, target, shape, options } = given;
  return subject.lw.scope(() => {
    const copy = (input: unknown, own: readonly number[] | undefined) =>
      input instanceof Float32Array ? subject.wrap(input.slice(), own) : input;
    const { weights, classWeights, ...others } = options;
    const rows = weights instanceof Float32Array ? operandShape(spec, "weights", weights.length, shape) : undefined;
    const inputs: Record<string, unknown> = {
      prediction: copy(prediction, shape),
      target: copy(target, shape),
      weights: copy(weights, rows),
    };
    const result = subject.plain(
      subject.method(name, method)(inputs.prediction, inputs.target, {
        ...others,
        reduction: "none",
        ...(subject.form === "arrays" && { shape }),
        ...(weights !== undefined && { weights: inputs.weights }),
        ...(classWeights !== undefined && { classWeights: copy(classWeights, undefined) }),
        ...(place && { out: inputs[place] }),
      }),
    );
    if (result instanceof Float32Array) return [result.slice()];
    const { value, grad } = result as Record<"value" | "grad", Float32Array>;
    return [value.slice(), grad.slice()];
  });
}

/** One case, with the gradient at a place of its own and in place of every input that may take it. */
function check(subject: Subject, spec: Spec, given: Inputs): void {
  const [losses] = call(subject, spec, "forward", given, undefined) as [Float32Array];
  const [gradient] = call(subject, spec, "grad", given, undefined) as [Float32Array];
  const { prediction, target, shape, options } = given;
  const { weights } = options as { weights?: Float32Array };
  const places: Place[] = [
    undefined,
    "prediction",
    ...(spec.kind === "loss" && target instanceof Float32Array ? ["target" as const] : []),
    // A tensor takes only an output of its own shape: [n] none of [n, 1].
    ...(weights?.length === prediction.length && (spec.kind === "loss" || subject.form === "arrays") ? ["weights" as const] : []),
  ];
  for (const place of places) {
    const [value, grad] = call(subject, spec, "valueAndGrad", given, place) as [Float32Array, Float32Array];
    const label = `[${shape}] ${JSON.stringify(Object.keys(options))} in place of ${place}`;
    expect(firstDifference(value, losses), `losses, ${label}`).toBe(-1);
    expect(firstDifference(grad, gradient), `gradient, ${label}`).toBe(-1);
  }
}

const defaults: Options = {};

describe.each(named(specsOf("loss").filter((spec) => !spec.root)))("%s", (_, spec) => {
  const inputs = (count: number, options: Options): Inputs =>
    memo(`${spec.name} ${count} ${JSON.stringify(options)}`, () => {
      const values = Float32Array.from(uniform(count, 62, -20, 20), (each, i) =>
        i % 3 === 2 ? (SPECIALS[((i / 3) % SPECIALS.length) | 0] as number) : each,
      );
      return {
        prediction: withinDomain(spec, values),
        target: targetsFor(spec, count, 63, options),
        shape: [count],
        options,
      };
    });

  eachSubject(subjects, (subject) => {
    it.each(SHORT)("%i elements", (count) => {
      for (const options of optionSets(spec)) {
        const given = inputs(count, options);
        for (const weights of [undefined, weightsFor(count)]) check(subject, spec, withWeights(given, weights));
      }
    });

    it.each(LONG)("%i elements", (count) => {
      for (const weights of [undefined, weightsFor(count)]) check(subject, spec, withWeights(inputs(count, defaults), weights));
    });
  });
});

function withWeights(given: Inputs, weights: Float32Array | undefined): Inputs {
  return weights ? { ...given, options: { ...given.options, weights } } : given;
}

describe.each(named(specsOf("rowLoss")))("%s", (_, spec) => {
  const inputs = (rows: number, columns: number, isClasses: boolean, options: Options): Inputs =>
    memo(`${spec.name} ${rows} ${columns} ${isClasses} ${JSON.stringify(options)}`, () => ({
      prediction: predictionsFor(spec, rows, columns, 64),
      target: isClasses ? classes(rows, columns, 65) : distributions(rows, columns, 66, true),
      shape: [rows, columns],
      options,
    }));
  const kinds = [...(spec.targets === "classes" ? [] : [false]), ...(spec.targets === "probabilities" ? [] : [true])];

  /** Without weights, then with all that weigh. */
  const checkAll = (subject: Subject, rows: number, columns: number, options: Options) => {
    for (const isClasses of kinds) {
      // Of no classes no row can be one.
      if (isClasses && columns === 0) continue;
      // With a single class a target that may be either holds classes.
      if (!isClasses && columns === 1 && spec.targets === "either") continue;
      const given = inputs(rows, columns, isClasses, options);
      check(subject, spec, given);
      const classOptions = spec.weighted
        ? { classWeights: uniform(columns, 67, 0, 2), ...(isClasses && { ignoreIndex: 0 }) }
        : undefined;
      check(subject, spec, withWeights({ ...given, options: { ...options, ...classOptions } }, weightsFor(rows)));
    }
  };

  eachSubject(subjects, (subject) => {
    it.each(SHORT)("%i columns, and as many rows", (length) => {
      for (const options of optionSets(spec)) {
        checkAll(subject, 3, length, options);
        checkAll(subject, length, 1, options);
        checkAll(subject, length, 6, options);
      }
    });

    it.each(LONG)("%i columns, and as many rows", (length) => {
      checkAll(subject, 2, length, defaults);
      checkAll(subject, length, 2, defaults);
    });
  });
});

describe("the backend", () => {
  const modes: Mode[] = [];
  /** Tells in which modes losses are asked for. */
  class Observed extends ReferenceBackend {
    override loss(spec: SpecOf<"loss"> | SpecOf<"penalty">): LossRunner {
      const run = super.loss(spec);
      return (mode, ...others) => {
        modes.push(mode);
        return run(mode, ...others);
      };
    }

    override rowLoss(spec: SpecOf<"rowLoss">): RowLossRunner {
      const run = super.rowLoss(spec);
      return (mode, ...others) => {
        modes.push(mode);
        return run(mode, ...others);
      };
    }
  }
  const backend = new Observed();
  const api = makeOps(ops, makeContext(backend, new TensorStore(backend.storage))) as unknown as Record<
    string,
    Record<string, CallableFunction>
  >;
  const specs: Spec[] = [...specsOf("loss").filter((spec) => !spec.root), ...specsOf("rowLoss")];

  it.each(named(specs))("is called once for %s", (name, spec) => {
    modes.length = 0;
    const [given] = callsOf(spec) as [Call];
    api[name]?.valueAndGrad?.(...given.inputs, { ...given.options, reduction: "none" });
    expect(modes).toEqual([Mode.lossesAndGradient]);
  });
});
