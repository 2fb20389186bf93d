// The calls whose outputs are hashed: every method of an op, chosen by its kind. One call of 2^20 inputs with the defaults,
// smaller ones with other options and shapes. Inputs come from integers and the four basic operations alone: Math.exp and
// its kin may give other bits in another engine.

import type { Spec } from "../../src/spec/types.js";
import { targetsFor, withinDomain } from "../conformance/calls.js";
import { bell, bitPatterns, classes, optionSets, outputTells, resolved, seeded, uniform } from "../inputs.js";
import type { Given, Options } from "../subjects.js";

export const INPUTS = 2 ** 20;
const FEW = 2 ** 14;

export interface Case {
  /** What comes out, as hashes.json calls it. */
  readonly label: string;
  readonly method: string;
  readonly inputs: readonly Given[];
  readonly options: Options;
}

/** Half of them even bit patterns, the others where functions bend. */
function mixed(count: number, seed: number): Float32Array {
  const all = new Float32Array(count);
  all.set(bitPatterns(count / 2, seed));
  all.set(uniform(count / 4, seed + 1, -12, 12), count / 2);
  all.set(uniform(count / 4, seed + 2, -110, 110), (count / 4) * 3);
  return all;
}

/** Rows that sum to 1, with some zeros. */
function shares(rows: number, columns: number, seed: number): Float32Array {
  const random = seeded(seed);
  const all = new Float32Array(rows * columns);
  for (let start = 0; start < all.length; start += columns) {
    const raw = Float64Array.from({ length: columns }, (_, c) => (c > 0 && random() < 0.1 ? 0 : 1 / (0.001 + random())));
    const sum = raw.reduce((a, b) => a + b, 0);
    for (let c = 0; c < columns; c++) all[start + c] = (raw[c] as number) / sum;
  }
  return all;
}

/** The default options on all inputs, every other set of options on few. */
function sized(spec: Spec, make: (count: number, options: Options) => Case[]): Case[] {
  return optionSets(spec).flatMap((options, index) => make(index === 0 ? INPUTS : FEW, options));
}

function activationCases(spec: Spec & { kind: "activation" }): Case[] {
  return sized(spec, (count, options) => {
    const [x, dy] = [mixed(count, 1), bell(count, 4)];
    const calls = [
      { label: "value", method: "forward", inputs: [x], options },
      { label: "derivative", method: "derivative", inputs: [x], options },
      { label: "backward", method: "backward", inputs: [dy, x], options },
    ];
    if (!spec.derivativeFromOutput || !outputTells(spec, options)) return calls;
    return [...calls, { label: "backward from output", method: "backwardFromOutput", inputs: [dy, x], options }];
  });
}

function channelCases(): Case[] {
  const channels = 64;
  return [bell(1, 5), bell(channels, 6)].flatMap((alpha) => {
    const [x, dy] = [mixed(INPUTS, 1), bell(INPUTS, 4)];
    const options = { shape: [INPUTS / channels, channels] };
    return [
      { label: "value", method: "forward", inputs: [x, alpha], options },
      { label: "derivative", method: "derivative", inputs: [x, alpha], options },
      { label: "backward", method: "backward", inputs: [dy, x, alpha], options },
    ];
  });
}

function groupCases(spec: Spec & { kind: "groupActivation" }): Case[] {
  return sized(spec, (count, options) => {
    const size = spec.groupSize(resolved(spec, options));
    const x = mixed(count, 1).subarray(0, Math.floor(count / size) * size);
    const dy = bell(x.length / size, 4);
    return [
      { label: "value", method: "forward", inputs: [x], options },
      { label: "backward", method: "backward", inputs: [dy, x], options },
    ];
  });
}

const SMALL_ROWS = [
  [1000, 7],
  [300, 1],
  [2, 16385],
] as const;

function rowCases(spec: Spec & { kind: "row" }): Case[] {
  const make = (rows: number, columns: number, axis: number, options: Options): Case[] => {
    const count = rows * columns;
    const x = uniform(count, 7, -20, 20);
    // Now and then a special value, which decides a whole row.
    x.set(bitPatterns(columns, 8));
    const given = { ...options, shape: [rows, columns], axis };
    const dy = bell(spec.reduces ? (axis === 0 ? columns : rows) : count, 4);
    const calls = [
      { label: "value", method: "forward", inputs: [x], options: given },
      { label: "backward", method: "backward", inputs: [dy, x], options: given },
    ];
    if (!spec.backwardFromOutput) return calls;
    const y = shares(rows, columns, 9);
    return [...calls, { label: "backward from output", method: "backwardFromOutput", inputs: [dy, y], options: given }];
  };
  return [
    ...make(1024, 1024, 1, {}),
    ...SMALL_ROWS.flatMap(([rows, columns]) =>
      optionSets(spec).flatMap((options) => [1, 0].flatMap((axis) => make(rows, columns, axis, options))),
    ),
  ];
}

