// `npx lanewise`: what its commands print, and what it says of wrong command lines.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const { version, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const names = Object.keys(ops);

interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function lanewise(args: readonly string[], node: readonly string[] = []): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [...node, join(root, bin.lanewise), ...args], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

it.each([[["--help"]], [["-h"]], [[]]])("%s tells what there is", async (args) => {
  const { code, stdout, stderr } = await lanewise(args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  for (const word of ["info", "check", "bench", "--json", "--precision", "Exit code"]) expect(stdout).toContain(word);
});

it("--version", async () => expect((await lanewise(["--version"])).stdout).toBe(`${version}\n`));

describe("info", () => {
  it("says what runs", async () => {
    const { code, stdout } = await lanewise(["info"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`lanewise ${version}: ${names.length} ops`);
    expect(stdout).toMatch(/^engine +Node \d+\.\d+\.\d+, /m);
    expect(stdout).toMatch(/^backend +WebAssembly$/m);
  });

  it("as JSON, as it is asked", async () => {
    const { stdout } = await lanewise(["info", "--json", "--precision", "high", "--threads", "2", "--simd", "fixed"]);
    const { info, ...report } = JSON.parse(stdout);
    expect(report).toMatchObject({ version, ops: names.length, engine: { name: `Node ${process.versions.node}` } });
    expect(info).toMatchObject({ backend: "wasm", precision: "high", threads: 2, simd: "fixed" });
  });

  it("of the reference", async () => {
    const { stdout } = await lanewise(["info", "--backend", "reference"]);
    expect(stdout).toMatch(/^backend +plain JavaScript/m);
  });
});

describe("check", () => {
  it("compares every op in both precisions", async () => {
    const { code, stdout, stderr } = await lanewise(["check", "--json", "--size", "500"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { right, findings } = JSON.parse(stdout);
    expect(right).toBe(true);
    for (const precision of ["fast", "high"] as const) {
      const found = findings.filter((each: { precision: string }) => each.precision === precision);
      expect(found.map(({ op }: { op: string }) => op)).toEqual(names);
      for (const { op, bound, calls, mismatches } of found) {
        expect(bound, op).toBe(ops[op as keyof typeof ops].bound[precision]);
        // Forward and at least one way back.
        expect(calls, op).toBeGreaterThanOrEqual(2);
        expect(mismatches).toEqual([]);
      }
      expect(found.filter(({ ulp }: { ulp: number }) => ulp > 0).length).toBeGreaterThan(names.length / 2);
    }
  });

  it("prints a line for each op", async () => {
    const { code, stdout } = await lanewise(["check", "--size", "100", "--precision", "fast"]);
    expect(code).toBe(0);
    expect([...stdout.matchAll(/^✓ {2}(\w+) +\d+\.\d+ +(?:[\d.]+|exact)/gm)].map(([, name]) => name)).toEqual(names);
    expect(stdout).toContain("all results are within their bounds");
  });

  it("of some ops, with other inputs from another seed", async () => {
    const ulpOf = async (seed: string) => {
      const { stdout } = await lanewise(["check", "--op", "gelu,softmax", "--seed", seed, "--json", "--precision", "fast"]);
      return JSON.parse(stdout).findings.map(({ op, ulp }: { op: string; ulp: number }) => [op, ulp]);
    };
    const [first, again, other] = await Promise.all(["1", "1", "2"].map(ulpOf));
    expect(first.map(([op]: [string]) => op)).toEqual(["gelu", "softmax"]);
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it("ends with 1 where an op is wrong", async () => {
    // The table cannot be changed, but the functions that the reference is made of can.
    const fault = "data:text/javascript,const { exp } = Math; Math.exp = (x) => exp(x) * 1.01;";
    const { code, stdout } = await lanewise(["check", "--op", "relu,silu"], ["--import", fault]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✓ {2}relu /m);
    expect(stdout).toMatch(/^✗ {2}silu /m);
    expect(stdout).toMatch(/^silu \(fast\) .*the reference gives/m);
  });
});

describe("bench", () => {
  it("times every op beside plain JavaScript", async () => {
    const { code, stdout, stderr } = await lanewise(["bench", "--json", "--size", "64"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { timings } = JSON.parse(stdout);
    expect(new Set(timings.map(({ op }: { op: string }) => op))).toEqual(new Set(names));
    for (const { op, nanoseconds, javascript, ratio } of timings) {
      expect(Math.min(nanoseconds, javascript), op).toBeGreaterThan(0);
      expect(ratio, op).toBeCloseTo(javascript / nanoseconds, 6);
    }
  });

  it("prints a table", async () => {
    const { stdout } = await lanewise(["bench", "--op", "relu,huber", "--size", "64"]);
    expect(stdout).toMatch(/^op +pass +ns \/ element +plain JavaScript +times as long$/m);
    expect([...stdout.matchAll(/^(\w+) +(forward|backward|valueAndGrad) /gm)].map(([, op, pass]) => [op, pass])).toEqual([
      ["relu", "forward"],
      ["relu", "backward"],
      ["huber", "forward"],
      ["huber", "valueAndGrad"],
    ]);
  });
});

it("draws a bar on a terminal", async () => {
  const terminal = ["--import", "data:text/javascript,Object.assign(process.stderr,{isTTY:true,columns:60})"];
  const { stderr } = await lanewise(["check", "--op", "relu,gelu", "--size", "20000"], terminal);
  expect(stderr).toMatch(/\rcheck [━╌]{24} \w+/);
  expect(stderr.endsWith("\r\u001b[K")).toBe(true);
});

it.each<[string, string[], RegExp]>([
  ["a command that is none", ["test"], /^lanewise: no command "test", expected info, check, bench; --help explains$/],
  ["two commands", ["info", "check"], /^lanewise: "check": one command at a time$/],
  ["an option that is none", ["check", "--ops", "relu"], /^lanewise: Unknown option '--ops'/],
  ["an option of another command", ["info", "--op", "relu"], /^lanewise: --op is for check, bench$/],
  ["an op that is none", ["check", "--op", "relu,swiss"], /^lanewise: --op: no op "swiss", expected some of .*relu/],
  ["no value", ["check", "--op"], /^lanewise: Option '--op <value>' argument missing/],
  ["no integer", ["bench", "--size", "1e9"], /^lanewise: --size: "1e9" is not an integer from 1 to 16777216$/],
  ["a negative number", ["check", "--seed", "-1"], /^lanewise: --seed: "-1" is not an integer from 0/],
  ["no precision", ["check", "--precision", "double"], /^lanewise: --precision is "double", expected "fast" or "high"$/],
  ["no backend", ["info", "--backend", "webgpu"], /^lanewise: --backend is "webgpu", expected/],
])("%s ends with 2 and a line", async (_, args, message) => {
  const { code, stdout, stderr } = await lanewise(args);
  expect(stderr.trimEnd()).toMatch(message);
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
