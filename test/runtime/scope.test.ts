// What a scope keeps: tensors in what it returns, whatever holds them; and what it refuses to run.

import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { load } from "../../src/load.js";
import type { Tensor } from "../../src/runtime/tensor.js";

const instances = await Promise.all(
  (["reference", "wasm"] as const).map(async (backend) => [backend, await load({ backend })] as const),
);

class Layer {
  constructor(
    readonly weights: Tensor,
    readonly parts: unknown[] = [],
  ) {}
}

/** Ways to hold a tensor. */
const holders: Record<string, (tensor: Tensor) => unknown> = {
  itself: (tensor) => tensor,
  "an array": (tensor) => [1, tensor],
  "an array's own property": (tensor) => Object.assign([1], { tensor }),
  "an object": (tensor) => ({ tensor }),
  "an instance of a class": (tensor) => new Layer(tensor),
  "instances in instances": (tensor) => ({ layers: [new Layer(tensor, [new Layer(tensor)])] }),
  "an instance of a subclass of Array": (tensor) => class List extends Array {}.of(tensor),
  "an error": (tensor) => Object.assign(new Error("with details"), { tensor }),
  "an object without prototype": (tensor) => Object.assign(Object.create(null), { tensor }),
  "a Map's value": (tensor) => new Map([["weights", { tensor }]]),
  "a Map's key": (tensor) => new Map([[tensor, 1]]),
  "a Set": (tensor) => new Set([[tensor]]),
  "a subclass of Map": (tensor) => Reflect.construct(class Registry extends Map {}, [[["weights", tensor]]]),
  "a property of a function": (tensor) => Object.assign(() => 1, { tensor }),
  "a symbol's property": (tensor) => ({ [Symbol("tensor")]: tensor }),
  "a hidden property": (tensor) => Object.defineProperty({}, "tensor", { value: tensor }),
  "an accessor": (tensor) => ({
    get tensor() {
      return tensor;
    },
  }),
  "an object of another realm": (tensor) => runInNewContext("({ tensor })", { tensor }),
  "an array of another realm": (tensor) => runInNewContext("[[tensor]]", { tensor }),
  "a Map of another realm": (tensor) => runInNewContext("new Map([[1, tensor]])", { tensor }),
  "a Set of another realm": (tensor) => runInNewContext("new Set([tensor])", { tensor }),
  "a class of another realm": (tensor) =>
    runInNewContext("new (class Model { constructor() { this.t = tensor; } })()", { tensor }),
  "what holds itself": (tensor) => {
    const ring: Record<string, unknown> = { tensor };
    ring.again = [ring];
    return ring;
  },
  "a long chain": (tensor) => {
    let chain: unknown = tensor;
    for (let i = 0; i < 100_000; i++) chain = { next: chain };
    return chain;
  },
  "a long array": (tensor) => [...new Array(200_000).fill(1), tensor],
  "what has an accessor that fails": (tensor) => ({
    get broken() {
      throw new Error("broken");
    },
    tensor,
  }),
  "what only calls itself a Map": (tensor) => ({ [Symbol.toStringTag]: "Map", tensor }),
};

/** Ways to show a tensor's numbers. */
const views: Record<string, (tensor: Tensor) => ArrayBufferView> = {
  "its data": (tensor) => tensor.data,
  "a part of its data": (tensor) => tensor.data.subarray(1, 3),
  "a part of a part": (tensor) => tensor.data.subarray(1).subarray(1),
  "a view of its buffer": ({ data }) => new Float32Array(data.buffer, data.byteOffset + 4, 2),
  "bytes of its buffer": ({ data }) => new Uint8Array(data.buffer, data.byteOffset + 3, 1),
  "a DataView of its buffer": ({ data }) => new DataView(data.buffer, data.byteOffset, data.byteLength),
};

