// Tensors: a shape over numbers that are live until disposed; scopes, and books that always add up.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Lanewise, load } from "../../src/load.js";
import { type OpName, ops } from "../../src/ops.js";
import { Tensor } from "../../src/runtime/tensor.js";
import type { Spec } from "../../src/spec/types.js";
import { callsOf } from "../conformance/calls.js";
import { inputShapes } from "../operandShapes.js";

const backends = ["reference", "wasm"] as const;
const loaded = { reference: await load({ backend: "reference" }), wasm: await load({ backend: "wasm" }) };

/** What is in use now; `reservedBytes` may grow and stay. */
const inUse = (lw: Lanewise) => {
  const { tensors, usedBytes } = lw.memory();
  return { tensors, usedBytes };
};

describe.each(backends)("a tensor (%s)", (backend) => {
  const lw = loaded[backend];

  it("has a shape and a size, flat unless a shape is given", () => {
    expect(lw.tensor([1, 2, 3])).toMatchObject({ shape: [3], size: 3, disposed: false });
    expect(lw.tensor(new Float64Array(6), [2, 3])).toMatchObject({ shape: [2, 3], size: 6 });
    expect(lw.tensor([5], [])).toMatchObject({ shape: [], size: 1 });
    expect(lw.zeros([3, 0, 2])).toMatchObject({ shape: [3, 0, 2], size: 0 });
    expect(lw.tensor(lw.zeros([4, 5]))).toMatchObject({ shape: [4, 5] });
  });

  it("keeps its shape, whatever becomes of the array it was given as", () => {
    const shape = [2, 3];
    const made = [lw.tensor(new Float32Array(6), shape), lw.zeros(shape), lw.relu(lw.zeros(shape), { shape })];
    shape[0] = 99;
    for (const each of made) expect(each.shape).toEqual([2, 3]);
  });

  it("rounds numbers to float32, and copies them", () => {
    const numbers = Float32Array.of(1, 2);
    const tensor = lw.tensor(numbers);
    numbers[0] = 9;
    expect([...tensor.data]).toEqual([1, 2]);
    expect([...lw.tensor([0.1, 2 ** 24 + 1]).data]).toEqual([Math.fround(0.1), 2 ** 24]);
    const copy = lw.tensor(tensor);
    tensor.data[0] = 5;
    expect([...copy.data]).toEqual([1, 2]);
  });

  it("shows its numbers live: what is written is computed with", () => {
    const tensor = lw.tensor([-1, 2]);
    const { data } = tensor;
    data[0] = 7;
    expect(tensor.data).toBe(data);
    expect([...lw.relu(tensor).data]).toEqual([7, 2]);
    lw.relu(lw.tensor([-3, 4]), { out: tensor });
    expect([...data]).toEqual([0, 4]);
  });

  it("gives a copy in an ordinary array", () => {
    const tensor = lw.tensor([1, 2]);
    const copy = tensor.toArray();
    expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
    copy[0] = 9;
    expect([...tensor.data]).toEqual([1, 2]);
  });

  it("is zeros from lw.zeros, also where something was before", () => {
    const used = lw.tensor(new Float32Array(1000).fill(7));
    used.dispose();
    expect(lw.zeros([10, 100]).data.every((each) => each === 0)).toBe(true);
  });

  it("cannot be made by hand", () => {
    const make = Tensor as unknown as new (...values: unknown[]) => Tensor;
    expect(() => new make(Symbol("internal"), undefined, [1], 0, new Float32Array(1))).toThrow(TypeError);
  });
});

