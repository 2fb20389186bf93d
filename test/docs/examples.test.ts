// The examples run. The one for browsers is built and opened by test/package/examples.test.ts.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const run = (name: string, ...args: string[]) =>
  execFileSync(process.execPath, [fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

it("examples/node.mjs learns the exclusive or", () => {
  const output = run("node.mjs");
  expect(output).toMatch(/backend: 'wasm'/);
  const [, ...outputs] = /→ ([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+) at/.exec(output) ?? [];
  expect(outputs.map((each) => Math.round(Number(each)))).toEqual([0, 1, 1, 0]);
});

it("examples/tfjs.mjs trains on three backends", () => {
  const output = run("tfjs.mjs", "--steps", "1");
  for (const backend of ["cpu", "wasm", "lanewise"]) expect(output).toMatch(new RegExp(`^${backend}.*\\d`, "m"));
});
