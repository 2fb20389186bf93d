// Values that an op cannot take: predictions and targets outside its domain, classes that do not exist, options that all
// losses share, axes. The messages are checked word for word: they are part of the API.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import type { Options } from "../subjects.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

const calls = specs.flatMap((spec) => namedCallsOf(spec));
const ofKind = (...kinds: string[]) => calls.filter(({ spec }) => kinds.includes(spec.kind));
const losses = ofKind("loss", "rowLoss");
const rows = ofKind("row");
const lossCount = ({ spec, options }: NamedCall) =>
  spec.kind === "rowLoss" ? 5 : (options.shape as number[]).reduce((a, b) => a * b);
const takes = ({ spec }: NamedCall, option: string) => (spec.kind === "loss" && spec.root ? option !== "reduction" : true);
const withInput = (call: NamedCall, index: number, at: number, value: number) => {
  const changed = (call.inputs[index] as Float32Array).slice();
  changed[at] = value;
  return call.inputs.map((each, i) => (i === index ? changed : each));
};

describe.each(instances)("%s", (_, lw) => {
  /** What a call throws, with `out` (where it has one) known to be untouched. */
  function failure(call: NamedCall, inputs: readonly unknown[], options: Options): Error {
    const out = call.outputs === undefined ? undefined : new Float32Array(call.outputs).fill(123);
    const memory = lw.memory();
    let caught: unknown;
    try {
      functionOf(lw, call)(...inputs, { ...call.options, ...options, ...(out && !("out" in options) ? { out } : {}) });
    } catch (error) {
      caught = error;
    }
    const label = `${call.title} ${JSON.stringify(options)}`;
    expect(caught, label).toBeInstanceOf(Error);
    expect(out?.every((each) => each === 123) ?? true, label).toBe(true);
    expect(lw.memory(), label).toEqual(memory);
    return caught as Error;
  }
  const refuse = (call: NamedCall, options: Options, expected: Error, inputs: readonly unknown[] = call.inputs) => {
    const { name, message } = failure(call, inputs, options);
    expect({ name, message }).toEqual({ name: expected.name, message: expected.message });
  };

  it("are named with their index where they lie outside a loss's domain", () => {
    for (const call of ofKind("loss")) {
      if (call.spec.kind !== "loss" || !call.spec.domain) continue;
      const {
        domain: [low, high],
        domainInWords = "a probability from 0 to 1",
      } = call.spec;
      const wrong = [Math.fround(low - 0.5), Number.NEGATIVE_INFINITY, ...(high === Infinity ? [] : [high + 0.5, Infinity])];
      for (const value of wrong) {
        call.names.forEach((name, index) => {
          const expected = new RangeError(`${call.spec.name}: ${name}[7] is ${value}, expected ${domainInWords}`);
          refuse(call, {}, expected, withInput(call, index, 7, value));
        });
      }
    }
  });

  it("are named where they are no label", () => {
    for (const call of ofKind("loss")) {
      if (call.spec.kind !== "loss" || !call.spec.labels) continue;
      for (const [labels, value, words] of [
        ["minusOneOne", 0, "-1 or 1"],
        ["minusOneOne", 0.5, "-1 or 1"],
        ["zeroOne", -1, "0 or 1"],
      ] as const) {
        const targets = new Float32Array(30).fill(1);
        targets[11] = value;
        const inputs = [call.inputs[0], targets];
        refuse(call, { labels }, new RangeError(`${call.spec.name}: target[11] is ${value}, expected ${words}`), inputs);
      }
    }
  });

  it("are named where they are no class", () => {
    const logits = new Float32Array(50);
    const target = Int32Array.of(0, 9, 5, 12, 1);
    const shape = [5, 10];
    expect(() => lw.crossEntropy(logits, target, { shape })).toThrow(
      new RangeError("crossEntropy: target[3] is 12, expected a class from 0 to 9"),
    );
    for (const call of ofKind("rowLoss")) {
      if (!(call.inputs[1] instanceof Int32Array)) continue;
      const { name } = call.spec;
      for (const value of [-1, 6, 1.5, Number.NaN, 2 ** 40]) {
        const classes = [0, 1, 2, value, 4];
        refuse(call, {}, new RangeError(`${name}: target[3] is ${value}, expected a class from 0 to 5`), [
          call.inputs[0],
          classes,
        ]);
      }
      const ignored = [0, -1, 2, 17, 4];
      refuse(call, { ignoreIndex: -1 }, new RangeError(`${name}: target[3] is 17, expected a class from 0 to 5`), [
        call.inputs[0],
        ignored,
      ]);
    }
  });

  it("are refused as options that all losses share", () => {
    const choices = { reduction: '"mean" or "sum" or "none"', normalize: '"count" or "weights"', emptyMean: '"nan" or "zero"' };
    for (const call of losses) {
      const { name } = call.spec;
      for (const [option, expected] of Object.entries(choices)) {
        if (!takes(call, option)) continue;
        refuse(call, { [option]: "average" }, new RangeError(`${name}: ${option} is "average", expected ${expected}`));
        refuse(call, { [option]: 5 }, new TypeError(`${name}: ${option} is 5, expected ${expected}`));
      }
      const count = lossCount(call);
      const short = new Float32Array(count - 1);
      refuse(
        call,
        { weights: short },
        new RangeError(`${name}: weights has ${count - 1} elements, expected ${count} (one for each loss)`),
      );
      expect(failure(call, call.inputs, { weights: "1" }).message).toContain(`${name}: weights is "1", expected `);
    }
  });

  it("are refused as the root loss's reduction: it has none", () => {
    for (const call of losses) {
      if (call.spec.kind !== "loss" || !call.spec.root) continue;
      const { name, message } = failure(call, call.inputs, { reduction: "mean" });
      expect([name, message.split(",")[0]]).toEqual(["TypeError", `${call.spec.name}: unknown option "reduction"`]);
    }
  });

  it("are refused as class weights and ignored classes", () => {
    for (const call of ofKind("rowLoss")) {
      if (call.spec.kind !== "rowLoss") continue;
      const { name, weighted } = call.spec;
      if (!weighted) {
        for (const option of ["classWeights", "ignoreIndex"]) {
          const unknown = failure(call, call.inputs, { [option]: 1 });
          expect([unknown.name, unknown.message.split(",")[0]]).toEqual(["TypeError", `${name}: unknown option "${option}"`]);
        }
        continue;
      }
      const wrong = new RangeError(`${name}: classWeights has 5 elements, expected 6 (one for each class)`);
      refuse(call, { classWeights: new Float32Array(5) }, wrong);
      refuse(call, { ignoreIndex: 1.5 }, new RangeError(`${name}: ignoreIndex is 1.5, expected a 32-bit integer`));
      refuse(call, { ignoreIndex: "1" }, new TypeError(`${name}: ignoreIndex is "1", expected a 32-bit integer`));
      if (call.inputs[1] instanceof Float32Array) {
        const needsClasses = new TypeError(`${name}: ignoreIndex needs class indices as target, not probabilities`);
        refuse(call, { ignoreIndex: 0 }, needsClasses);
      }
    }
  });

  it("are refused as an axis", () => {
    for (const call of rows) {
      const { name } = call.spec;
      for (const axis of [2, -3, 0.5, Number.NaN]) {
        refuse(call, { axis }, new RangeError(`${name}: axis is ${axis}, expected an integer from -2 to 1`));
      }
      refuse(call, { axis: "0" }, new TypeError(`${name}: axis is "0", expected an integer from -2 to 1`));
    }
  });

  it("are no option because every object has a property of that name", () => {
    for (const call of calls) {
      for (const option of ["toString", "constructor", "hasOwnProperty"]) {
        const { name, message } = failure(call, call.inputs, { [option]: 1 });
        expect([name, message.split(",")[0]]).toEqual(["TypeError", `${call.spec.name}: unknown option "${option}"`]);
      }
    }
  });

  it("cost no memory where they are found late: an out that does not fit", () => {
    for (const call of ofKind("rowLoss")) {
      const [prediction, target] = call.inputs as [Float32Array, Float32Array | Int32Array];
      if (call.outputs === undefined) continue;
      lw.scope(() => {
        const { shape } = call.options as { shape: number[] };
        const p = lw.tensor(prediction, shape);
        const out = lw.zeros([(call.outputs as number) + 1]);
        const before = lw.memory();
        expect(() => functionOf(lw, call)(p, target, { ...call.options, out })).toThrow(RangeError);
        expect(lw.memory()).toEqual(before);
        expect(p.toArray()).toEqual(prediction);
      });
    }
  });

  it("let an empty batch pass, whatever its options", () => {
    for (const call of ofKind("rowLoss")) {
      const targets = call.inputs[1] instanceof Int32Array ? new Int32Array() : new Float32Array();
      const options = {
        shape: [0, 6],
        reduction: "sum",
        ...(call.spec.kind === "rowLoss" && targets instanceof Int32Array ? { ignoreIndex: 3 } : {}),
      };
      const out = call.outputs === undefined ? {} : { out: new Float32Array() };
      const result = functionOf(lw, call)(new Float32Array(), targets, { ...options, ...out });
      if (call.method === "forward") expect(result, call.title).toBe(0);
    }
  });
});