describe.each(backends)("disposal (%s)", (backend) => {
  const lw = loaded[backend];

  it("gives the memory back once, however often it is asked", () => {
    const before = inUse(lw);
    const tensor = lw.zeros([100]);
    const other = lw.zeros([100]);
    expect(inUse(lw).tensors).toBe(before.tensors + 2);
    tensor.dispose();
    tensor.dispose();
    expect(tensor.disposed).toBe(true);
    expect(inUse(lw).tensors).toBe(before.tensors + 1);
    const next = lw.zeros([100]);
    const another = lw.zeros([100]);
    next.data.fill(1);
    another.data.fill(2);
    expect(next.data.every((each) => each === 1)).toBe(true);
    for (const each of [other, next, another]) each.dispose();
    expect(inUse(lw)).toEqual(before);
  });

  it("ends with a block that declares it with `using`", () => {
    const before = inUse(lw);
    {
      using tensor = lw.zeros([5]);
      expect(inUse(lw).tensors).toBe(before.tensors + 1);
      expect(tensor.disposed).toBe(false);
    }
    expect(inUse(lw)).toEqual(before);
  });

  it("makes every use of the numbers a TypeError", () => {
    const tensor = lw.zeros([5]);
    tensor.dispose();
    expect(() => tensor.data).toThrow(TypeError);
    expect(() => tensor.toArray()).toThrow("tensor has been disposed");
    expect(() => lw.tensor(tensor)).toThrow(new TypeError("tensor: data is a tensor that has been disposed"));
    expect(() => lw.relu(tensor)).toThrow(new TypeError("relu: x is a tensor that has been disposed"));
    expect(() => lw.relu([1], { out: tensor })).toThrow(new TypeError("relu: out is a tensor that has been disposed"));
  });

  it("is not shared: a tensor of another instance is refused", async () => {
    const other = await load({ backend });
    const foreign = other.tensor([1, 2]);
    const message = "is a tensor of another instance; copy it with toArray()";
    expect(() => lw.relu(foreign)).toThrow(new TypeError(`relu: x ${message}`));
    expect(() => lw.relu([1, 2], { out: foreign })).toThrow(new TypeError(`relu: out ${message}`));
    expect(() => lw.tensor(foreign)).toThrow(new TypeError(`tensor: data ${message}`));
    expect([...lw.tensor(foreign.toArray()).data]).toEqual([1, 2]);
  });
});

describe.each(backends)("a scope (%s)", (backend) => {
  const lw = loaded[backend];

  it("disposes what was made inside and is not returned, also in arrays and objects", () => {
    const before = inUse(lw);
    const inside: Tensor[] = [];
    const make = () => {
      const made = lw.zeros([10]);
      inside.push(made);
      return made;
    };
    const result = lw.scope(() => {
      make();
      lw.relu(make());
      return { one: make(), list: [make(), { deep: make() }], number: 3 };
    });
    expect(inside.map((each) => each.disposed)).toEqual([true, true, false, false, false]);
    expect(inUse(lw).tensors).toBe(before.tensors + 3);
    expect(result.number).toBe(3);
    for (const each of inside) each.dispose();
    expect(inUse(lw)).toEqual(before);
  });

  it("hands what it returns to the scope around it", () => {
    const before = inUse(lw);
    const [kept, inner] = lw.scope(() => {
      const returned = lw.scope(() => {
        lw.zeros([7]);
        return [lw.zeros([8]), lw.zeros([9])] as const;
      });
      expect(inUse(lw).tensors).toBe(before.tensors + 2);
      return [returned[0], { disposed: () => returned[1].disposed }] as const;
    });
    expect(kept.disposed).toBe(false);
    expect(inner.disposed()).toBe(true);
    kept.dispose();
    expect(inUse(lw)).toEqual(before);
  });

  it("leaves alone what was made outside, and what was disposed inside", () => {
    const outside = lw.zeros([3]);
    const before = inUse(lw);
    const result = lw.scope(() => {
      const gone = lw.zeros([3]);
      gone.dispose();
      return [outside, gone];
    });
    expect(result.map((each) => each.disposed)).toEqual([false, true]);
    expect(inUse(lw)).toEqual(before);
  });

  it("disposes everything where the body throws, and passes the error on", () => {
    const before = inUse(lw);
    const failing = () =>
      lw.scope(() => {
        lw.zeros([10]);
        return lw.scope(() => lw.relu(lw.zeros([10]), { out: new Float32Array(3) }));
      });
    expect(failing).toThrow("relu: out has 3 elements, expected 10");
    expect(inUse(lw)).toEqual(before);
    const after = lw.zeros([1]);
    expect(after.disposed).toBe(false);
    after.dispose();
  });

  it("refuses an async body, and keeps nothing of it", async () => {
    const before = inUse(lw);
    let body: Promise<void> | undefined;
    const start = () =>
      lw.scope(() => {
        lw.zeros([10]);
        body = Promise.resolve();
        return body;
      });
    expect(start).toThrow(new TypeError("scope: the function must not be async"));
    await body;
    expect(inUse(lw)).toEqual(before);
  });
});

