// Verify mode catches errors planted in every array and sum, large and small, and lets pass what is right, to the very bound.

import { describe, expect, it } from "vitest";
import { ulpOf } from "../../src/accuracy/ulp.js";
import { load } from "../../src/load.js";
import type { Precision } from "../../src/runtime/modules.js";
import type { Spec } from "../../src/spec/types.js";
import { VerificationError } from "../../src/verify/error.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "../api/arguments.js";
import { predictionsFor, targetsFor, withinDomain } from "../conformance/calls.js";
import { classes, distributions, seeded, uniform } from "../inputs.js";
import { type Planter, plantedBackend, verified } from "./planted.js";

/** Random inputs for each call of each op. */
const ROUNDS = 100;
const PRECISIONS = ["fast", "high"] as const;
const table = specs.map((spec) => [spec.name, namedCallsOf(spec)] as const);

/** What a call throws on a backend with this planted; undefined where verify mode is content. */
function findingOf(
  call: NamedCall,
  planter: Planter,
  precision: Precision = "fast",
  inputs = call.inputs,
  options = call.options,
) {
  const { api } = verified(plantedBackend(planter), precision);
  try {
    functionOf(api, call)(...inputs, options);
    return undefined;
  } catch (error) {
    expect(error, call.title).toBeInstanceOf(VerificationError);
    return error as VerificationError;
  }
}

/** The index of the element that is furthest from 0. */
const largestOf = (values: Float32Array) =>
  values.reduce((best, each, i) => (Math.abs(each) > Math.abs(values[best] as number) ? i : best), 0);

/** The arrays that a call writes, by label, and whether a number of its result comes from a sum. */
function resultsOf(call: NamedCall) {
  const labels = new Set<string>();
  const { api } = verified(plantedBackend({ array: (_, label) => void labels.add(label) }), "fast");
  const result = functionOf(api, call)(...call.inputs, call.options);
  const value = typeof result === "object" && result !== null && "value" in result ? result.value : result;
  return { labels, sum: typeof value === "number" };
}

describe.each(table)("a wrong result of %s", (op, calls) => {
  it("is caught wherever it stands, and told with what was expected", () => {
    for (const call of calls) {
      for (const label of resultsOf(call).labels) {
        const planted = { index: -1, got: 0, right: 0 };
        const finding = findingOf(call, {
          array: (values, name) => {
            if (name !== label) return;
            const index = Math.floor(values.length * 0.6);
            planted.right = values[index] as number;
            values[index] = planted.right + Math.max(1, Math.abs(planted.right)) / 8;
            Object.assign(planted, { index, got: values[index] });
          },
        });
        const { index, got, right } = planted;
        expect(finding, `${call.title} ${label}`).toMatchObject({ op, index, got, name: "VerificationError" });
        const { pass, expected, ulp, message } = finding as VerificationError;
        expect(Math.fround(expected), call.title).toBe(right);
        expect(ulp).toBe(Math.abs(got - expected) / ulpOf(expected));
        expect(message).toContain(`${op} ${pass}[${index}] is ${got}, the reference gives ${expected}: `);
      }
    }
  });

  const summing = calls.filter((call) => resultsOf(call).sum);
  const inSum = () => {
    for (const call of summing) {
      const finding = findingOf(call, { sum: (value) => value + Math.max(1, Math.abs(value)) / 8 });
      expect(finding, call.title).toMatchObject({ op, pass: "sum", index: 0 });
    }
  };
  if (summing.length > 0) it("is caught in a sum", inSum);

  it.each(PRECISIONS)("is caught as NaN, and as an infinity (%s)", (precision) => {
    for (const call of calls) {
      for (const wrong of [Number.NaN, Infinity]) {
        const finding = findingOf(call, { array: (values) => values.fill(wrong), sum: () => wrong }, precision);
        expect(finding, `${call.title}: ${wrong}`).toMatchObject({ op, got: wrong, ulp: Infinity });
      }
    }
  });

  it.each(PRECISIONS)("is caught when 8 ulp off in the largest element (%s)", (precision) => {
    for (const call of calls) {
      // In gradients of rows terms cancel in every element, more or less.
      const ulps = call.spec.kind === "row" && call.method !== "forward" ? 64 : 8;
      let change = 0;
      const array = (values: Float32Array) => {
        const index = largestOf(values);
        const before = values[index] as number;
        // All zeros: nothing to be off by.
        if (before === 0) return;
        values[index] = before + ulps * ulpOf(before);
        change++;
      };
      const finding = findingOf(call, { array }, precision);
      expect(finding !== undefined, `${call.title} ${JSON.stringify(call.options)}`).toBe(change > 0);
    }
  });

  const plain = summing.filter((call) => !isCancelling(call));
  const inPlainSum = () => {
    for (const call of plain) {
      const finding = findingOf(call, { sum: (value) => value + 16 * ulpOf(value) });
      expect(finding, call.title).toMatchObject({ op, pass: "sum" });
    }
  };
  if (plain.length > 0) it("is caught when a sum without cancellation is 16 ulp off", inPlainSum);

  const inPlace = calls.flatMap((call) => {
    const index = call.inputs.findIndex((each) => each instanceof Float32Array && each.length === call.outputs);
    const isTarget = call.spec.kind === "rowLoss" && index === 1;
    return index < 0 || isTarget ? [] : [[call, index] as const];
  });
  const caughtInPlace = () => {
    for (const [call, index] of inPlace) {
      const run = (planter: Planter) => {
        const inputs = call.inputs.map((each) => (each instanceof Float32Array ? each.slice() : each));
        return findingOf(call, planter, "fast", inputs, { ...call.options, out: inputs[index] });
      };
      expect(run({}), call.title).toBeUndefined();
      const wrong = run({ array: (values) => values.set([(values[1] as number) + 1], 1) });
      expect(wrong, call.title).toMatchObject({ op, index: 1 });
      // What is allowed is told by the inputs as they were: the wrong numbers have taken their place.
      expect(run({ array: (values) => values.fill(1e30) }), call.title).toMatchObject({ op, got: Math.fround(1e30) });
    }
  };
  if (inPlace.length > 0) it("is caught in place", caughtInPlace);
});

