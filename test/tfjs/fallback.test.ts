// When the CPU kernels take over, and that nothing is lost by it: no room in linear memory, at whatever moment; memory that shall
// hold no more; and errors, which are nobody's to swallow.

import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { LinearMemory } from "../../src/runtime/storage.js";
import { Fallback, orOutOfMemory } from "../../src/tfjs/fallback.js";
import { withFallback } from "../../src/tfjs/kernel.js";
import { Pressure } from "../../src/tfjs/pressure.js";
import { callsByType, kernelNames } from "./calls.js";
import { type Inputs, make, start, useOurs } from "./sideBySide.js";

beforeAll(start);
afterEach(() => {
  vi.restoreAllMocks();
});

function run(kernel: string, inputs: Inputs, attributes: object): { values: ArrayLike<number>[]; resident: boolean } {
  const backend = useOurs();
  return tf.tidy(() => {
    const out = [tf.engine().runKernel(kernel, make(inputs) as never, attributes as never)].flat();
    const resident = out.some((each) => backend.entry(each).address > 0);
    return { values: out.map((each) => each.dataSync()), resident };
  });
}

function isNear(given: ArrayLike<number>[], wanted: ArrayLike<number>[]): boolean {
  const near = (value: number, truth: number) =>
    Object.is(value, truth) || value === truth || Math.abs(value - truth) <= 1e-4 * Math.max(1, Math.abs(truth));
  return wanted.every(
    (numbers, i) =>
      given[i]?.length === numbers.length &&
      Array.prototype.every.call(given[i], (value, j) => near(value, numbers[j] as number)),
  );
}

describe.each(kernelNames)("%s", (kernel) => {
  it("gives the same where any of its allocations finds no room, and keeps nothing", () => {
    const { linear } = useOurs();
    const allocate = linear.allocate.bind(linear);
    for (const [, inputs, attributes] of callsByType(kernel)) {
      const wanted = run(kernel, inputs, attributes).values;
      // Its work areas are there now, and stay.
      const before = linear.usedBytes;
      let allocations = 0;
      const counting = vi.spyOn(linear, "allocate").mockImplementation((count) => {
        allocations++;
        return allocate(count);
      });
      run(kernel, inputs, attributes);
      const all = allocations;
      for (let failing = 1; failing <= all; failing++) {
        allocations = 0;
        counting.mockImplementation((count) => {
          if (++allocations === failing) throw new RangeError("out of memory");
          return allocate(count);
        });
        expect(isNear(run(kernel, inputs, attributes).values, wanted)).toBe(true);
        expect(linear.usedBytes).toBe(before);
      }
      counting.mockRestore();
      expect(all).toBeGreaterThan(0);
    }
  });

  it("leaves nothing in a memory that shall not hold more", () => {
    const { linear } = useOurs();
    for (const [, inputs, attributes] of callsByType(kernel)) {
      const wanted = run(kernel, inputs, attributes);
      const before = linear.usedBytes;
      const high = vi.spyOn(Pressure.prototype, "isHigh", "get").mockReturnValue(true);
      const given = run(kernel, inputs, attributes);
      high.mockRestore();
      expect(given.values).toEqual(wanted.values);
      expect([given.resident, wanted.resident]).toEqual([false, true]);
      expect(linear.usedBytes).toBe(before);
    }
  });
});

describe("errors", () => {
  const call = () => ({ inputs: {}, attrs: {}, backend: useOurs() }) as never;
  const failing = (error: unknown) =>
    withFallback(
      () => {
        throw error;
      },
      () => [],
    );

  it.each([new TypeError("kind"), new RangeError("value"), new Error("any"), new WebAssembly.RuntimeError("unreachable")])(
    "that are no lack of memory come through: %s",
    (error) => {
      expect(() => failing(error)(call())).toThrow(error);
    },
  );

  it("of a kernel that cannot run call the CPU kernel", () => {
    expect(failing(new Fallback())(call())).toEqual([]);
  });

  it("of an allocation come through where they are no RangeError", () => {
    const error = new TypeError("kind");
    expect(() =>
      orOutOfMemory(() => {
        throw error;
      }),
    ).toThrow(error);
  });

  it("of an allocation's arguments, as of a kernel's own checks, come through to the program", () => {
    useOurs();
    const logits = tf.ones([2, 3]);
    expect(() => tf.engine().runKernel("LogSoftmax", { logits }, { axis: 0 })).toThrow(
      "LogSoftmax: axis is 0, expected the last",
    );
    vi.spyOn(LinearMemory.prototype, "allocate").mockImplementation(() => {
      throw new TypeError("not a lack of memory");
    });
    expect(() => tf.add(logits, 1)).toThrow("not a lack of memory");
  });
});