describe.each(backends)("the books (%s)", (backend) => {
  const lw = loaded[backend];

  it("count tensors and their bytes", () => {
    const before = lw.memory();
    const made = [lw.zeros([1000]), lw.tensor([1, 2, 3]), lw.zeros([10, 100])];
    const after = lw.memory();
    expect(after.tensors - before.tensors).toBe(3);
    const bytes = 4 * (1000 + 3 + 1000);
    expect(after.usedBytes - before.usedBytes).toBeGreaterThanOrEqual(bytes);
    expect(after.usedBytes - before.usedBytes).toBeLessThanOrEqual(bytes * 1.25 + 64);
    expect(after.reservedBytes).toBeGreaterThanOrEqual(after.usedBytes);
    expect(after.maximumBytes).toBeGreaterThanOrEqual(after.reservedBytes);
    for (const each of made) each.dispose();
    expect(inUse(lw)).toEqual({ tensors: before.tensors, usedBytes: before.usedBytes });
  });

  it("add up after 10^5 calls of all methods of all ops, with arrays and with tensors", () => {
    const calls = Object.entries(ops).flatMap(([name, spec]) =>
      callsOf(spec).map((call) => {
        const op = lw[name as OpName] as unknown as Record<string, (...values: unknown[]) => unknown>;
        const method = call.method === "forward" ? (op as unknown as (...values: unknown[]) => unknown) : op[call.method];
        return { ...call, method: method as (...values: unknown[]) => unknown, shapes: inputShapes(spec as Spec, call) };
      }),
    );
    const wrap = (value: unknown, shape: readonly number[] | undefined) =>
      value instanceof Float32Array ? lw.tensor(value, shape) : value;
    const rounds = (count: number) => {
      for (let round = 0; round < count; round++) {
        for (const { method, inputs, options, shapes } of calls) {
          method(...inputs, options);
          lw.scope(() => {
            method(...inputs.map((each, i) => wrap(each, shapes[i])), options);
          });
        }
      }
    };
    // The first calls make work areas, which stay.
    rounds(1);
    const before = lw.memory();
    rounds(Math.ceil(100_000 / (2 * calls.length)));
    expect(lw.memory()).toEqual(before);
  });
});

describe("the safety net", () => {
  const library = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

  it.each(backends)("gives back the memory of forgotten tensors (%s)", (backend) => {
    const script = `
      import { load } from ${JSON.stringify(`file://${library}`)};
      const lw = await load({ backend: "${backend}" });
      const kept = lw.tensor([1, 2, 3]);
      const before = lw.memory();
      for (let i = 0; i < 1000; i++) lw.relu(lw.zeros([1000]));
      const most = lw.memory();
      for (let i = 0; i < 1000 && lw.memory().tensors > before.tensors; i++) {
        gc();
        await new Promise((done) => setTimeout(done, 10));
      }
      console.log(JSON.stringify({ before, most, after: lw.memory(), kept: [...kept.data] }));
    `;
    const output = execFileSync(process.execPath, ["--expose-gc", "--input-type=module", "-e", script], { encoding: "utf8" });
    const { before, most, after, kept } = JSON.parse(output);
    expect(most.tensors).toBeGreaterThan(before.tensors);
    expect([after.tensors, after.usedBytes]).toEqual([before.tensors, before.usedBytes]);
    expect(kept).toEqual([1, 2, 3]);
  });
});
