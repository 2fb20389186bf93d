// Errors that used to come from the engine, or said too little: what is wrong, in our words, of whatever value.

import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { OptionSpec } from "../../src/spec/options.js";
import { functionOf, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);
const NUMBERS = "a Float32Array, an array of numbers or a Tensor";
const LONG = "x".repeat(10_000_000);
/** Values that engines refuse to compare, to convert or to print. */
const AWKWARD: readonly unknown[] = [
  5n,
  10n ** 10_000n,
  Symbol("five"),
  LONG,
  Object.create(null),
  new Proxy({}, { get: () => Symbol("nothing") }),
  {
    get constructor() {
      throw new Error("no constructor");
    },
  },
  () => LONG,
  new Array(3),
  Number.NaN,
  null,
];

describe.each(instances)("%s", (_, lw) => {
  const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);

  it.each(calls)("%s says what is wrong of any value of any option and argument", (_title, call) => {
    const { spec } = call;
    const reduced = spec.kind === "loss" || spec.kind === "rowLoss";
    const common = [
      "shape",
      ...(call.outputs === undefined ? [] : ["out"]),
      ...(reduced ? ["weights", "normalize", "emptyMean"] : []),
      ...(reduced && !("root" in spec) ? ["reduction"] : []),
      ...(spec.kind === "rowLoss" && spec.weighted ? ["classWeights", "ignoreIndex"] : []),
      ...(spec.kind === "row" ? ["axis"] : []),
    ];
    const accepted = (name: string, value: unknown) =>
      (spec.options as Record<string, OptionSpec<unknown>>)[name]?.accepts(value);
    const run = (inputs: readonly unknown[], options: object) => () => functionOf(lw, call)(...inputs, options);
    for (const wrong of AWKWARD) {
      for (const name of [...Object.keys(spec.options), ...common]) {
        if (accepted(name, wrong)) continue;
        expectClear(run(call.inputs, { ...call.options, [name]: wrong }), `${spec.name}: ${name}`);
      }
      call.names.forEach((name, index) => {
        if (name === "bias" && wrong === null) return;
        const inputs = call.inputs.map((each, i) => (i === index ? wrong : each));
        expectClear(run(inputs, call.options), `${spec.name}: ${name}`);
      });
    }
    expectClear(run(call.inputs, { ...call.options, [LONG]: 1 }), `${spec.name}: unknown option`);
  });

  it("says of a result larger than memory that it is, though what it is made of is empty", () => {
    for (const [shape, axis] of [
      [[2 ** 40, 0], 1],
      [[0, 2 ** 53 - 1], 0],
    ] as const) {
      expect(() => lw.logSumExp([], { shape, axis })).toThrow(
        /^logSumExp: the result has shape \[\d+\], expected at most 4294967296/,
      );
      expect(lw.softmax([], { shape, axis })).toHaveLength(0);
      expect(lw.zeros(shape).shape).toEqual(shape);
    }
  });

  it("asks for the shape of a flat prediction whose target has more classes", () => {
    expect(() => lw.crossEntropy([1, 2, 3, 4], [0, 1])).toThrow(/target has 2 elements.*pass shape: \[rows, classes\]/);
    expect(() => lw.sparseCategoricalCrossEntropy([0.1, 0.9, 0.3, 0.7], [1, 0])).toThrow(/pass shape: \[rows, classes\]/);
  });

  it("takes the numbers of an array that has a property called data", () => {
    const array = Object.assign([1, 2], { data: [9], shape: [1] });
    expect(lw.tensor(array).toArray()).toEqual(Float32Array.of(1, 2));
  });
});

it("says of a tensor of the CommonJS build that it is of another copy", async () => {
  const commonJs = createRequire(import.meta.url)("../../dist/index.cjs") as { load: typeof load };
  const other = await commonJs.load({ backend: "reference" });
  for (const [, lw] of instances) {
    const refusal = /^relu: (x|out) is a Tensor of another copy of the library \(the ES module and CommonJS are two\)/;
    expect(() => lw.relu(other.zeros([2]) as never)).toThrow(refusal);
    expect(() => lw.relu([1, 2], { out: other.zeros([2]) as never })).toThrow(refusal);
    expect(() => other.relu(lw.zeros([2]) as never)).toThrow(refusal);
  }
});

function expectClear(call: () => unknown, beginning: string): void {
  let failure: unknown;
  try {
    call();
  } catch (error) {
    failure = error;
  }
  expect(failure instanceof TypeError || failure instanceof RangeError, `${beginning}: ${String(failure).slice(0, 200)}`).toBe(
    true,
  );
  const { message } = failure as Error;
  expect(message.slice(0, beginning.length)).toBe(beginning);
  expect(message.length).toBeLessThan(400);
}

