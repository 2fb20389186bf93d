// Arrays and objects that other realms made (vm, Jest, iframes, worker messages), subclasses, Buffers: told by what they are. What
// they say of themselves, in methods or a length of their own, is not believed.

import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { BLOCK_ELEMENTS } from "../../src/runtime/abi.js";
import { bell, uniform } from "../inputs.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

type Numbers = Float32Array | Int32Array;
const isNumbers = (value: unknown): value is Numbers => ArrayBuffer.isView(value);
const kindOf = (values: Numbers) => values[Symbol.toStringTag] as "Float32Array" | "Int32Array";

const foreign = runInNewContext("({ Float32Array, Int32Array, Array, Object, structuredClone: undefined })") as typeof globalThis;

const fail = () => {
  throw new Error("a method of the array's own was used");
};
/** In the place of everything that arrays have. */
const lies = {
  length: { get: () => 1_000_000 },
  byteLength: { get: () => 4_000_000 },
  ...Object.fromEntries(
    ["subarray", "slice", "set", "at", "map", "forEach", "reduce", "values", "entries", "fill", "every", Symbol.iterator].map(
      (name) => [name, { value: fail }],
    ),
  ),
};

function lyingSubclass(Kind: Float32ArrayConstructor): Float32ArrayConstructor {
  class Lying extends Kind {
    static get [Symbol.species]() {
      return fail() as unknown as Float32ArrayConstructor;
    }
  }
  return Object.defineProperties(Lying, { prototype: { value: Object.defineProperties(Lying.prototype, lies) } });
}
const liars = { Float32Array: lyingSubclass(Float32Array), Int32Array: lyingSubclass(Int32Array as never) };
const plainSubclasses = { Float32Array: class extends Float32Array {}, Int32Array: class extends Int32Array {} };

/** The same numbers, as others have them. */
const forms: Record<string, (values: Numbers) => unknown> = {
  "another realm's typed arrays": (values) => new foreign[kindOf(values)](values),
  "another realm's arrays": (values) => foreign.Array.from(values),
  clones: (values) => structuredClone(values),
  "views of a resizable buffer": (values) => {
    // biome-ignore lint/suspicious/noExplicitAny: not in the types of this library yet
    const buffer = new (ArrayBuffer as any)(values.byteLength, { maxByteLength: values.byteLength * 2 });
    const view = kindOf(values) === "Int32Array" ? new Int32Array(buffer) : new Float32Array(buffer);
    view.set(values);
    return view;
  },
  "shared memory": (values) => {
    const buffer = new SharedArrayBuffer(values.byteLength);
    const view = kindOf(values) === "Int32Array" ? new Int32Array(buffer) : new Float32Array(buffer);
    view.set(values);
    return view;
  },
  "subclasses of typed arrays": (values) => new plainSubclasses[kindOf(values)](values),
  "subclasses that lie": (values) => new liars[kindOf(values)](values),
  "typed arrays with lies of their own": (values) => Object.defineProperties(values.slice(), lies),
  "typed arrays without prototype": (values) => Object.setPrototypeOf(values.slice(), null),
  "a subclass of Array": (values) => class List extends Array {}.from(values),
};

/** All options that are arrays or objects, in a form of others. */
function optionsIn(form: (values: Numbers) => unknown, { spec, options, outputs }: NamedCall): Record<string, unknown> {
  const [rows, columns] = options.shape as [number, number];
  const losses = spec.kind === "rowLoss" ? rows : rows * columns;
  const weighted = spec.kind === "loss" || spec.kind === "rowLoss";
  const out = outputs === undefined ? undefined : form(new Float32Array(outputs));
  return {
    ...options,
    shape: foreign.Array.from(options.shape as number[]),
    ...(weighted && { weights: form(uniform(losses, 3, 0.5, 2)), normalize: "weights" }),
    ...(spec.kind === "rowLoss" && spec.weighted && { classWeights: form(uniform(columns, 4, 0.5, 2)) }),
    ...(ArrayBuffer.isView(out) && { out }),
  };
}

const same = (values: Numbers) => values;

