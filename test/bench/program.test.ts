// `npm run bench` itself: what it prints and writes, what it refuses. Peers that must be installed are left out here.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { folder, type Results } from "./tool.js";

const program = fileURLToPath(new URL("speed/run.mjs", folder));
const temporary = mkdtempSync(join(tmpdir(), "lanewise-bench-"));
afterAll(() => rmSync(temporary, { recursive: true }));

function run(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...given], { encoding: "utf8" });
  return { status, stdout, stderr };
}

describe("npm run bench", () => {
  it("explains itself", () => {
    const { status, stdout } = run("--help");
    expect(status).toBe(0);
    for (const option of ["--op", "--size", "--quick", "--threads", "--node", "--json", "--resume", "--svg", "--suite"]) {
      expect(stdout).toContain(option);
    }
  });

  it.each([
    [["--op", "rely"], "no such op: rely; there are linear, "],
    [["--pass", "sideways"], "no such pass: sideways; there are forward, "],
    [["--peer", "theano"], "no such peer: theano; there are naive, "],
    [["--size", "0"], "--size is 0, expected a number > 0"],
    [["--threads", "1.5"], "--threads is 1.5, expected an integer > 0"],
    [["--resume"], "--resume needs --json FILE"],
    [["--suite", "none"], "no such suite: none"],
    [["--fast"], "--fast"],
  ])("refuses %j", (given, message) => {
    const { status, stderr } = run(...given);
    expect(status).toBe(2);
    expect(stderr).toContain(`bench: `);
    expect(stderr).toContain(message);
  });

  it("prints a row with ratios, writes JSON and a chart, and goes on where it stopped", () => {
    const [json, svg] = [join(temporary, "speed.json"), join(temporary, "speed.svg")];
    const common = ["--quick", "--peer", "naive", "--size", "64", "--json", json, "--svg", svg];
    const first = run(...common, "--op", "relu", "--pass", "forward");
    expect(first.stderr).toBe("");
    expect(first.status).toBe(0);
    expect(first.stdout).toMatch(/^relu forward 64 +[\d.]+ .?s +[\d.]+ +[\d.]+ GB\/s/m);
    expect(first.stdout).toContain("Geometric means");
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg /);
    const second = run(...common, "--op", "relu", "--resume");
    expect(second.status).toBe(0);
    expect(second.stdout).not.toMatch(/^relu forward 64 /m);
    const { rows } = JSON.parse(readFileSync(json, "utf8")) as Results;
    expect(rows.map(({ pass }) => pass)).toEqual(["forward", "backward", "forwardBackward"]);
    for (const { ratios } of rows) expect(ratios.naive?.[0]).toBeGreaterThan(0);
    expect(existsSync(`${json}.part`)).toBe(false);
  });

  it("refuses to go on with what another commit has measured, and leaves it as it is", () => {
    const json = join(temporary, "other.json");
    const common = ["--quick", "--peer", "none", "--size", "16", "--op", "relu", "--json", json];
    expect(run(...common, "--pass", "forward").status).toBe(0);
    const other = readFileSync(json, "utf8").replace(/"commit": ".*"/, '"commit": "0000000"');
    writeFileSync(json, other);
    const { status, stderr } = run(...common, "--resume");
    expect(status).toBe(2);
    expect(stderr).toMatch(/^bench: .* was measured with commit 0000000, this is /m);
    expect(readFileSync(json, "utf8")).toBe(other);
  });

  it("tells what share of the machine's peak a dense layer reaches", () => {
    const { stdout } = run("--quick", "--peer", "none", "--size", "4096", "--op", "dense", "--pass", "forward");
    expect(stdout).toMatch(/^dense forward 4096 .* \d+ %peak/m);
  });

  it("stops when its time is up, and says what is left", () => {
    const { status, stdout } = run("--quick", "--peer", "none", "--size", "16", "--op", "relu", "--minutes", "0.0001");
    expect(status).toBe(0);
    expect(stdout).toContain("rows left for --resume");
  });
});

describe("npm run bench -- --suite", () => {
  const suites = readdirSync(new URL("suites/", folder)).filter((name) => name.endsWith(".mjs"));

  it.each(suites)("%s has all that it imports, and can be run", (name) => {
    const program = `import(process.argv[1]).then(({ run }) => console.log(typeof run))`;
    const url = new URL(`suites/${name}`, folder).href;
    expect(execFileSync(process.execPath, ["-e", program, url], { encoding: "utf8" }).trim()).toBe("function");
  });
});
