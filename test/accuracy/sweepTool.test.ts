// `npm run accuracy` itself: what it prints, what it refuses, that it sees an error, and that JSON says the same.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";
import { simdLevel } from "../../src/runtime/features.js";
import { folder, type Tally, tool } from "./tool.js";

const program = fileURLToPath(new URL("run.mjs", folder));
const planted = new URL("plantedBound.mjs", import.meta.url).href;
const temporary = mkdtempSync(join(tmpdir(), "lanewise-accuracy-"));
afterAll(() => rmSync(temporary, { recursive: true }));

/** @param preloaded a module that runs before the program */
function run(given: readonly string[], preloaded?: string) {
  const imports = preloaded ? ["--import", preloaded] : [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...imports, program, ...given], { encoding: "utf8" });
  return { status, stdout, stderr };
}

const levels = simdLevel() === "relaxed" ? ["fixed", "relaxed"] : ["fixed"];
const modules = levels.flatMap((simd) => ["fast", "high"].map((precision) => `${simd} ${precision}`));

interface Result {
  readonly op: string;
  readonly what: string;
  readonly bound: { fast: number; high: number };
  readonly inputs: number;
  readonly modules: readonly (Tally & { simd: string; precision: "fast" | "high" })[];
}

describe("npm run accuracy", () => {
  it("prints a row for each function and module, and writes the same as JSON", () => {
    const json = join(temporary, "results.json");
    const { status, stdout, stderr } = run(["--op", "sigmoid,hinge", "--count", "70000", "--json", json]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const { node, results } = JSON.parse(readFileSync(json, "utf8")) as { node: string; results: Result[] };
    expect(node).toBe(process.version);
    const functions = ["sigmoid", "hinge"].flatMap((op) => tool.functionsOf(op).map(({ what }) => `${op} ${what}`));
    expect(results.map(({ op, what }) => `${op} ${what}`)).toEqual(functions);

    const rows = stdout.split("\n").filter((line) => modules.some((name) => line.includes(` ${name} `)));
    const printed = rows.filter((line) => !line.includes("inputs a function"));
    const written = results.flatMap((result) => result.modules.map((module) => ({ ...result, ...module })));
    expect(printed.length).toBe(functions.length * modules.length);
    written.forEach(({ op, what, simd, precision, worst, bound, inputs, rounded, x, got }, i) => {
      const row = printed[i] as string;
      if (i % modules.length === 0) expect(row.startsWith(`${op} ${what} `)).toBe(true);
      expect(bound).toEqual(ops[op as "sigmoid"].bound);
      expect(inputs).toBeGreaterThanOrEqual(70_000);
      expect(row.slice(45).split(/\s+/).slice(1, 7)).toEqual([
        simd,
        precision,
        worst.toFixed(4),
        String(bound[precision]),
        ((100 * rounded) / inputs).toFixed(3),
        "%",
      ]);
      expect(row).toContain(worst > 0 ? `  ${x} → ${got}, ` : "  exact");
    });
    expect(written.map(({ simd, precision }) => `${simd} ${precision}`)).toEqual(functions.flatMap(() => modules));
    // Both kinds of row were there: with an error and without.
    expect(new Set(written.map(({ worst }) => worst > 0))).toEqual(new Set([true, false]));
  });

  it("runs one op on one module", () => {
    const { status, stdout } = run(["--op", "relu", "--count", "70000", "--simd", "fixed", "--precision", "high"]);
    expect(status).toBe(0);
    expect(stdout.match(/^relu .*$/gm)).toHaveLength(tool.functionsOf("relu").length);
    expect(stdout).not.toMatch(/fast|relaxed/);
  });

  it("exits with 1 beyond a bound, and says where", () => {
    const { status, stdout } = run(["--op", "sigmoid", "--count", "70000"], planted);
    expect(status).toBe(1);
    expect(stdout.match(/^.*fixed high .* 0\.25 .*BEYOND THE BOUND$/gm)).toHaveLength(2);
  });

  it.each([
    [["--op", "sigmoid,noSuchOp"], `no such op to sweep: noSuchOp; there are ${tool.sweptOps.join(", ")}`],
    [["--op", "softmax"], "no such op to sweep: softmax"],
    [["--count", "many"], "--count is many, expected an integer from 1 to 2^32"],
    [["--count", "0"], "--count is 0, expected"],
    [["--count", "5000000000"], "--count is 5000000000, expected"],
    [["--workers", "0.5"], "--workers is 0.5, expected an integer ≥ 1"],
    [["--simd", "wide"], "nothing to run: this engine has fixed"],
    [["--precision", "low"], "nothing to run"],
    [["--nonsense"], "--nonsense"],
  ])("refuses %j", (given, message) => {
    const { status, stdout, stderr } = run(given);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^accuracy: /);
    expect(stderr).toContain(message);
  });

  it("tells how to use it", () => {
    const { status, stdout } = run(["--help"]);
    expect(status).toBe(0);
    for (const option of ["--op", "--count", "--exhaustive", "--simd", "--precision", "--json", "--workers"]) {
      expect(stdout).toContain(option);
    }
  });
});

describe("the tally", () => {
  /** One result compared with its truth. */
  function compared(got: number, expected: number, flush = false): Tally {
    const tally = tool.emptyTally();
    tool.compareBlock(tally, Float32Array.of(1), Float32Array.of(got), Float64Array.of(expected), flush);
    return tally;
  }
  const ulp = 2 ** -23;

  it.each([
    ["one float off", 1 + ulp, 1, 1],
    ["half a float off, and rightly rounded", 1, 1 + ulp / 2, 0.5],
    ["one and a half off", 1 + 2 * ulp, 1 + ulp / 2, 1.5],
    ["in the binade below", 1, 1 - ulp, 2],
    ["subnormal", 2 ** -149, 0, 1],
    ["NaN where there is none", NaN, 1, Infinity],
    ["none where there is NaN", 1, NaN, Infinity],
    ["an infinity of the wrong sign", -Infinity, Infinity, Infinity],
    ["an infinity far too early", Infinity, 1, Infinity],
    ["the largest float for infinity", 3.4028234663852886e38, 2 ** 128, 1],
    ["both NaN", NaN, NaN, 0],
    ["both infinite", Infinity, 2 ** 200, 0],
  ])("%s", (_, got, expected, error) => expect(compared(got, expected).worst).toBe(error));

  it("forgives a flushed subnormal only where asked, and no other zero", () => {
    expect(compared(0, 2 ** -130, true)).toMatchObject({ worst: 0, flushed: 1 });
    expect(compared(0, 2 ** -130, false)).toMatchObject({ worst: 2 ** 19, flushed: 0 });
    expect(compared(0, 2 ** -126, true)).toMatchObject({ worst: 2 ** 23, flushed: 0 });
  });

  it("keeps the worst of many, and where it was, when tallies are merged", () => {
    const [into, worse] = [compared(1 + ulp, 1), compared(1 + 3 * ulp, 1)];
    tool.mergeTally(into, worse);
    tool.mergeTally(into, compared(1, 1));
    expect(into).toMatchObject({ worst: 3, got: 1 + 3 * ulp, expected: 1, rounded: 1 });
  });
});