describe.each(instances)("a scope (%s)", (_, lw) => {
  /** The scope of a function that makes a tensor and gives something else. */
  const making = (body: () => unknown) =>
    lw.scope(() => {
      lw.zeros([2]);
      return body();
    });

  it.each(Object.entries(holders))("keeps a tensor in %s", (_name, hold) => {
    const before = lw.memory().tensors;
    let kept: Tensor | undefined;
    let other: Tensor | undefined;
    lw.scope(() => {
      kept = lw.tensor([1, 2]);
      other = lw.tensor([3]);
      return hold(kept);
    });
    expect([kept?.disposed, other?.disposed]).toEqual([false, true]);
    expect(lw.memory().tensors).toBe(before + 1);
    kept?.dispose();
  });

  it.each(Object.entries(views))("keeps a tensor that %s shows", (_name, show) => {
    const before = lw.memory().tensors;
    let shown: Tensor | undefined;
    const others: Tensor[] = [];
    const view = lw.scope(() => {
      others.push(lw.tensor([9, 9, 9, 9]));
      shown = lw.tensor([1, 2, 3, 4]);
      others.push(lw.tensor([8, 8, 8, 8]), lw.zeros([0]));
      return show(shown);
    });
    const bytes = () => [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)];
    const right = bytes();
    for (let i = 0; i < 10; i++) lw.tensor([-1, -2, -3, -4]).dispose();
    expect(bytes()).toEqual(right);
    expect([shown?.disposed, ...others.map(({ disposed }) => disposed)]).toEqual([false, true, true, true]);
    shown?.dispose();
    expect(lw.memory().tensors).toBe(before);
  });

  it.each(Object.entries(holders).filter(([name]) => name !== "a Map's key"))(
    "keeps a tensor whose data is in %s",
    (_name, hold) => {
      let kept: Tensor | undefined;
      let other: Tensor | undefined;
      lw.scope(() => {
        kept = lw.tensor([1, 2]);
        other = lw.tensor([3]);
        return hold(kept.data as never);
      });
      expect([kept?.disposed, other?.disposed]).toEqual([false, true]);
      kept?.dispose();
    },
  );

  it("keeps all that one view shows, and nothing for a copy or for what was disposed inside", () => {
    const made: Tensor[] = [];
    const { data } = lw.scope(() => {
      made.push(lw.tensor([1, 2]), lw.tensor([3, 4]), lw.tensor([5]));
      const [first, second, gone] = made as [Tensor, Tensor, Tensor];
      const copy = first.data.slice();
      const data = [second.data, gone.data];
      gone.dispose();
      return { copy, data };
    });
    expect(made.map(({ disposed }) => disposed)).toEqual([true, false, true]);
    expect(data[0]).toEqual(Float32Array.of(3, 4));
    made[1]?.dispose();
  });

  it("gives what it keeps to the scope around it", () => {
    let kept: Tensor | undefined;
    lw.scope(() => {
      lw.scope(() => {
        kept = lw.zeros([2]);
        return new Map([[1, kept]]);
      });
      expect(kept?.disposed).toBe(false);
    });
    expect(kept?.disposed).toBe(true);
  });

  it("returns what is no object as it is", () => {
    for (const value of [5, "text", 5n, Symbol.iterator, undefined, null, true]) {
      expect(making(() => value)).toBe(value);
    }
    const view = new Float32Array(3);
    expect(making(() => view)).toBe(view);
  });

  it.each([
    ["an async function", async () => 1],
    ["an async function of another realm", runInNewContext("async () => 1")],
    ["an async method", { async run() {} }.run],
  ])("refuses %s before it runs", (_name, body) => {
    expect(() => lw.scope(body)).toThrow(new TypeError("scope: the function must not be async"));
  });

  it.each([
    ["a promise", () => Promise.resolve(1)],
    ["promises", () => [1, Promise.resolve(1)]],
    ["a promise of another realm", () => runInNewContext("Promise.resolve(1)")],
    ["a promise of a subclass", () => class Task extends Promise<void> {}.resolve()],
    // biome-ignore lint/suspicious/noThenProperty: what await waits for
    ["an object with a then", () => ({ then: (done: (value: number) => void) => done(1) })],
    // biome-ignore lint/suspicious/noThenProperty: what await waits for
    ["a function with a then", () => Object.assign(() => 1, { then: () => 1 })],
  ])("refuses a function that gives %s, and disposes what it made", (_name, body) => {
    const before = lw.memory().tensors;
    expect(() => making(body)).toThrow(new TypeError("scope: the function must not be async"));
    expect(lw.memory().tensors).toBe(before);
  });

  it.each([
    [5, "5"],
    [undefined, "undefined"],
    [null, "null"],
    ["text", '"text"'],
    [{}, "an Object"],
    [Promise.resolve(1), "a Promise"],
  ])("refuses what is no function: %s", (body, words) => {
    expect(() => lw.scope(body as never)).toThrow(new TypeError(`scope: the argument is ${words}, expected a function`));
  });
});