/** Losses of both signs that nearly add up to nothing. */
function isCancelling(call: NamedCall): boolean {
  if (call.spec.kind !== "loss") return false;
  const spec = call.spec;
  const [p, t] = call.inputs as [Float32Array, Float32Array];
  const options = Object.fromEntries(
    Object.entries(spec.options).map(([name, option]) => [name, (option as { default: unknown }).default]),
  );
  const each = Array.from(p, (value, i) => spec.loss(value, t[i] as number, options));
  const [sum, magnitude] = [Math.abs(each.reduce((a, b) => a + b)), each.reduce((a, b) => a + Math.abs(b), 0)];
  return sum < magnitude / 2;
}

describe("a finite number where the truth is infinite", () => {
  const misses = specs.flatMap((spec): [string, NamedCall][] => {
    const call = namedCallsOf(spec).find(({ options }) => options.reduction === "none");
    if (spec.kind === "loss" && spec.domain && call) {
      const [low, high] = spec.domain;
      if (!Number.isFinite(high)) return [];
      return [[spec.name, { ...call, inputs: [Float32Array.of(low), Float32Array.of(high)], options: { reduction: "none" } }]];
    }
    if (spec.kind !== "rowLoss" || spec.predictions !== "probabilities" || !call) return [];
    const target = spec.targets === "classes" ? Int32Array.of(0) : Float32Array.of(1, 0);
    return [[spec.name, { ...call, inputs: [Float32Array.of(0, 1), target], options: { reduction: "none", shape: [1, 2] } }]];
  });

  it("is looked for in several ops", () => expect(misses.length).toBeGreaterThan(2));

  it.each(misses)("is caught in the losses and the cost of %s", (op, call) => {
    const got = 100;
    expect(findingOf(call, { array: (values) => values.fill(got) })).toMatchObject({ op, got, expected: Infinity });
    const cost = { ...call.options, reduction: "sum" };
    expect(findingOf(call, { sum: () => got }, "fast", call.inputs, cost)).toMatchObject({
      op,
      pass: "sum",
      got,
      expected: Infinity,
    });
  });
});

describe("an ignored row", () => {
  const weighted = specs.filter((spec) => spec.kind === "rowLoss" && spec.weighted);
  /** Two rows, of which the second is ignored, far from its target. */
  const callsOf = (spec: Spec) =>
    namedCallsOf(spec, 2, 6)
      .filter(({ inputs }) => inputs[1] instanceof Int32Array)
      .map((call) => {
        const prediction = (call.inputs[0] as Float32Array).slice();
        if (spec.kind === "rowLoss" && spec.predictions === "logits") prediction.fill(1e6, 7);
        return {
          ...call,
          inputs: [prediction, Int32Array.of(0, 5)],
          options: { ...call.options, ignoreIndex: 5, reduction: "sum" },
        };
      });

  it.each(weighted.map((spec) => [spec.name, spec] as const))("of %s explains nothing: not an error in the sum", (op, spec) => {
    const sums = callsOf(spec).filter((call) => resultsOf(call).sum);
    for (const call of sums) {
      const finding = findingOf(call, { sum: (value) => value + 16 * ulpOf(value) });
      expect(finding, call.title).toMatchObject({ op, pass: "sum" });
    }
    expect(sums.length).toBeGreaterThan(0);
  });

  it.each(weighted.map((spec) => [spec.name, spec] as const))("of %s is 0, and nothing else", (op, spec) => {
    const gradients = callsOf(spec).filter(({ method }) => method !== "forward");
    for (const call of gradients) {
      const finding = findingOf(call, { array: (values) => values.set([1e-30], 9) });
      expect(finding, call.title).toMatchObject({ op, index: 9, expected: 0 });
    }
    expect(gradients.length).toBeGreaterThan(0);
  });
});