/** Results without what the arrays say of themselves. */
function plain(result: unknown): unknown {
  if (ArrayBuffer.isView(result)) return [...new Float32Array(result as Float32Array)];
  if (typeof result !== "object" || result === null) return result;
  return Object.fromEntries(Object.entries(result).map(([name, each]) => [name, plain(each)]));
}

describe.each(instances)("%s", (_, lw) => {
  // In one block; of one op of each kind in more.
  const kinds = specs.filter(({ kind }, i) => kind !== "layer" && specs.findIndex((other) => other.kind === kind) === i);
  const large = kinds.flatMap((spec) => namedCallsOf(spec, 130, BLOCK_ELEMENTS / 128).slice(0, 3));
  const calls = [...specs.flatMap((spec) => namedCallsOf(spec)), ...large];

  it.each(Object.entries(forms))("takes %s for every argument and option of every op", (_name, form) => {
    for (const call of calls) {
      const expected = plain(functionOf(lw, call)(...call.inputs, optionsIn(same, call)));
      const inputs = call.inputs.map((each) => (isNumbers(each) ? form(each) : each));
      const result = functionOf(lw, call)(...inputs, optionsIn(form, call));
      expect(plain(result), call.title).toEqual(expected);
    }
  });

  it("writes into a Float32Array of others, and gives it back", () => {
    const x = bell(100, 1);
    for (const [name, form] of Object.entries(forms)) {
      const out = form(new Float32Array(100));
      if (!isNumbers(out)) continue;
      const result = lw.mish(x, { out: out as Float32Array });
      // One that lies comes back as a view that does not.
      if (/lie|prototype/.test(name)) expect(result.length, name).toBe(100);
      else expect(result, name).toBe(out);
      expect(plain(out), name).toEqual(plain(lw.mish(x)));
    }
  });

  it("takes options of another realm, and makes tensors from its arrays", () => {
    const x = bell(6, 2);
    expect(lw.elu(x, runInNewContext("({ alpha: 0.5 })"))).toEqual(lw.elu(x, { alpha: 0.5 }));
    for (const [name, form] of Object.entries(forms)) {
      const tensor = lw.tensor(form(x) as Float32Array, runInNewContext("[2, 3]"));
      expect(tensor.shape, name).toEqual([2, 3]);
      expect(tensor.toArray(), name).toEqual(x);
      tensor.dispose();
    }
    expect(lw.zeros(runInNewContext("[2, 2]")).shape).toEqual([2, 2]);
  });

  it("takes Node's Buffers as the bytes they are", () => {
    expect(lw.linear(Buffer.from([1, 2, 255]))).toEqual(Float32Array.of(1, 2, 255));
    const logits = bell(6, 3);
    expect(lw.crossEntropy(logits, Buffer.from([2, 0]), { shape: [2, 3] })).toBe(
      lw.crossEntropy(logits, [2, 0], { shape: [2, 3] }),
    );
    expect(lw.tensor(Buffer.from([7, 8])).toArray()).toEqual(Float32Array.of(7, 8));
  });

  it("refuses arrays that have lost their numbers, and does not take them for empty ones", () => {
    const lost = () => {
      const array = new Float32Array(30);
      structuredClone(array.buffer, { transfer: [array.buffer] });
      return array;
    };
    for (const call of calls) {
      call.inputs.forEach((_input, index) => {
        const inputs = call.inputs.map((each, i) => (i === index ? lost() : each));
        const run = () => functionOf(lw, call)(...inputs, call.options);
        expect(run, `${call.title}: ${call.names[index]}`).toThrow(TypeError);
        expect(run, call.title).toThrow(`${call.spec.name}: ${call.names[index]} has lost its numbers`);
      });
    }
    expect(() => lw.linear([], { out: lost() })).toThrow(/^linear: out has lost its numbers/);
    expect(() => lw.tensor(lost())).toThrow("tensor: data has lost its numbers");
    const weights = lost();
    expect(() => lw.meanSquaredError([], [], { weights })).toThrow("meanSquaredError: weights has lost its numbers");
    expect(lw.linear(new Float32Array(0))).toEqual(new Float32Array(0));
  });
});
