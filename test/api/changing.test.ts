// Arguments whose own code runs while they are read, and does harm: each element is read once, and what was freed or lost
// meanwhile is refused, never written to or read from.

import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import type { Tensor } from "../../src/runtime/tensor.js";
import { bell, uniform } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all([
  { backend: "reference" },
  { backend: "wasm" },
  { backend: "wasm", verify: true },
] as const).then((options) => Promise.all(options.map(async (each) => [JSON.stringify(each), await load(each)] as const)));

type Numbers = Float32Array | Int32Array;
const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value);

/** An array that tells of each read of an element; the second read of one gives something else. */
function watched(values: ArrayLike<unknown>, onRead: (index: number) => void = () => {}) {
  const reads = new Map<string, number>();
  const array = new Proxy(Array.from(values), {
    get: (target, name) => {
      if (typeof name === "symbol") return Reflect.get(target, name);
      const index = Number(name);
      const count = (reads.get(name) ?? 0) + 1;
      reads.set(name, count);
      if (!Number.isInteger(index)) return Reflect.get(target, name);
      onRead(index);
      return count === 1 ? target[index] : 1e6;
    },
  });
  return { array, reads };
}

/** The arrays among a call's options. */
function arrayOptions({ spec, options }: NamedCall): Record<string, Float32Array> {
  const [rows, columns] = options.shape as [number, number];
  if (spec.kind !== "loss" && spec.kind !== "rowLoss") return {};
  const weights = uniform(spec.kind === "rowLoss" ? rows : rows * columns, 3, 0.5, 2);
  return { weights, ...(spec.kind === "rowLoss" && spec.weighted && { classWeights: uniform(columns, 4, 0.5, 2) }) };
}

const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);

