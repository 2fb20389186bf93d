// The examples for Node, as they are: nothing but their import tells them from programs for @tensorflow/tfjs-node.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../examples/tfjs-node/", import.meta.url));

async function run(name: string, ...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [folder + name, ...args]);
  expect(stderr).toBe("");
  return stdout;
}

const figures = (output: string, pattern: RegExp) => pattern.exec(output)?.slice(1).map(Number) ?? [];

it("mnist.cjs learns digits, and reads them after it was saved and loaded", async () => {
  const output = await run("mnist.cjs", "--images", "800", "--epochs", "8");
  const [accuracy] = figures(output, /test: loss [\d.]+, accuracy ([\d.]+)/);
  // One digit of ten is right by chance.
  expect(accuracy).toBeGreaterThan(0.6);
  const [, read = "", were = ""] = /read ([\d,]+), were ([\d,]+)/.exec(output) ?? [];
  const right = read.split(",").filter((digit, i) => digit === were.split(",")[i]);
  expect(right.length).toBeGreaterThan(3);
});

it("abalone.mjs learns from a CSV file", async () => {
  const output = await run("abalone.mjs", "--rows", "1200", "--epochs", "30");
  expect(output).toContain("columns: sex, length, diameter");
  const losses = [...output.matchAll(/ val_loss=([\d.]+)/g)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(30);
  const [error] = figures(output, /mean squared error ([\d.]+)/);
  // The variance of the rings, which is lost by whoever knows their mean alone, is 8.6.
  expect(losses.at(-1)).toBeCloseTo(error as number, 1);
  expect(error).toBeLessThan(3);
});

it("baseball.mjs tells pitches apart", async () => {
  const output = await run("baseball.mjs", "--pitches", "1400", "--epochs", "3");
  expect(output.match(/fastball, two seams 0\.\d+; .*; curveball 0\.\d+/g)).toHaveLength(3);
  const [accuracy] = figures(output, /test: loss [\d.]+, accuracy ([\d.]+)/);
  // One of seven is right by chance.
  expect(accuracy).toBeGreaterThan(0.35);
});

it("text.mjs learns letters, and writes some after it was saved and loaded", async () => {
  const output = await run("text.mjs", "--letters", "1200", "--epochs", "4", "--units", "20");
  const losses = [...output.matchAll(/ val_loss=([\d.]+)/g)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(4);
  // log 18 = 2.9 is lost by whoever knows the letters alone, 2.6 by who knows how often each comes.
  expect(losses.at(-1)).toBeLessThan(2.4);
  const written = [...output.matchAll(/temperature [\d.]+: "([a-z. ]+)"/g)].map(([, text = ""]) => text);
  expect(written.map(({ length }) => length)).toEqual([60, 60, 60]);
  // The coldest writes the likeliest letters alone.
  expect(new Set(written[0]).size).toBeLessThan(new Set(written[2]).size);
});

it("vae.mjs learns shapes, and draws them", async () => {
  const output = await run("vae.mjs", "--steps", "40");
  const [first] = figures(output, /step 1: loss ([\d.]+)/);
  const [last] = figures(output, /step 40: loss ([\d.]+)/);
  expect(last).toBeLessThan((first as number) / 2);
  expect(output).toMatch(/224 × 224 × 1 pixels in \d+ bytes of PNG, and back/);
});
