// The hash sees a single bit, and counts all NaNs as one.

import { describe, expect, it } from "vitest";
import type { Lanewise } from "../../src/load.js";
import { countDifferences, hashOf, outputsOf } from "./bits.js";

/** A library of one op, which gives what it is asked for. */
const outputs = (result: unknown) =>
  outputsOf({ op: () => result } as unknown as Lanewise, "op", { label: "", method: "forward", inputs: [], options: {} });

const hash = (result: unknown) => hashOf(outputs(result));
const floats = (...words: number[]) => new Float32Array(Uint32Array.from(words).buffer);

describe("bits of outputs", () => {
  it("differ by one bit, the sign of zero, the order, a cost's last bit", async () => {
    const all = [
      floats(0x3f800000, 0),
      floats(0x3f800001, 0),
      floats(0x3f800000, 0x80000000),
      floats(0, 0x3f800000),
      0.1,
      0.1 + 2 ** -56,
      { value: 1, grad: floats(1) },
      { value: 1, grad: floats(2) },
    ];
    expect(new Set(await Promise.all(all.map(hash))).size).toBe(all.length);
  });

  it("are the same for every NaN", async () => {
    expect(await hash(floats(0x7fc00000, 0xffc00000))).toBe(await hash(floats(0x7fa00001, 0x7fc12345)));
    expect(await hash(NaN)).toBe(await hash(-NaN));
  });

  it("are counted where they differ", () => {
    expect(countDifferences(outputs(floats(1, 2, 3)), outputs(floats(1, 5, 6)))).toBe(2);
    expect(countDifferences(outputs(floats(0x7fa00001)), outputs(floats(0xffc00000)))).toBe(0);
    expect(() => countDifferences(outputs(floats(1)), outputs(floats(1, 2)))).toThrow("an output of 1 words");
  });
});
