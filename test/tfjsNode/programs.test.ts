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
  expect(accuracy).toBeGreaterThan(0.6);
  const [, read = "", were = ""] = /read ([\d,]+), were ([\d,]+)/.exec(output) ?? [];
  const right = read.split(",").filter((digit, i) => digit === were.split(",")[i]);
  expect(right.length).toBeGreaterThan(3);
});

it("abalone.mjs learns from a CSV file", async () => {
  const output = await run("abalone.mjs", "--rows", "1000", "--epochs", "20");
  expect(output).toContain("columns: sex, length, diameter");
  const losses = [...output.matchAll(/ val_loss=([\d.]+)/g)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(20);
  const [error] = figures(output, /mean squared error ([\d.]+)/);
  // The rings' variance is 8.6.
  expect(error).toBeLessThan(6);
});

it("vae.mjs learns shapes, and draws them", async () => {
  const output = await run("vae.mjs", "--steps", "100");
  const [first] = figures(output, /step 1: loss ([\d.]+)/);
  const [last] = figures(output, /step 100: loss ([\d.]+)/);
  expect(last).toBeLessThan((first as number) / 2);
  expect(output).toMatch(/224 × 224 × 1 pixels in \d+ bytes of PNG, and back/);
});
