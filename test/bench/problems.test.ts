// Every op of the table is in the benchmark, and what is timed is right: ours, and the plain loops beside it.

import { load } from "lanewise";
import { describe, expect, it } from "vitest";
import type { Lanewise } from "../../src/load.js";
import { ops } from "../../src/ops.js";
import { type Peer, tool } from "./tool.js";

const SIZES = [16, 1000, 2048];
// The package's own types are those of its sources.
const open = async (options: object) => (await load(options)) as unknown as Lanewise;
const reference = tool.ours("reference", await open({ backend: "reference" }));

const subjects: Peer[] = [
  tool.ours("fast", await open({ precision: "fast" })),
  tool.ours("high", await open({ precision: "high" })),
  tool.open(),
];

describe.each(Object.keys(ops))("%s", (op) => {
  it("has passes to time", () => expect(tool.passesOf(op).length).toBeGreaterThanOrEqual(2));

  it.each(tool.passesOf(op))("%s is right, again and again", (pass) => {
    for (const size of SIZES) {
      const problem = tool.problemOf(op, pass, size);
      const expected = reference.prepare(problem)?.read() as ArrayLike<number>[];
      for (const peer of subjects) {
        const prepared = peer.prepare(problem);
        if (!prepared) continue;
        for (let round = 0; round < 3; round++) prepared.call();
        expect(tool.faultOf(expected, prepared.read()), `${peer.name}, ${size} elements`).toBeUndefined();
        prepared.dispose?.();
      }
    }
  });
});

describe("a problem", () => {
  it("is the same in every run", () => {
    const [first, second] = [1, 2].map(() => tool.problemOf("crossEntropy", "value", 4096));
    expect(first).toEqual(second);
  });

  it("takes up no memory when it is done with", async () => {
    const lw = await open({});
    const peer = tool.ours("fast", lw);
    for (const op of Object.keys(ops)) {
      for (const pass of tool.passesOf(op)) {
        const before = lw.memory().tensors;
        const prepared = peer.prepare(tool.problemOf(op, pass, 64));
        for (let round = 0; round < 3; round++) prepared?.call();
        prepared?.read();
        prepared?.dispose?.();
        expect(lw.memory().tensors, `${op} ${pass}`).toBe(before);
      }
    }
  });
});