/** Costs and both at once. @param options finite data, so that the sums tell something */
function costCases(inputs: readonly Given[], options: Options): Case[] {
  return [
    { label: "cost", method: "forward", inputs, options },
    { label: "cost and gradient", method: "valueAndGrad", inputs, options },
  ];
}

function lossCases(spec: Spec & { kind: "loss" }): Case[] {
  return sized(spec, (count, options) => {
    const target = targetsFor(spec, count, 10, options);
    const anything = withinDomain(spec, mixed(count, 1));
    const tame = withinDomain(spec, bell(count, 11, 2));
    const weights = uniform(count, 12, 0, 2);
    const costs = [{}, { weights }].flatMap((weighted) => costCases([tame, target], { ...options, ...weighted }));
    if (spec.root) return [...costs, { label: "gradient", method: "grad", inputs: [tame, target], options }];
    const each = { ...options, reduction: "none" };
    return [
      { label: "value", method: "forward", inputs: [anything, target], options: each },
      { label: "gradient", method: "grad", inputs: [anything, target], options: each },
      ...costs,
    ];
  });
}

function rowLossCases(spec: Spec & { kind: "rowLoss" }): Case[] {
  const make = (rows: number, columns: number, options: Options): Case[] => {
    const shape = [rows, columns];
    const predictions = {
      logits: () => uniform(rows * columns, 13, -20, 20),
      probabilities: () => shares(rows, columns, 14),
      logProbabilities: () => uniform(rows * columns, 15, -20, 0),
    };
    const prediction = predictions[spec.predictions]();
    // With one class, where a target may be either, it holds classes: the first, which is all of the probability.
    const soft = () => (columns === 1 && spec.targets === "either" ? new Float32Array(rows) : shares(rows, columns, 16));
    const targets = [
      ...(spec.targets === "classes" ? [] : [soft()]),
      ...(spec.targets === "probabilities" ? [] : [classes(rows, columns, 17)]),
    ];
    const weighted = spec.weighted ? [{}, { classWeights: uniform(columns, 18, 0.5, 2) }] : [{}];
    return targets.flatMap((target) =>
      weighted.flatMap((extra) => {
        const given = { ...options, ...extra, shape };
        const inputs = [prediction, target];
        return [
          { label: "value", method: "forward", inputs, options: { ...given, reduction: "none" } },
          { label: "gradient", method: "grad", inputs, options: { ...given, reduction: "none" } },
          ...costCases(inputs, given),
        ];
      }),
    );
  };
  return [
    ...make(1024, 1024, {}),
    ...SMALL_ROWS.flatMap(([rows, columns]) => optionSets(spec).flatMap((options) => make(rows, columns, options))),
  ];
}

function penaltyCases(spec: Spec): Case[] {
  return sized(spec, (count, options) => [
    { label: "gradient", method: "grad", inputs: [mixed(count, 1)], options },
    ...costCases([bell(count, 11)], options),
  ]);
}

/** Fewer results, each of hundreds of products; odd sizes leave remainders in every direction. */
function layerCases(): Case[] {
  const [rows, inputs, outputs] = [203, 301, 171];
  const options = { shape: [rows, inputs] };
  const [x, weights, bias, dy] = [
    bell(rows * inputs, 19),
    bell(inputs * outputs, 20),
    bell(outputs, 21),
    bell(rows * outputs, 22),
  ];
  return [
    { label: "value", method: "forward", inputs: [x, weights, bias], options },
    { label: "value", method: "forward", inputs: [x, weights, undefined], options },
    { label: "backward", method: "backward", inputs: [dy, x, weights], options },
  ];
}

export function casesOf(spec: Spec): Case[] {
  switch (spec.kind) {
    case "activation":
      return activationCases(spec);
    case "channelActivation":
      return channelCases();
    case "groupActivation":
      return groupCases(spec);
    case "row":
      return rowCases(spec);
    case "loss":
      return lossCases(spec);
    case "rowLoss":
      return rowLossCases(spec);
    case "penalty":
      return penaltyCases(spec);
    case "layer":
      return layerCases();
  }
}
