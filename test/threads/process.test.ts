// What threads mean for the process around them: it ends by itself, idles without using the processor, and small calls make no
// garbage.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { internalsOf } from "../../src/internals.js";
import { type Lanewise, load } from "../../src/load.js";
import { loadSync } from "../../src/sync.js";

/** Code is optimised where it stands, not beside the program: how soon would depend on what else the machine does. */
const FLAGS = ["--expose-gc", "--no-concurrent-recompilation"];

// biome-ignore lint/suspicious/noExplicitAny: what the program prints
function run(what: string, program = "program.mjs"): any {
  const file = fileURLToPath(new URL(program, import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [...FLAGS, file, what], { encoding: "utf8", timeout: 50_000 }));
}

describe("a process with live workers", () => {
  it("ends by itself", () => {
    expect(run("exit")).toEqual({ threads: 3 });
  });

  it.each(["load", "loadSync"])("starts them by itself though its loop never yields, after %s()", (what) => {
    const { before, after } = run(what, "busy.mjs");
    expect(before).toContain("up to 3 threads, started by the first work on tensors that is worth it");
    expect(after).not.toContain("thread");
  });

  it("makes no garbage in small calls with out: some bytes for a number that is returned or passed on", () => {
    const { threads, losses, ...others } = run("garbage");
    expect(threads).toBe(3);
    for (const [name, bytes] of Object.entries(others)) expect(bytes, name).toBeLessThan(8);
    // The scale of the gradient, a number of 16 bytes.
    expect(losses).toBeLessThan(24);
  });
});

describe("instances", () => {
  const x = Float32Array.from({ length: 300_000 }, (_, i) => Math.sin(i));
  const sumOf = (lw: Lanewise) => lw.scope(() => lw.meanError(lw.sigmoid(lw.tensor(x)), lw.zeros([x.length])));
  const jobsOf = (lw: Lanewise) => internalsOf(lw)?.threads.jobs ?? 0;

  it("have threads of their own, and one may be closed while the other works", async () => {
    const [first, second] = await Promise.all([load({ threads: 2 }), load({ threads: 3 })]);
    for (const lw of [first, second]) {
      const pool = internalsOf(lw)?.threads;
      if (pool) pool.splitsAll = true;
    }
    const expected = sumOf(first);
    expect(sumOf(second)).toBe(expected);
    await first.close();
    expect(first.info).toMatchObject({ threads: 1, reason: expect.stringContaining("closed") });
    const jobs = jobsOf(first);
    expect(sumOf(first)).toBe(expected);
    expect(jobsOf(first)).toBe(jobs);
    expect(sumOf(second)).toBe(expected);
    expect(jobsOf(second)).toBeGreaterThan(0);
    await second.close();
  });

  it("of loadSync start their threads without being waited for", async () => {
    const lw = loadSync({ threads: 2 });
    expect(lw.info.threads).toBeLessThanOrEqual(2);
    expect(sumOf(lw)).toBeTypeOf("number");
    await lw.close();
  });

  it("of one thread say so", async () => {
    const lw = await load({ threads: 1 });
    expect(lw.info.threads).toBe(1);
    expect(lw.info.reason).not.toContain("thread");
    await lw.close();
  });
});