describe("empty rows", () => {
  it("are told of at once, however many there are", () => {
    const { api } = verified(plantedBackend({}), "fast");
    expect(api.softmax([], { shape: [2 ** 32, 0] })).toHaveLength(0);
    expect(api.klDivergence([], [], { shape: [2 ** 40, 0] })).toBe(0);
  });
});

describe("the share of calls that are repeated", () => {
  it.each([
    [1, 40],
    [0.5, 20],
    [0.4, 16],
    [0.7, 28],
    [0.25, 10],
    [0, 0],
  ])("is %d: of 40 calls %d", (sample, expected) => {
    const checked: string[] = [];
    const { api } = verified(plantedBackend({}), "fast", { sample, onChecked: (op, pass) => checked.push(`${op} ${pass}`) });
    for (let i = 0; i < 40; i++) api.relu([1, -1]);
    expect(checked).toEqual(new Array(expected).fill("relu forward"));
  });

  it("decides what is seen: a wrong result in every second call is found or not, the same in every run", () => {
    const runs = [0, 1].map(() => {
      const mismatches: number[] = [];
      let calls = 0;
      const wrongEverySecond: Planter = { array: (values) => void values.fill(9, calls++ % 2 === 1 ? 0 : values.length) };
      const { api } = verified(plantedBackend(wrongEverySecond), "fast", {
        sample: 0.5,
        onMismatch: ({ index }) => mismatches.push(index),
      });
      for (let i = 0; i < 20; i++) api.relu([1, 2]);
      return mismatches;
    });
    expect(runs[0]).toEqual(runs[1]);
    expect(runs[0]).toHaveLength(10);
  });
});

describe("onMismatch", () => {
  it("is told instead of an error being thrown, and the result goes on its way", () => {
    const mismatches: unknown[] = [];
    const backend = plantedBackend({ array: (values) => values.set([7], 2) });
    const { api } = verified(backend, "fast", { onMismatch: (mismatch) => mismatches.push(mismatch) });
    expect([...api.relu([1, -1, 3])]).toEqual([1, 0, 7]);
    expect(mismatches).toEqual([{ op: "relu", pass: "forward", index: 2, got: 7, expected: 3, ulp: 2 ** 24 }]);
  });
});

/** New values for the inputs of a call, of the kind that it takes. */
function randomInputs(spec: Spec, call: NamedCall, seed: number): unknown[] {
  const [rows, columns] = call.options.shape as [number, number];
  const width = 1 + 20 * seeded(seed)() ** 2;
  return call.inputs.map((input, index) => {
    const free = (count: number) => uniform(count, seed + index, -width, width);
    if (input === undefined || call.names[index] === "y") return input;
    if (input instanceof Int32Array) return classes(rows, columns, seed);
    const { length } = input as Float32Array;
    if (spec.kind === "loss") return index === 0 ? withinDomain(spec, free(length)) : targetsFor(spec, length, seed);
    if (spec.kind !== "rowLoss") return free(length);
    return index === 0 ? predictionsFor(spec, rows, columns, seed) : distributions(rows, columns, seed + 7, true);
  });
}

describe.each(table)("a right result of %s", (_, calls) => {
  it("passes when it uses up its bound", () => {
    const random = seeded(5);
    for (const call of calls) {
      // The result that is moved is itself rounded, and rounded again where it lands.
      const fast = Math.max(0, call.spec.bound.fast - 1);
      const move = (value: number) => (value === 0 ? value : value + (random() < 0.5 ? -fast : fast) * ulpOf(value));
      expect(findingOf(call, { array: (values) => values.set(values.map(move)) }), call.title).toBeUndefined();
    }
  });

  it.each(PRECISIONS)("passes when the kernels give it, for any inputs (%s)", async (precision) => {
    let checked = 0;
    const lw = await load({ precision, backend: "wasm", verify: { onChecked: () => checked++ } });
    for (let seed = 0; seed < ROUNDS; seed++) {
      for (const call of calls) functionOf(lw, call)(...randomInputs(call.spec, call, seed), call.options);
    }
    expect(checked).toBeGreaterThanOrEqual(ROUNDS * calls.length);
  });
});