/** A proxy that throws whatever is asked of it. */
function revoked(target: object = {}): never {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy as never;
}

describe.each(instances)("what can no longer be read (%s)", (_, lw) => {
  const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);

  it.each(calls)("%s names a revoked proxy, wherever it stands", (_title, call) => {
    const run = functionOf(lw, call);
    const { spec, inputs, names } = call;
    const expectNamed = (pass: () => unknown, name: string) =>
      expect(pass, name).toThrow(new RegExp(`^${spec.name}: ${name.replace(/\W/g, "\\$&")} is a revoked Proxy, expected `));
    for (const proxy of [revoked(), revoked([1, 2]), revoked(new Float32Array(2))]) {
      names.forEach((name, i) => {
        if (inputs[i] === undefined) return;
        expectNamed(() => run(...inputs.map((each, k) => (k === i ? proxy : each)), call.options), name);
        expectNamed(() => run(...inputs.map((each, k) => (k === i ? [1, proxy] : each)), call.options), `${name}[1]`);
      });
      expectNamed(() => run(...inputs, proxy), "options");
      for (const option of ["shape", ...(call.outputs === undefined ? [] : ["out"]), ...Object.keys(spec.options)]) {
        expectNamed(() => run(...inputs, { ...call.options, [option]: proxy }), option);
      }
    }
  });

  it("of what makes tensors, and of scopes, too", () => {
    expect(() => lw.tensor(revoked([1]))).toThrow(new TypeError(`tensor: data is a revoked Proxy, expected ${NUMBERS}`));
    expect(() => lw.tensor([1], revoked([]))).toThrow("tensor: shape is a revoked Proxy, expected an array of lengths");
    expect(() => lw.zeros(revoked([]))).toThrow("zeros: shape is a revoked Proxy, expected an array of lengths");
    expect(() => lw.scope(revoked())).toThrow("scope: the argument is a revoked Proxy, expected a function");
    const kept = lw.scope(() => [revoked(), lw.zeros([1])] as const)[1] as { disposed: boolean; dispose(): void };
    expect(kept.disposed).toBe(false);
    kept.dispose();
  });

  it("names an out that is disposed, or loses its buffer, while other arguments are read", () => {
    const numbers = (onRead: () => void) =>
      Object.defineProperty([1, 2, 3], 1, {
        get: () => {
          onRead();
          return 2;
        },
      });
    const before = lw.memory().tensors;
    const [first, second] = [lw.zeros([3]), lw.zeros([3])];
    const gone = new TypeError("relu: out is a tensor that has been disposed");
    expect(() =>
      lw.relu(
        numbers(() => first.dispose()),
        { out: first },
      ),
    ).toThrow(gone);
    expect(() =>
      lw.meanSquaredError.grad(
        [1, 2, 3],
        numbers(() => second.dispose()),
        { out: second },
      ),
    ).toThrow("meanSquaredError: out is a tensor that has been disposed");
    const out = new Float32Array(3);
    const transfer = () => void structuredClone(out.buffer, { transfer: [out.buffer] });
    expect(() => lw.relu(numbers(transfer), { out })).toThrow("relu: out has lost its numbers");
    expect(lw.memory().tensors).toBe(before);
  });

  it("quotes class indices of 64 bits to the last digit", () => {
    for (const [index, words] of [
      [BigUint64Array.of(2n ** 53n + 1n), "9007199254740993"],
      [BigInt64Array.of(-(2n ** 60n) + 1n), "-1152921504606846975"],
      [BigUint64Array.of(2n ** 64n - 1n), "18446744073709551615"],
    ] as const) {
      const message = new RangeError(`crossEntropy: target[0] is ${words}, expected a class`);
      expect(() => lw.crossEntropy([1, 2, 3], index, { shape: [1, 3] })).toThrow(message);
    }
    expect(lw.crossEntropy([0, 0], BigInt64Array.of(1n), { shape: [1, 2] })).toBeCloseTo(Math.log(2), 6);
  });

  it("asks for the number of outputs where dense has no inputs, and takes it from the bias", () => {
    expect(lw.dense([], [], [1, 2], { shape: [3, 0] })).toEqual(Float32Array.of(1, 2, 1, 2, 1, 2));
    expect(lw.dense([], [], [1], { shape: [2 ** 20, 0] })).toEqual(new Float32Array(2 ** 20).fill(1));
    const message =
      "dense: weights has 0 elements, expected 0 (the last axis of x) times the outputs; weights of no inputs need a shape";
    expect(() => lw.dense([], [], undefined, { shape: [3, 0] })).toThrow(new RangeError(message));
    expect(() => lw.dense.backward([], [], [], { shape: [3, 0] })).toThrow(new RangeError(message));
  });
});
