// Rows, ratios and what is made of them. No time is asserted: only that figures say what they claim to say.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "lanewise";
import { afterAll, describe, expect, it } from "vitest";
import type { Lanewise } from "../../src/load.js";
import { type Peer, type Results, type Row, tool } from "./tool.js";

const temporary = mkdtempSync(join(tmpdir(), "lanewise-bench-"));
afterAll(() => rmSync(temporary, { recursive: true }));

const open = async (name: string, options: object) => tool.ours(name, (await load(options)) as unknown as Lanewise);
const own = {
  fast: await open("fast", {}),
  high: await open("high", { precision: "high" }),
  reference: await open("reference", { backend: "reference" }),
};
const pace = { rounds: 3, milliseconds: 1 };

const row = (op: string, pass: string, ratios: Record<string, number>, asked = 1024): Row => ({
  op,
  pass,
  asked,
  size: asked,
  nanoseconds: { fast: 100 },
  ratios: Object.fromEntries(Object.entries(ratios).map(([peer, ratio]) => [peer, [ratio, ratio, ratio] as const])),
  wrong: {},
  slow: [],
  ...{ bytes: 8 * asked, copy: [0.9, 0.9, 0.9] },
});

const environment = {
  date: "2026-01-01",
  version: "1.0.0",
  commit: "abc",
  node: "v1",
  v8: "1",
  cpu: "a",
  cores: 1,
  system: "s",
  simd: "fixed",
  threads: 1,
  peakGigaflops: 10,
  peers: { other: "2.0" },
};

describe("a result", () => {
  it.each([
    ["a number too far off", [[1, 2, 3]], [[1, 2.01, 3]], "[1] is 2.01, expected 2"],
    ["NaN", [[1, 2]], [[1, NaN]], "[1] is NaN, expected 2"],
    ["too few numbers", [[1, 2]], [[1]], "gave 1 numbers, expected 2"],
    ["a missing result", [[1], [2]], [[1]], "gave 1 results, expected 2"],
  ])("with %s is wrong", (_, expected, got, fault) => expect(tool.faultOf(expected, got)).toBe(fault));

  it("is right up to rounding, and where the peer gives nothing", () => {
    expect(tool.faultOf([[1, 1000], [5]], [[1.0001, 1000], undefined])).toBeUndefined();
    expect(tool.faultOf([[NaN]], [[NaN]])).toBeUndefined();
  });
});

describe("a row", () => {
  const naive = tool.open();
  const lying: Peer = {
    name: "lying",
    prepare: (problem) => {
      const prepared = naive.prepare(problem);
      return prepared && { ...prepared, read: () => prepared.read().map((each) => Float32Array.from(each, (x) => x + 1)) };
    },
  };

  it("times what is right, and reports what is wrong instead of timing it", async () => {
    const measured = await tool.measureRow({ op: "silu", pass: "forward", size: 256 }, own, [naive, lying], pace);
    expect(Object.keys(measured.nanoseconds).sort()).toEqual(["copy", "fast", "high", "naive", "reference"]);
    expect(measured.wrong.lying).toMatch(/^\[0\] is .*, expected /);
    expect(measured.ratios.naive?.[0]).toBeGreaterThan(0);
  });

  it("reports a peer that can't begin, and goes on with the others", async () => {
    const prepare = () => {
      throw new Error("has no such form");
    };
    const broken: Peer = { ...naive, name: "broken", prepare };
    const found = await tool.measureRow({ op: "relu", pass: "forward", size: 1000 }, own, [broken, naive], pace);
    expect(found.wrong).toEqual({ broken: "fails: has no such form" });
    expect(found.nanoseconds).toHaveProperty("naive");
    expect(found.nanoseconds).not.toHaveProperty("broken");
  });

  it("has nothing of a peer without the op", async () => {
    const measured = await tool.measureRow({ op: "maxout", pass: "forward", size: 256 }, own, [naive], pace);
    expect(measured.ratios.naive).toBeUndefined();
    expect(measured.wrong).toEqual({});
  });
});

describe("ratios", () => {
  it("are taken round by round: a slow phase of the machine hits both", () =>
    expect(tool.ratioOf([2, 20, 200, 2], [1, 10, 100, 1])).toEqual([2, 2, 2]));

  it("have a median and quartiles", () => expect(tool.ratioOf([1, 2, 3, 4, 5], [1, 1, 1, 1, 1])).toEqual([3, 2, 4]));

  it("compare long calls with the rounds they had", () => expect(tool.ratioOf([4, 4], [2, 2, 2])).toEqual([2, 2, 2]));
});

describe("the summary", () => {
  const rows = [row("relu", "forward", { high: 0.5, a: 2, b: 0.5 }), row("silu", "forward", { high: 2, a: 8 })];

  it("has geometric means of the rows in which a peer has the op", () => {
    const means = tool.geometricMeans(rows).map(({ peer, groups }) => [peer, groups["forward and value"]?.mean]);
    expect(means).toEqual([
      ["a", expect.closeTo(4)],
      ["b", expect.closeTo(0.5)],
    ]);
  });

  it("lists the rows in which a peer is faster", () => expect(tool.losses(rows)).toMatchObject([{ op: "relu", peer: "b" }]));
});

describe("results", () => {
  const file = join(temporary, "results.json");
  const results: Results = { environment, startup: { ours: 10.123456 }, rows: [row("relu", "forward", { a: 2.34567 })] };

  it("come back from their file with four figures", () => {
    tool.writeResults(file, results);
    const back = tool.readResults(file, environment);
    expect(back.rows[0]?.ratios.a?.[0]).toBe(2.346);
    expect(back.startup).toEqual({ ours: 10.12 });
  });

  it("are not added to those of another engine or machine", () => {
    tool.writeResults(file, results);
    expect(() => tool.readResults(file, { ...environment, node: "v2" })).toThrow("was measured with node v1, this is v2");
  });

  it("are not added to those of another commit", () => {
    tool.writeResults(file, results);
    expect(() => tool.readResults(file, { ...environment, commit: "def" })).toThrow("was measured with commit abc, this is def");
  });

  it("become a chart with a bar for each op, cut off beyond its scale, and a section that names losses and the environment", () => {
    const given = { ...results, rows: [row("relu", "forward", { a: 1e6 }), row("silu", "value", { a: 0.25 })] };
    const svg = tool.chart(given);
    expect(svg.match(/<rect [^>]*height="11"/g)).toHaveLength(2);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    const section = tool.speedSection(given, "chart.svg");
    expect(section).toContain("`silu` value at 1024: a 0.25");
    expect(section).toContain("other 2.0");
    expect(section).not.toMatch(/NaN|undefined/);
  });
});
