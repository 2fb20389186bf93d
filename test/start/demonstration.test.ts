// `npm start` without anything: four models on the iris flowers, and what is told of them.

import { execFile } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { type Outcome, results, root, start } from "./run.js";

const ESCAPE = "\u001b";
/** Makes a pipe look like a terminal of 60 columns. */
const TERMINAL = ["--import", "data:text/javascript,Object.assign(process.stdout,{isTTY:true,columns:60})"];
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes are what is looked for
const COLOUR = /\u001b\[\d+m/g;

describe("the demonstration", () => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await start([]);
  });

  it("ends well, and without a word on stderr", () => {
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
  });

  it("learns three classes, two classes twice, and a number", () => {
    const models = [...outcome.stdout.matchAll(/^model +(.*(?:\n {12}.*)*)/gm)].map(([, model]) => model?.replace(/\s+/g, " "));
    expect(models).toEqual([
      "4 → dense 16 → swish → dense 3 → crossEntropy + l2Penalty 0.001",
      "4 → dense 16 → swish → dense 1 → hinge + l2Penalty 0.001",
      "4 → dense 16 → swish → dense 1 → binaryCrossEntropyWithLogits + l2Penalty 0.001",
      "3 → dense 16 → swish → dense 1 → huber + l2Penalty 0.001",
    ]);
  });

  it("holds out a fifth", () => {
    const rows = [...outcome.stdout.matchAll(/^rows +(\d+) to learn from, (\d+) held out/gm)].map(([, a, b]) =>
      [a, b].map(Number),
    );
    expect(rows).toEqual([
      [120, 30],
      [80, 20],
      [80, 20],
      [120, 30],
    ]);
  });

  it("knows the held-out flowers", () => {
    const [species, hinge, logistic] = results(outcome.stdout, "accuracy");
    expect(species?.test).toBeGreaterThanOrEqual(93);
    expect(hinge?.test).toBeGreaterThanOrEqual(85);
    expect(logistic?.test).toBeGreaterThanOrEqual(85);
    // Centimetres; the mean of all would be 0.7 off.
    expect(results(outcome.stdout, "RMSE")[0]?.test).toBeLessThan(0.25);
  });

  it("says what runs, how fast, and how far from the reference", () => {
    expect(outcome.stdout).toMatch(/^backend +SIMD WebAssembly \((fixed|relaxed), fast precision, 1 thread\)/m);
    // No measured time comes back to more than two digits.
    const number = String.raw`(?:\d\d?0*|\d\.\d|0\.\d\d?)`;
    const range = (unit: string) => `(?:about ${number}${unit}|${number}(?:${unit})? to ${number}${unit})`;
    const time = range(" (?:ns|µs|ms|s)");
    const line = new RegExp(`^time +${time} a step\\s+JavaScript reference: ${range("")} times as long,\\s+${time}$`, "gm");
    expect(outcome.stdout.match(line), outcome.stdout).toHaveLength(4);
    const seen = outcome.stdout.match(/^verify +largest difference \d+\.\d\d ulp/gm);
    expect(seen).toHaveLength(4);
    expect(outcome.stdout).not.toContain("beyond its bound");
  });

  it("draws the curves", () => {
    expect(outcome.stdout.match(/[\u2801-\u28ff]/g)?.length).toBeGreaterThan(4 * 50);
    expect(outcome.stdout.match(/── train {3}╌╌ test/g)).toHaveLength(4);
  });

  it("sends plain lines into a pipe", () => {
    expect(outcome.stdout).not.toContain(ESCAPE);
    expect(outcome.stdout).not.toContain("\r");
    expect(outcome.stdout).toMatch(/^epoch 200\/200 {2}train /m);
  });
});

it.each([1, 2, 3, 4])("with seed %i, too, three classes are right for 93 in 100", async (seed) => {
  const { stdout } = await start(["--loss", "crossEntropy", "--seed", String(seed)]);
  expect(results(stdout, "accuracy")[0]?.test).toBeGreaterThanOrEqual(93);
});

describe("on a terminal", () => {
  it("has colour and a live line, and keeps within the width", async () => {
    const { code, stdout } = await start(["--loss", "crossEntropy", "--epochs", "400"], { node: TERMINAL });
    expect(code).toBe(0);
    expect(stdout).toMatch(COLOUR);
    expect(stdout).toMatch(/\repoch +\d+\/400 .*train /);
    expect(stdout).not.toMatch(/\nepoch/);
    const states = stripVTControlCharacters(stdout).split(/[\n\r]/);
    for (const state of states) expect([...state].length).toBeLessThanOrEqual(60);
  });

  it("has no colour where NO_COLOR is set", async () => {
    const { stdout } = await start(["--loss", "crossEntropy"], { node: TERMINAL, env: { NO_COLOR: "1" } });
    expect(stdout).toMatch(/\repoch/);
    expect(stdout).not.toMatch(COLOUR);
  });
});

it("takes a reader that leaves early as no error", async () => {
  const stderr = await new Promise<string>((resolve) => {
    const child = execFile(process.execPath, [join(root, "examples", "start.mjs")], (_error, _stdout, errors) => resolve(errors));
    child.stdout?.once("data", () => child.stdout?.destroy());
  });
  expect(stderr).toBe("");
});