describe("rows of no elements", () => {
  it.each(instances)("have the limit of an empty sum, not what memory held before (%s)", (_, lw) => {
    for (const call of rows) {
      if (call.method !== "forward" || call.spec.kind !== "row" || !call.spec.reduces) continue;
      lw.softmax(new Float32Array(100).fill(3));
      const run = functionOf(lw, call);
      const expected = Array.from(call.spec.forward(new Float64Array(), { emptyRow: "nan" }));
      expect(Array.from(run(new Float32Array(), { shape: [1, 0] }) as Float32Array)).toEqual(expected);
      expect(Array.from((run(lw.zeros([1, 0])) as Tensor).data)).toEqual(expected);
    }
  });
});

describe("lw.tensor and lw.zeros", () => {
  it.each(instances)("say what they expected (%s)", (_, lw) => {
    const anything = lw as unknown as Record<"tensor" | "zeros", (...values: unknown[]) => unknown>;
    const expected: [() => unknown, Error][] = [
      [
        () => anything.tensor("12"),
        new TypeError('tensor: data is "12", expected a Float32Array, an array of numbers or a Tensor'),
      ],
      [() => anything.tensor([1, null]), new TypeError("tensor: data[1] is null, expected a number")],
      [() => anything.tensor([1, 2], [3]), new RangeError("tensor: shape [3] holds 3 elements, but data has 2")],
      [() => anything.tensor([1, 2], 2), new TypeError("tensor: shape is 2, expected an array of lengths")],
      [() => anything.zeros(), new TypeError("zeros: shape is undefined, expected an array of lengths")],
      [() => anything.zeros([2, -1]), new RangeError("zeros: shape[1] is -1, expected an integer ≥ 0")],
      [() => anything.zeros([0.5]), new RangeError("zeros: shape[0] is 0.5, expected an integer ≥ 0")],
    ];
    const before = lw.memory();
    for (const [call, error] of expected) expect(call).toThrow(error);
    expect(lw.memory()).toEqual(before);
  });
});
