// A small call of every method an op offers, chosen by its kind: for the tests of what holds whatever the op computes.

import type { Spec } from "../../src/spec/types.js";
import { bell, classes, distributions, resolved, uniform } from "../inputs.js";
import type { Given, Options } from "../subjects.js";

export interface Call {
  readonly method: string;
  readonly inputs: readonly Given[];
  readonly options: Options;
  /** How many numbers come back, where it is one array and `out` may receive it. */
  readonly outputs?: number;
  /** The part of the result that `out` receives, where there are several. */
  readonly part?: string;
}

const lossCalls = (inputs: readonly Given[], losses: number, gradients: number, options: Options, unreduced: boolean): Call[] => [
  ...(unreduced ? [{ method: "forward", inputs, options: { ...options, reduction: "none" }, outputs: losses }] : []),
  { method: "forward", inputs, options },
  { method: "grad", inputs, options, outputs: gradients },
  { method: "valueAndGrad", inputs, options, outputs: gradients, part: "grad" },
  ...(unreduced
    ? [{ method: "valueAndGrad", inputs, options: { ...options, reduction: "none" }, outputs: gradients, part: "grad" }]
    : []),
];

/** Targets that a loss of single elements takes. */
export function targetsFor(spec: Spec & { kind: "loss" }, count: number, seed: number, options: Options = {}): Float32Array {
  const pair = spec.labels?.(resolved(spec, options));
  const draws = uniform(count, seed, 0, 1);
  if (pair) return draws.map((each) => (each < 0.5 ? pair[0] : pair[1]));
  // Certain targets and soft ones.
  if (spec.task === "binary") return draws.map((each) => (each < 0.3 ? 0 : each > 0.7 ? 1 : (each - 0.3) / 0.4));
  return withinDomain(spec, bell(count, seed, 2));
}

/** Folds values into the domain of a loss. */
export function withinDomain(spec: Spec & { kind: "loss" }, values: Float32Array): Float32Array {
  if (!spec.domain) return values;
  const [low, high] = spec.domain;
  return values.map((each) => {
    const folded = high === Infinity ? Math.abs(each) + low : Math.abs(each) % 1;
    return each < low || each > high ? Math.min(Math.max(Math.fround(folded), low), high) : each;
  });
}

/** Predictions that a row loss takes. */
export function predictionsFor(spec: Spec & { kind: "rowLoss" }, rows: number, columns: number, seed: number): Float32Array {
  if (spec.predictions === "logits") return bell(rows * columns, seed, 3);
  const probabilities = distributions(rows, columns, seed);
  return spec.predictions === "probabilities" ? probabilities : probabilities.map(Math.log);
}

/** @param columns even */
export function callsOf(spec: Spec, rows = 5, columns = 6): Call[] {
  const count = rows * columns;
  const shape = [rows, columns];
  const x = bell(count, 21, 2);
  const dy = bell(count, 22);
  switch (spec.kind) {
    case "activation": {
      const calls: Call[] = [
        { method: "forward", inputs: [x], options: { shape }, outputs: count },
        { method: "derivative", inputs: [x], options: { shape }, outputs: count },
        { method: "backward", inputs: [dy, x], options: { shape }, outputs: count },
      ];
      const y = x.map((each) => spec.forward(each, resolved(spec, {})));
      if (spec.derivativeFromOutput) {
        calls.push({ method: "backwardFromOutput", inputs: [dy, y], options: { shape }, outputs: count });
      }
      return calls;
    }
    case "channelActivation":
      return [bell(columns, 23), bell(1, 24)].flatMap((alpha) => [
        { method: "forward", inputs: [x, alpha], options: { shape }, outputs: count },
        { method: "derivative", inputs: [x, alpha], options: { shape }, outputs: count },
        { method: "backward", inputs: [dy, x, alpha], options: { shape } },
      ]);
    case "groupActivation": {
      const groups = count / spec.groupSize(resolved(spec, {}));
      return [
        { method: "forward", inputs: [x], options: { shape }, outputs: groups },
        { method: "backward", inputs: [dy.subarray(0, groups), x], options: { shape }, outputs: count },
      ];
    }
    case "row":
      return [1, 0].flatMap((axis) => {
        const upstream = spec.reduces ? dy.subarray(0, count / (shape[axis] as number)) : dy;
        const calls: Call[] = [
          { method: "forward", inputs: [x], options: { shape, axis }, outputs: upstream.length },
          { method: "backward", inputs: [upstream, x], options: { shape, axis }, outputs: count },
        ];
        const y = distributions(rows, columns, 25);
        if (spec.backwardFromOutput) {
          calls.push({ method: "backwardFromOutput", inputs: [dy, y], options: { shape, axis }, outputs: count });
        }
        return calls;
      });
    case "loss":
      return lossCalls([withinDomain(spec, x), targetsFor(spec, count, 26)], count, count, { shape }, !spec.root);
    case "rowLoss": {
      const prediction = predictionsFor(spec, rows, columns, 27);
      const kinds = [
        ...(spec.targets === "classes" ? [] : [distributions(rows, columns, 28)]),
        ...(spec.targets === "probabilities" ? [] : [classes(rows, columns, 29)]),
      ];
      return kinds.flatMap((target) => lossCalls([prediction, target], rows, count, { shape }, true));
    }
    case "penalty":
      return lossCalls([x], count, count, { shape }, false);
    case "layer": {
      const [weights, bias] = [bell(columns * 4, 30), bell(4, 31)];
      return [
        { method: "forward", inputs: [x, weights, bias], options: { shape }, outputs: rows * 4 },
        { method: "forward", inputs: [x, weights, undefined], options: { shape }, outputs: rows * 4 },
        { method: "backward", inputs: [dy.subarray(0, rows * 4), x, weights], options: { shape } },
      ];
    }
  }
}
