// What a tensor is to the program around it: an object whose state nobody else writes, that other realms, JSON and the console
// meet, and whose views keep it.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { Tensor } from "../../src/runtime/tensor.js";

const backends = ["reference", "wasm"] as const;
const loaded = { reference: await load({ backend: "reference" }), wasm: await load({ backend: "wasm" }) };

/** What is a constant of each tensor, with values that would do harm. */
const WRITES: readonly (readonly [string, unknown])[] = [
  ["shape", [40, 10]],
  ["size", 400],
  ["data", new Float32Array(400)],
  ["disposed", true],
  ["address", 64],
  ["store", undefined],
];

describe.each(backends)("the state of a tensor (%s)", (backend) => {
  const lw = loaded[backend];

  it.each(WRITES.slice(0, 4))("cannot be written: %s", (name, value) => {
    const tensor = lw.tensor([1, 2, 3, 4], [2, 2]) as unknown as Record<string, unknown>;
    expect(() => {
      tensor[name] = value;
    }).toThrow(TypeError);
    expect(tensor).toMatchObject({ shape: [2, 2], size: 4, disposed: false });
  });

  it.each(WRITES)("is what ops go by, whatever is put over it: %s", (name, value) => {
    lw.scope(() => {
      const tensor = lw.tensor([1, 2, 3, 4], [2, 2]);
      const neighbours = Array.from({ length: 30 }, () => lw.zeros([4]));
      Object.defineProperty(tensor, name, { value });
      const expected = lw.softmax([1, 2, 3, 4], { shape: [2, 2] });
      expect(lw.softmax(tensor).toArray()).toEqual(expected);
      expect(lw.softmax(tensor, { out: tensor })).toBe(tensor);
      expect(lw.linear(tensor).toArray()).toEqual(expected);
      expect(lw.dense([1, 1], tensor, undefined, { shape: [1, 2] }).length).toBe(2);
      for (const each of neighbours) expect([...each.data]).toEqual([0, 0, 0, 0]);
    });
  });

  it("cannot be reached through its shape, nor through what all tensors share", () => {
    const tensor = lw.zeros([2, 3]);
    expect(() => (tensor.shape as number[]).push(5)).toThrow(TypeError);
    expect(() => Object.assign(Tensor.prototype, { toArray: () => [] })).toThrow(TypeError);
    expect(() => Object.defineProperty(Tensor.prototype, "size", { value: 1 })).toThrow(TypeError);
    expect(() => Object.assign(Tensor, { prototype: {} })).toThrow(TypeError);
  });

  it.each([
    ["something that inherits from one", (tensor: Tensor) => Object.create(tensor)],
    ["something with its prototype", () => Object.create(Tensor.prototype)],
    ["a proxy of one", (tensor: Tensor) => new Proxy(tensor, {})],
    ["what looks like one", ({ shape, size, data }: Tensor) => ({ shape, size, data, address: 64, store: 1 })],
  ] as const)("is not that of %s", (_, make) => {
    const tensor = lw.tensor([1, 2, 3, 4], [2, 2]);
    const fake = make(tensor) as Tensor;
    const x = new Float32Array(4);
    expect(() => lw.relu(fake)).toThrow(/^relu: x is an? .*expected/s);
    expect(() => lw.relu(x, { out: fake })).toThrow(/^relu: out is an? .*expected/s);
    expect(() => lw.tensor(fake)).toThrow(/^tensor: data is an? .*expected/s);
    expect(() => lw.meanSquaredError(x, x, { weights: fake })).toThrow(/^meanSquaredError: weights is an? .*expected/s);
    expect(() => lw.relu(x, fake as object)).toThrow(TypeError);
  });

  it("is not asked of an array that has its prototype: that is an array", () => {
    const array = Object.setPrototypeOf(Float32Array.of(-1, 2, -3, 4), Tensor.prototype);
    expect([...(lw.relu(array) as unknown as Float32Array)]).toEqual([0, 2, 0, 4]);
    const out = Object.setPrototypeOf(new Float32Array(4), Tensor.prototype);
    lw.relu([-1, 2, -3, 4], { out });
    expect([0, 1, 2, 3].map((i) => out[i])).toEqual([0, 2, 0, 4]);
  });

  it("is no options object", () => {
    const tensor = lw.zeros([4]);
    expect(() => lw.relu(new Float32Array(4), tensor as object)).toThrow("relu: options is a Tensor, expected an object");
  });
});

