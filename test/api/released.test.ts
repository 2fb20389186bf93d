// What a call made is given back where it fails: wherever memory ends, and whoever throws on the way.

import { afterEach, describe, expect, it, vi } from "vitest";
import { type Lanewise, load } from "../../src/load.js";
import { HeapStorage, LinearMemory } from "../../src/runtime/storage.js";
import { Tensor } from "../../src/runtime/tensor.js";
import { inputShapes } from "../operandShapes.js";
import { functionOf, type NamedCall, namedCallsOf, specs } from "./arguments.js";

afterEach(() => vi.restoreAllMocks());

const calls = specs.flatMap((spec) => namedCallsOf(spec)).map((call, i) => [`${call.title} ${i}`, call] as const);

/** The call, with its inputs as tensors. */
function prepared(lw: Lanewise, call: NamedCall): () => unknown {
  const shapes = inputShapes(call.spec, call);
  const inputs = call.inputs.map((each, i) => (each instanceof Float32Array ? lw.tensor(each, shapes[i]) : each));
  const { shape: _, ...options } = call.options;
  return () => functionOf(lw, call)(...inputs, options);
}

describe.each(["reference", "wasm"] as const)("%s", (backend) => {
  const Storage = backend === "wasm" ? LinearMemory : HeapStorage;

  /** Lets so many allocations succeed, and no more. */
  const limit = (fitting: number) => {
    const { allocate } = Storage.prototype;
    let left = fitting;
    return vi.spyOn(Storage.prototype, "allocate").mockImplementation(function (this: LinearMemory & HeapStorage, count) {
      if (left-- === 0) throw new RangeError("out of memory: by the test");
      return allocate.call(this, count);
    });
  };
  const dispose = (result: unknown) => {
    for (const each of [result, ...Object.values(Object(result))]) if (each instanceof Tensor) each.dispose();
  };

  it("where memory ends, whatever is the last that fits", async () => {
    const lw = await load({ backend, threads: 1 });
    let failures = 0;
    for (const [title, call] of calls) {
      const run = prepared(lw, call);
      // Work areas are made once, and stay.
      dispose(run());
      const before = lw.memory();
      for (let fitting = 0, failed = true; failed; fitting++) {
        const spy = limit(fitting);
        try {
          dispose(run());
          failed = false;
        } catch (error) {
          failures++;
          expect(String(error), title).toContain("out of memory: by the test");
        } finally {
          spy.mockRestore();
        }
        expect(lw.memory(), `${title}, ${fitting} fit`).toEqual(before);
      }
    }
    expect(failures).toBeGreaterThan(calls.length / 2);
  });

  it("where verify mode's listener throws", async () => {
    const told = new Error("told");
    const onChecked = () => {
      throw told;
    };
    const lw = await load({ backend, threads: 1, verify: { onChecked } });
    for (const [title, call] of calls) {
      const run = prepared(lw, call);
      const before = lw.memory().tensors;
      expect(run, title).toThrow(told);
      expect(lw.memory().tensors, title).toBe(before);
    }
  });
});