describe.each(instances)("%s", (_, lw) => {
  it.each(calls)("%s reads each element of its arrays once", (_title, call) => {
    const run = functionOf(lw, call);
    const given = arrayOptions(call);
    const expected = run(...call.inputs, { ...call.options, ...given });
    const inputs = call.inputs.map((each) => (isNumbers(each) ? watched(each) : undefined));
    const options = Object.entries(given).map(([name, values]) => [name, watched(values)] as const);
    const result = run(...call.inputs.map((each, i) => inputs[i]?.array ?? each), {
      ...call.options,
      ...Object.fromEntries(options.map(([name, { array }]) => [name, array])),
    });
    expect(result).toEqual(expected);
    for (const each of [...inputs, ...options.map(([, option]) => option)]) {
      if (!each) continue;
      const elements = [...each.reads].filter(([name]) => name !== "length");
      expect(Math.max(...elements.map(([, count]) => count))).toBe(1);
    }
  });

  it.each(calls)("%s keeps to itself where an array disposes its tensors", (_title, call) => {
    call.inputs.forEach((values, index) => {
      if (!isNumbers(values)) return;
      for (const others of [true, false]) {
        const before = lw.memory().tensors;
        lw.scope(() => {
          const tensors: Tensor[] = [];
          const inputs: unknown[] = call.inputs.map((each, i) => {
            if (i === index || !(each instanceof Float32Array)) return each;
            const tensor = lw.tensor(each, shapeFor(call, each.length));
            if (others) tensors.push(tensor);
            return tensor;
          });
          const out = call.outputs === undefined ? undefined : lw.zeros([call.outputs]);
          if (out) tensors.push(out);
          const guards: Tensor[] = [];
          inputs[index] = watched(values, (read) => {
            if (read !== values.length - 1) return;
            for (const each of tensors) each.dispose();
            // These take the places that have become free.
            for (let i = 0; i < 20; i++) guards.push(lw.tensor(new Float32Array(values.length).fill(i)));
          }).array;
          const { shape, ...options } = call.options;
          const given = { ...options, ...(others && shape ? { shape } : {}), ...(out && { out }) };
          try {
            functionOf(lw, call)(...inputs, given);
          } catch (error) {
            expect(error instanceof TypeError || error instanceof RangeError, String(error)).toBe(true);
          }
          guards.forEach((each, i) => {
            expect([...each.data]).toEqual(new Array(values.length).fill(i));
          });
        });
        expect(lw.memory().tensors).toBe(before);
      }
    });
  });

  it("takes an option as its getter gave it first: not what it gives later", () => {
    lw.scope(() => {
      const [x, y] = [lw.tensor(bell(30, 1)), lw.tensor(bell(30, 2))];
      const weights = lw.tensor(uniform(30, 3, 0.5, 2));
      const short = lw.tensor([1]);
      const expected = lw.meanSquaredError(x, y, { weights });
      let reads = 0;
      const swapping = {
        get weights() {
          return ++reads > 1 ? short : weights;
        },
      };
      expect(lw.meanSquaredError(x, y, swapping)).toBe(expected);
      expect(reads).toBe(1);
    });
  });

  it("refuses an output that a getter disposed", () => {
    lw.scope(() => {
      const [x, out] = [lw.tensor(bell(30, 1)), lw.zeros([30])];
      const options = {
        out,
        get weights() {
          out.dispose();
          return uniform(30, 3, 0.5, 2);
        },
      };
      expect(() => lw.huber.grad(x, x, options)).toThrow(TypeError);
    });
  });

  it("computes a call inside the reading of another apart from it", () => {
    const [x, y, w] = [bell(30, 1), bell(30, 2), uniform(30, 3, 0.5, 2)] as [Float32Array, Float32Array, Float32Array];
    const expected = lw.meanSquaredError.valueAndGrad(x, y, { weights: w });
    const inner = lw.meanSquaredError.valueAndGrad(y, x, { weights: w });
    for (const place of [0, 1, 2]) {
      const got: unknown[] = [];
      const arrays = [x, y, w].map((each, i) => {
        if (i !== place) return Array.from(each);
        return watched(each, (index) => {
          const plain = [y, x, w].map((values) => Array.from(values)) as [number[], number[], number[]];
          if (index % 10 === 3) got.push(lw.meanSquaredError.valueAndGrad(plain[0], plain[1], { weights: plain[2] }));
        }).array;
      }) as [number[], number[], number[]];
      expect(lw.meanSquaredError.valueAndGrad(arrays[0], arrays[1], { weights: arrays[2] })).toEqual(expected);
      expect(got).toEqual([inner, inner, inner]);
    }
  });

  it("reads arrays of arrays once, and takes them as they were", () => {
    const rows = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    const inner = rows.map((row) => watched(row));
    const outer = watched(inner.map(({ array }) => array));
    expect(lw.softmax(outer.array as never)).toEqual(lw.softmax(Float32Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3] }));
    for (const { reads } of [...inner, outer]) {
      for (const [name, count] of reads) if (name !== "length") expect(count).toBe(1);
    }
    // A row that grows each time somebody asks for its length.
    let length = 3;
    const growing = new Proxy([1, 2, 3], { get: (target, name) => (name === "length" ? length++ : Reflect.get(target, name)) });
    expect(() => lw.softmax([[0, 0, 0], growing, growing] as never)).toThrow(RangeError);
  });

  it("reads what tensors are made of once, and their JSON", () => {
    const { array, reads } = watched([1, 2, 3]);
    const tensor = lw.tensor(array as number[]);
    expect([...tensor.data]).toEqual([1, 2, 3]);
    expect(Math.max(...[...reads].map(([name, count]) => (name === "length" ? 1 : count)))).toBe(1);
    const json = watched([1, "NaN", "-0"]);
    expect([...lw.tensor({ shape: [3], data: json.array } as never).data]).toEqual([1, Number.NaN, -0]);
    for (const [name, count] of json.reads) if (name !== "length") expect(count).toBe(1);
  });

  it("refuses an array that shrinks, and is not led on by one that grows", () => {
    for (const length of [20, BLOCK_ELEMENTS + 20]) {
      const values = new Array(length).fill(1);
      Object.defineProperty(values, 5, { get: () => values.splice(10).length, configurable: true });
      expect(() => lw.relu(values)).toThrow(`relu: x[10] is undefined, expected a number`);
      const growing = new Array(length).fill(1);
      Object.defineProperty(growing, 5, { get: () => growing.push(7) && 1 });
      expect((lw.relu(growing) as Float32Array).length).toBe(length);
    }
  });
});

/** The shape of an input that has the main shape; others are flat. */
function shapeFor({ options }: NamedCall, length: number): readonly number[] | undefined {
  const shape = options.shape as readonly number[];
  return shape.reduce((a, b) => a * b) === length ? shape : undefined;
}