describe("what all share", () => {
  it("is frozen: the table of ops, to its leaves", () => {
    const visit = (value: object, path: string) => {
      expect(Object.isFrozen(value), path).toBe(true);
      for (const [name, each] of Object.entries(value)) {
        if (typeof each === "object" && each !== null) visit(each, `${path}.${name}`);
      }
    };
    visit(ops, "ops");
    expect(() => Object.assign(ops.relu.bound, { fast: 1e9 })).toThrow(TypeError);
  });

  it.each(backends)("is frozen: an instance and its functions (%s)", (backend) => {
    const lw = loaded[backend];
    expect(Object.isFrozen(lw)).toBe(true);
    for (const name of Object.keys(ops)) expect(Object.isFrozen(lw[name as keyof typeof ops]), name).toBe(true);
    expect(() => Object.assign(lw.info, { backend: "other" })).not.toThrow();
    expect(lw.info.backend).toBe(backend);
  });
});

describe("a view that is kept", () => {
  const library = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
  const views = {
    data: "t.data",
    "a part of it": "t.data.subarray(1)",
    "a part of a part": "t.data.subarray(1).subarray(1, 3)",
    "a scope's result": "lw.scope(() => lw.tensor([1, 2, 3, 4, 5]).data)",
    "a view that a scope returns":
      "lw.scope(() => { const { data } = lw.tensor([1, 2, 3, 4, 5]); return new Float32Array(data.buffer, data.byteOffset, 5); })",
    "an iterator": "t.data.values()",
    "a method of it": "t.data.subarray.bind(t.data)",
  };

  it.each(Object.entries(views))("keeps its tensor: %s", (_, view) => {
    const script = `
      import { load } from ${JSON.stringify(`file://${library}`)};
      const lw = await load({ backend: "wasm" });
      const make = () => { const t = lw.tensor([1, 2, 3, 4, 5]); return ${view}; };
      let kept = make();
      const numbers = () => [...(typeof kept === "function" ? kept() : kept)];
      const collect = async () => { for (let i = 0; i < 5; i++) { gc(); await new Promise((done) => setTimeout(done, 10)); } };
      await collect();
      const held = lw.memory().tensors;
      for (let i = 0; i < 20; i++) lw.tensor([9, 9, 9, 9, 9]);
      const got = numbers();
      kept = undefined;
      await collect();
      console.log(JSON.stringify({ got, held, after: lw.memory().tensors }));
    `;
    const output = execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" });
    const { got, held, after } = JSON.parse(output);
    expect([1, 2, 3, 4, 5].join()).toContain(got.join());
    expect(got.length).toBeGreaterThan(1);
    expect([held, after]).toEqual([1, 0]);
  });

  it("is an ordinary Float32Array to whoever looks at it", () => {
    const { data } = loaded.wasm.tensor([1, 2, 3]);
    for (const each of [data, data.subarray(1)]) {
      expect(Object.getPrototypeOf(each)).toBe(Float32Array.prototype);
      expect(each.constructor).toBe(Float32Array);
    }
    expect(data).toEqual(Float32Array.of(1, 2, 3));
    expect(Object.keys(data)).toEqual(["0", "1", "2"]);
    expect(data.subarray(-2)).toEqual(Float32Array.of(2, 3));
    expect(data.slice(1).buffer).toBeInstanceOf(ArrayBuffer);
    expect(data.map((each) => each * 2)).toEqual(Float32Array.of(2, 4, 6));
  });
});

describe.each(backends)("a tensor elsewhere (%s)", (backend) => {
  const lw = loaded[backend];
  const special = Float32Array.of(0.1, -0, 0, Number.NaN, Infinity, -Infinity, 1e-45, 3.4028234663852886e38, -1.5, 16777217);

  it.each([[[10]], [[2, 5]], [[5, 1, 2]]])("comes back from JSON with every value and its shape %j", (shape) => {
    const tensor = lw.tensor(special, shape);
    const again = lw.tensor(JSON.parse(JSON.stringify({ deep: [tensor] })).deep[0]);
    expect(again.shape).toEqual(shape);
    expect([...again.data].map((each) => (Object.is(each, -0) ? "-0" : each))).toEqual(
      [...special].map((each) => (Object.is(each, -0) ? "-0" : each)),
    );
  });

  it("is written as shape and numbers", () => {
    expect(JSON.stringify(lw.tensor([1, Number.NaN, -0], [3, 1]))).toBe('{"shape":[3,1],"data":[1,"NaN","-0"]}');
    expect(JSON.stringify(lw.zeros([0, 2]))).toBe('{"shape":[0,2],"data":[]}');
    expect(lw.tensor({ shape: [0, 2], data: [] }).shape).toEqual([0, 2]);
    expect(lw.tensor({ shape: [], data: [5] }).shape).toEqual([]);
  });

  it("is refused as JSON where that is wrong", () => {
    const read = (json: unknown, shape?: number[]) => () => lw.tensor(json as never, shape);
    const before = lw.memory();
    expect(read({ shape: [2], data: [1, "2"] })).toThrow(new TypeError('tensor: data[1] is "2", expected a number'));
    expect(read({ shape: [3], data: [1, 2] })).toThrow("tensor: shape [3] holds 3 elements, but data has 2");
    expect(read({ shape: ["3"], data: [1] })).toThrow('tensor: shape[0] is "3", expected an integer ≥ 0');
    expect(read({ shape: [1], data: ["nan"] })).toThrow('tensor: data[0] is "nan", expected a number');
    expect(read({ shape: [1] })).toThrow("tensor: data is an Object, expected");
    expect(read(JSON.stringify({ shape: [1], data: [1] }))).toThrow("tensor: data is ");
    expect(lw.memory()).toEqual(before);
  });

  it("refuses to be cloned, which would lose its numbers", () => {
    const tensor = lw.tensor([1, 2]);
    expect(() => structuredClone(tensor)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
    expect(() => structuredClone({ deep: [tensor] })).toThrow(expect.objectContaining({ name: "DataCloneError" }));
    const { port1, port2 } = new MessageChannel();
    expect(() => port1.postMessage(tensor)).toThrow(expect.objectContaining({ name: "DataCloneError" }));
    port1.close();
    port2.close();
    expect(structuredClone(tensor.toArray())).toEqual(Float32Array.of(1, 2));
  });

  it("says what to clone instead, in the package as it is built", () => {
    const library = fileURLToPath(new URL("../../dist/index.js", import.meta.url));
    const script = `
      import { load } from ${JSON.stringify(`file://${library}`)};
      const lw = await load({ backend: "${backend}" });
      try { structuredClone([lw.zeros([2])]); } catch (error) { console.log(error.name, error.message); }
    `;
    const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(output).toContain("DataCloneError");
    expect(output).toContain("a Tensor cannot be cloned or posted: take its toArray()");
  });

  it("shows its shape and some numbers", () => {
    expect(inspect(lw.tensor([1, -0, 0.1, Number.NaN], [2, 2]))).toBe("Tensor [2, 2] 1, -0, 0.1, NaN");
    expect(inspect([lw.tensor([5], [])])).toBe("[ Tensor [] 5 ]");
    expect(inspect(lw.zeros([0, 3]))).toBe("Tensor [0, 3]");
    expect(inspect(lw.zeros([1000]))).toBe("Tensor [1000] 0, 0, 0, 0, 0, 0, 0, 0, … 992 more");
    const gone = lw.zeros([2]);
    gone.dispose();
    expect(inspect(gone)).toBe("Tensor [2] (disposed)");
    expect(String(gone)).toBe("[object Tensor]");
    expect(() => JSON.stringify(gone)).toThrow("tensor has been disposed");
  });

  it("is equal to itself alone, as far as others can see", () => {
    const tensor = lw.tensor([1, 2]);
    expect(tensor).toEqual(tensor);
    expect(tensor).not.toEqual(lw.tensor([1, 2]));
    expect(tensor).not.toEqual(lw.tensor([3, 4]));
  });

  it("can be disposed by its method alone", () => {
    const tensor = lw.zeros([2]);
    const { dispose } = tensor;
    dispose();
    expect(tensor.disposed).toBe(true);
  });
});
