// A million elements for every op that ends in a cost, with the float64 losses that add up to it.

import type { RowTarget, Spec } from "../../src/spec/types.js";
import { predictionsFor, targetsFor, withinDomain } from "../conformance/calls.js";
import { bell, classes, distributions, memo, resolved } from "../inputs.js";
import { type Given, type Options, type Subject, specsOf, subjects } from "../subjects.js";

export const BLOCK = 16384;
const COUNT = 1_000_003;
/** A divisor of the block, so that rows end where blocks do. */
const COLUMNS = 128;
const ROWS = Math.ceil(COUNT / COLUMNS);

export interface CostCase {
  readonly name: string;
  readonly spec: Spec;
  readonly inputs: readonly Given[];
  readonly options: Options;
  /** How many elements of the inputs belong to one loss, and to a block. */
  readonly columns: number;
  readonly losses: Float64Array;
  /** Penalties are sums without reduction; roots are means only. */
  readonly reductions: readonly ("sum" | "mean")[];
}

const bellOf = (seed: number) => memo(`cost bell ${seed}`, () => bell(COUNT, seed, 2));

function lossCase(spec: Spec & { kind: "loss" }): CostCase {
  const prediction = withinDomain(spec, bellOf(501));
  const kind = JSON.stringify([spec.task, spec.domain, spec.labels?.(resolved(spec, {}))]);
  const target = memo(`cost targets ${kind}`, () => targetsFor(spec, COUNT, 502));
  const options = resolved(spec, {});
  const losses = Float64Array.from(prediction, (p, i) => spec.loss(p, target[i] as number, options));
  const reductions = spec.root ? (["mean"] as const) : (["sum", "mean"] as const);
  return { name: spec.name, spec, inputs: [prediction, target], options: {}, columns: 1, losses, reductions };
}

function rowLossCase(spec: Spec & { kind: "rowLoss" }, kind: "classes" | "probabilities"): CostCase {
  const prediction = predictionsFor(spec, ROWS, COLUMNS, 503);
  const target = kind === "classes" ? classes(ROWS, COLUMNS, 504) : distributions(ROWS, COLUMNS, 505, true);
  const ones = new Float32Array(COLUMNS).fill(1);
  const options = resolved(spec, {});
  const losses = new Float64Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    const cut = [row * COLUMNS, (row + 1) * COLUMNS] as const;
    const against: RowTarget =
      kind === "classes" ? { index: target[row] as number } : { probabilities: Float64Array.from(target.subarray(...cut)) };
    const x = Float64Array.from(prediction.subarray(...cut));
    losses[row] = spec.loss(x, against, options, ones);
  }
  const common = { columns: COLUMNS, losses, reductions: ["sum", "mean"] } as const;
  return { name: `${spec.name} ${kind}`, spec, inputs: [prediction, target], options: {}, ...common };
}

function penaltyCase(spec: Spec & { kind: "penalty" }): CostCase {
  const weights = bellOf(501);
  const options = resolved(spec, {});
  const losses = Float64Array.from(weights, (w) => spec.penalty(w, options));
  return { name: spec.name, spec, inputs: [weights], options: {}, columns: 1, losses, reductions: ["sum"] };
}

/** Names and specs, with what makes each case when it is wanted first. */
export const costCases: readonly (readonly [string, Spec, () => CostCase])[] = [
  ...specsOf("loss").map((spec) => [spec.name, spec, () => lossCase(spec)] as const),
  ...specsOf("rowLoss").flatMap((spec) =>
    (["classes", "probabilities"] as const)
      .filter((kind) => spec.targets === kind || spec.targets === "either")
      .map((kind) => [`${spec.name} ${kind}`, spec, () => rowLossCase(spec, kind)] as const),
  ),
  ...specsOf("penalty").map((spec) => [spec.name, spec, () => penaltyCase(spec)] as const),
].map(([name, spec, make]) => [name, spec, () => memo(`cost ${name}`, make)] as const);

/** Each module with arrays, and the same with tensors. */
export const moduleSubjects: readonly (readonly [string, Subject, Subject])[] = subjects
  .filter((subject) => subject.available && subject.form === "arrays" && subject.lw.info.backend === "wasm")
  .map((arrays) => {
    const name = arrays.name.replace(/ arrays$/, "");
    const tensors = subjects.find((each) => each.name === `${name} tensors`);
    if (!tensors) throw new Error(`${name} has no tensors`);
    return [name, arrays, tensors] as const;
  });

/** The cost of elements `from` … `to` as a sum. */
export function partialSum(subject: Subject, { spec, inputs, options, columns }: CostCase, from: number, to: number): number {
  const cut = inputs.map((input) => {
    const data = input as Float32Array | Int32Array;
    const perLoss = data instanceof Int32Array ? 1 : columns;
    return data.subarray((from / columns) * perLoss, (to / columns) * perLoss);
  });
  const reduced = spec.kind === "penalty" ? options : { ...options, reduction: "sum" };
  const shaped = columns === 1 ? reduced : { ...reduced, shape: [(to - from) / columns, columns] };
  return subject.cost(spec.name, cut, shaped);
}
