// What one argument's own code takes from another while the call reads its arguments: a tensor disposed, a buffer transferred.
// The error names the op and the argument that lost its numbers, and nothing is written.

import { describe, expect, it } from "vitest";
import { type Lanewise, load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { uniform } from "../inputs.js";
import { inputShapes, operandShape } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  [{ backend: "reference" }, { backend: "wasm" }, { backend: "wasm", verify: true }].map(
    async (options) => [JSON.stringify(options), await load(options as object)] as const,
  ),
);

type Numbers = Float32Array | Int32Array;
const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value);

/** An ordinary array whose last element does something when it is read. */
function acting(values: Numbers, act: () => void): number[] {
  const array = Array.from(values);
  const value = array.pop() as number;
  Object.defineProperty(array, values.length - 1, {
    get: () => {
      act();
      return value;
    },
  });
  return array;
}

/** The arguments of a call by name: its inputs, then the arrays among its options. */
function argumentsOf(call: NamedCall): { name: string; values: Numbers; shape: readonly number[] | undefined }[] {
  const { spec, options } = call;
  const [rows, columns] = options.shape as [number, number];
  const shapes = inputShapes(spec, call);
  const isLoss = spec.kind === "loss" || spec.kind === "rowLoss";
  const weights = uniform(spec.kind === "rowLoss" ? rows : rows * columns, 3, 0.5, 2);
  return [
    ...call.inputs.flatMap((values, i) =>
      isNumbers(values) ? [{ name: call.names[i] as string, values, shape: shapes[i] }] : [],
    ),
    ...(isLoss
      ? [{ name: "weights", values: weights, shape: operandShape(spec, "weights", weights.length, [rows, columns]) }]
      : []),
    ...(spec.kind === "rowLoss" && spec.weighted
      ? [{ name: "classWeights", values: uniform(columns, 4, 0.5, 2), shape: [columns] }]
      : []),
  ];
}

/** Ways to lose numbers: makes an operand of them, and says how it goes. */
const losses = {
  "disposed by hand": (lw: Lanewise, values: Numbers, shape: readonly number[] | undefined) => {
    const tensor = lw.tensor(values, shape);
    return { operand: tensor as Tensor | Numbers, take: () => tensor.dispose(), words: "is a tensor that has been disposed" };
  },
  transferred: (_: Lanewise, values: Numbers) => {
    const array = values.slice();
    return {
      operand: array as Tensor | Numbers,
      take: () => void structuredClone(array.buffer, { transfer: [array.buffer] }),
      words: "has lost its numbers",
    };
  },
  shrunk: (_: Lanewise, values: Numbers) => {
    // biome-ignore lint/suspicious/noExplicitAny: not among the types of ES2022
    const buffer = new (ArrayBuffer as any)(values.byteLength, { maxByteLength: values.byteLength });
    const array = new (values.constructor as Float32ArrayConstructor)(buffer, 0, values.length);
    array.set(values);
    return { operand: array as Tensor | Numbers, take: () => buffer.resize(0), words: "has lost its numbers" };
  },
} as const;

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

/** The call with one argument acting, a victim among the others, and an `out` where the method takes one. */
function calling(
  lw: Lanewise,
  call: NamedCall,
  replaced: Record<string, unknown>,
  changed: (options: object) => object = (options) => options,
) {
  const given = argumentsOf(call).map(({ name, values }) => [name, replaced[name] ?? values] as const);
  const inputs = call.inputs.map((values, i) => replaced[call.names[i] as string] ?? values);
  const options = Object.fromEntries(given.slice(call.inputs.filter(isNumbers).length));
  const out = call.outputs === undefined ? undefined : (replaced.out ?? new Float32Array(call.outputs).fill(7));
  const all = { ...call.options, ...options, ...(out !== undefined && { out }) };
  return { out, run: () => functionOf(lw, call)(...inputs, changed(all)) };
}

const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);
const severalArguments = calls.filter(([, call]) => argumentsOf(call).length > 1 || call.outputs !== undefined);

describe.each(instances)("%s", (options, lw) => {
  it.each(severalArguments)("%s names the argument that another took the numbers of", (_title, call) => {
    const all = argumentsOf(call);
    const output = call.outputs === undefined ? [] : [{ name: "out", values: new Float32Array(call.outputs), shape: undefined }];
    for (const [way, make] of Object.entries(losses)) {
      for (const thief of all) {
        for (const { name, values, shape } of [...all, ...output]) {
          if (name === thief.name) continue;
          const before = lw.memory().tensors;
          lw.scope(() => {
            const { operand, take, words } = make(lw, values, shape);
            const { out, run } = calling(lw, call, { [thief.name]: acting(thief.values, take), [name]: operand });
            const error = thrownBy(run);
            expect(error, `${thief.name} takes ${name}, ${way}`).toBeInstanceOf(TypeError);
            expect((error as Error).message).toContain(`${call.spec.name}: ${name} ${words}`);
            if (name !== "out" && out !== undefined) expect(new Set(out as Float32Array)).toEqual(new Set([7]));
          });
          expect(lw.memory().tensors).toBe(before);
        }
      }
    }
  });

  it.each(calls)("%s names the argument that an option's getter disposed", (_title, call) => {
    for (const { name, values, shape } of argumentsOf(call)) {
      lw.scope(() => {
        const tensor = lw.tensor(values, shape);
        const { run } = calling(lw, call, { [name]: tensor }, (options) => ({
          ...options,
          get shape() {
            tensor.dispose();
            return call.options.shape;
          },
        }));
        const error = thrownBy(run);
        expect((error as Error).message, name).toContain(`${call.spec.name}: ${name} is a tensor that has been disposed`);
      });
    }
  });

  it("names the first argument of a tensor that is several of them", () => {
    const x = lw.tensor(uniform(30, 1, 0.1, 0.9));
    const weights = acting(uniform(30, 3, 0.5, 2), () => x.dispose());
    expect(() => lw.meanSquaredError.grad(x, x, { weights, out: x })).toThrow(
      "meanSquaredError: prediction is a tensor that has been disposed",
    );
  });

  it("goes on where another argument closes the library", async () => {
    const own = await load({ threads: 1, ...(JSON.parse(options) as object) });
    const x = own.tensor([-1, 2, 3]);
    const closing = acting(Float32Array.of(1, 2, 3), () => void own.close());
    expect([...(own.relu.backward(closing, x) as Float32Array)]).toEqual([0, 2, 3]);
  });
});
