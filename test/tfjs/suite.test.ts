// The complete suite of tfjs-core: every spec it publishes, on this backend.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

/** Specs that tfjs-core 4.22 has for a synchronous backend that is not named "cpu", without the five that it leaves pending itself. */
const SPECS = 4225;
/** Some float32 roundings, where tfjs-core itself allows 1e-3. */
const TIGHT = 2e-6;

interface Outcome {
  readonly passed: number;
  readonly failed: readonly { readonly name: string; readonly message: string }[];
}

const script = fileURLToPath(new URL("suite/run.mjs", import.meta.url));

async function run(...given: string[]): Promise<Outcome> {
  const { stdout } = await promisify(execFile)(process.execPath, [...process.execArgv, script, ...given], { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout.trim().split("\n").at(-1) as string);
}

it("passes every spec of tfjs-core", async () => {
  const { passed, failed } = await run("lanewise");
  expect(failed).toEqual([]);
  expect(passed).toBeGreaterThanOrEqual(SPECS);
});

it("passes them within float32 rounding, but where a spec's own numbers are rounded more", async () => {
  const ours = await run("lanewise", String(TIGHT));
  const cpu = await run("cpu", String(TIGHT));
  const rounded = new Set(cpu.failed.map(({ name }) => name));
  // The tolerance is in force: some specs give their numbers with few digits.
  expect(rounded.size).toBeGreaterThan(10);
  expect(rounded.size).toBeLessThan(SPECS / 50);
  expect(ours.failed.filter(({ name }) => !rounded.has(name))).toEqual([]);
  expect(ours.passed + ours.failed.length).toBeGreaterThanOrEqual(SPECS);
});
