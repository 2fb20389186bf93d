// The examples run. The one for browsers is built and opened by test/package/examples.test.ts.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

it("examples/node.mjs learns the exclusive or", () => {
  const example = fileURLToPath(new URL("../../examples/node.mjs", import.meta.url));
  const output = execFileSync(process.execPath, [example], { encoding: "utf8" });
  expect(output).toMatch(/backend: 'wasm'/);
  const [, ...outputs] = /→ ([\d.]+), ([\d.]+), ([\d.]+), ([\d.]+) at/.exec(output) ?? [];
  expect(outputs.map((each) => Math.round(Number(each)))).toEqual([0, 1, 1, 0]);
});
