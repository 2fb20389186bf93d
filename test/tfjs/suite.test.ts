// The complete suite of tfjs-core: every spec it publishes, on this backend.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Specs that tfjs-core 4.22 has for a synchronous backend that is not named "cpu", without the five that it leaves pending itself. */
const SPECS = 4225;

it("passes every spec of tfjs-core", { timeout: 300_000 }, async () => {
  const script = fileURLToPath(new URL("suite/run.mjs", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script], { maxBuffer: 2 ** 26 });
  const { passed, failed } = JSON.parse(stdout.trim().split("\n").at(-1) as string);
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(SPECS);
});
