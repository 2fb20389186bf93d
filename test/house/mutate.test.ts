// npm run mutate: the faults it plants are such as tests could find, and what it says of them is true.

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { describeFault, draw, faultsIn, planted } from "../../scripts/mutate/faults.mjs";
import { modulesOf, testsOf } from "../../scripts/mutate/related.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));

const changed = (source: string) => faultsIn("a.ts", source).map((fault) => planted(source, fault));

describe("faults", () => {
  it.each([
    ["a < b;", ["a <= b;", "a >= b;"]],
    ["a && b;", ["a;", "b;"]],
    ["a ?? 7;", ["a;", "7;", "a ?? (7 + 1);"]],
    ["!a;", ["a;"]],
    ["x(-1);", [";", "x(1);", "x(-0);"]],
    ["i++;", ["i--;"]],
    ["y = 1.5;", [";", "y = (1.5 * 2);"]],
    ["if (a) b();", ["if (true) b();", "if (false) b();", "if (a) ;"]],
    ["const c = a ? b : d;", ["const c = b;", "const c = d;"]],
    ["try { } finally { free(); }", ["try { } finally {}", "try { } finally { ; }"]],
    ["const s = v.subarray(start, end);", ["const s = v.subarray(0, end);"]],
    ["const s = Math.max(a, b);", ["const s = Math.min(a, b);"]],
    ["const a: 1 | 2 = b; interface C { d: 3 }", []],
    ["import a from 'b'; const words = 'c';", []],
    ["const o = { 1: a };", []],
  ])("in %s", (source, expected) => {
    expect(changed(source).sort()).toEqual([...expected].sort());
  });

  it("parse, in whatever source they are planted", () => {
    const files = ["src", "assembly"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true })
        .map((name) => join(folder, String(name)))
        .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts")),
    );
    const sources = new Map(files.map((file) => [file, readFileSync(join(root, file), "utf8")]));
    const all = files.flatMap((file) => faultsIn(file, sources.get(file) as string));
    expect(all.length).toBeGreaterThan(5000);
    const problems = (text: string) => ts.transpileModule(text, { reportDiagnostics: true }).diagnostics?.length;
    for (const fault of draw(all, 300, 7)) {
      const source = sources.get(fault.file) as string;
      const text = planted(source, fault);
      expect(text).not.toBe(source);
      // TypeScript does not know the decorators of AssemblyScript's functions.
      expect(problems(text), describeFault(source, fault)).toBe(problems(source));
    }
  });

  it("are drawn evenly, the same for a seed", () => {
    const numbers = Array.from({ length: 1000 }, (_, i) => i);
    const first = draw(numbers, 300, 1);
    expect(draw(numbers, 300, 1)).toEqual(first);
    expect(draw(numbers, 300, 2)).not.toEqual(first);
    expect(new Set(first).size).toBe(300);
    const mean = first.reduce((sum, each) => sum + each, 0) / 300;
    expect(mean).toBeGreaterThan(400);
    expect(mean).toBeLessThan(600);
  });

  it("are described by place, and by what was and what is", () => {
    const source = "let a = 0;\nif (a < 3) a = 5;\n";
    expect(faultsIn("b.ts", source).map((fault) => describeFault(source, fault))).toContain(
      "b.ts:2: < → <=   in   if (a < 3) a = 5;",
    );
  });
});

describe("what concerns a source", () => {
  it("is every test that imports it, directly or not", () => {
    const tests = testsOf(root, ["src/accuracy/ulp.ts"], []);
    expect(tests).toContain("test/verify/ulp.test.ts");
    expect(tests).toContain("test/verify/verify.test.ts");
    expect(tests).not.toContain("test/house/mutate.test.ts");
    expect(testsOf(root, ["src/accuracy/ulp.ts"], ["test/api", "test/threads/pool"])).toContain("test/threads/pool.test.ts");
  });

  it("is the modules whose kernels it is part of", () => {
    const names = (file: string) => modulesOf(root, file).map(({ name }) => name);
    expect(names("assembly/activations/relu.ts")).toContain("piecewise-relaxed-fast");
    expect(names("assembly/activations/relu.ts")).not.toContain("dense-relaxed-fast");
    expect(names("assembly/tfjs/convolution.ts")).toEqual(["tfjs-fixed", "tfjs-relaxed"]);
  });
});

describe("the command", () => {
  const run = (...words: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, "scripts/mutate.mjs"), ...words], {
      encoding: "utf8",
    });
    return { status, stdout, stderr };
  };

  it("helps", () => {
    expect(run("--help").stdout).toContain("npm run mutate -- FILE…");
    expect(run("src/none.ts")).toMatchObject({ status: 2, stderr: "src/none.ts: no such file\n" });
  });

  it("finds what a test notices, and what none does", () => {
    const lines = readFileSync(join(root, "src/accuracy/ulp.ts"), "utf8").split("\n");
    const place = String(1 + lines.findIndex((line) => line.includes("return Math.abs(got")));
    const common = ["src/accuracy/ulp.ts", "--lines", `${place}-${place}`, "--limit", "1", "--tests"];
    const seen = run(...common, "test/verify/ulp");
    expect(seen.stdout, seen.stderr).toMatch(/^1 of \d+ faults in 1 file, 1 test file\n1\/1 {2}test\/verify\/ulp.test.ts {2}/);
    expect(seen.stdout).toMatch(/\n1 of 1 caught, 100 %\n$/);
    const blind = run(...common, "test/start/iris");
    expect(blind.stdout).toMatch(/\n0 of 1 caught, 0 %\n\nNo test noticed:\n {2}src\/accuracy\/ulp\.ts:\d+: /);
  });
});
