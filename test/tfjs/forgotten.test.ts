// Tensors that nobody disposes: memory is found again, in programs that return to their event loop and in those that do not.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

it.each(["never", "each"])(
  "3,000 forgotten results of 1 MB take less than 700 MB (event loop: %s)",
  { timeout: 120_000 },
  async (turns) => {
    const script = fileURLToPath(new URL("forgotten.mjs", import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [script, turns]);
    expect(Number(stdout.trim().split("\n").at(-1))).toBeLessThan(700);
  },
);
