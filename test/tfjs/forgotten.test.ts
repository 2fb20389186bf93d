// Tensors that nobody disposes: linear memory takes so much of them and no more, and all is found again, in programs that return to
// their event loop and in those that do not.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it.each([
  // The budget, and the result that passed it.
  ["never", 203],
  // What is forgotten between two collections.
  ["each", 100],
])("3,000 forgotten results of 1 MB take little, and are found again (event loop: %s)", async (turns, most) => {
  const script = fileURLToPath(new URL("forgotten.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, ["--expose-gc", script, turns]);
  const [largest, held] = JSON.parse(stdout.trim().split("\n").at(-1) as string);
  expect(largest).toBeGreaterThan(5);
  expect(largest).toBeLessThan(most);
  expect(held).toBeLessThan(10);
});
