// Why there is one thread: what lw.info says where an engine, or a page, has not what threads need.

import { afterEach, describe, expect, it, vi } from "vitest";
import { load } from "../../src/load.js";
import { LinearMemory } from "../../src/runtime/storage.js";
import { type ThreadOptions, ThreadPool } from "../../src/runtime/threads/pool.js";

const getBuiltinModule = process.getBuiltinModule;

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A browser: without Node's modules. */
function hideNode(): void {
  vi.spyOn(process, "getBuiltinModule").mockImplementation((() => undefined) as never);
}

const memory = new LinearMemory();
const poolOf = (options: ThreadOptions, shared = true) => new ThreadPool(memory, shared, options);

const surroundings: readonly [name: string, make: () => void, threads: "auto" | number, reason: string][] = [
  ["one thread is asked for", () => {}, 1, ""],
  [
    "a page is not cross-origin isolated",
    () => vi.stubGlobal("crossOriginIsolated", false),
    2,
    "one thread: this page is not cross-origin isolated: send COOP and COEP headers for threads",
  ],
  [
    "there is no SharedArrayBuffer",
    () => vi.stubGlobal("SharedArrayBuffer", undefined),
    2,
    "one thread: there is no shared memory",
  ],
  ["there are no workers", hideNode, 2, "one thread: there are no workers here"],
  [
    "there is one processor",
    () => vi.spyOn(getBuiltinModule("node:os"), "availableParallelism").mockReturnValue(1),
    "auto",
    "one thread: there is one processor",
  ],
];

describe.each(surroundings)("where %s", (_, make, threads, reason) => {
  it("a pool has one thread and says why", () => {
    make();
    const pool = poolOf({ threads });
    expect({ limit: pool.limit, threads: pool.threads, reason: pool.reason }).toEqual({ limit: 1, threads: 1, reason });
  });

  it("starts none, though it is asked to", async () => {
    make();
    const pool = poolOf({ threads });
    await pool.startAndWait();
    expect({ threads: pool.threads, reason: pool.reason }).toEqual({ threads: 1, reason });
  });
});

it("where memory is not shared a pool has one thread and says why", () => {
  const pool = poolOf({ threads: 2 }, false);
  expect({ limit: pool.limit, reason: pool.reason }).toEqual({ limit: 1, reason: "one thread: there is no shared memory" });
});

it("lw.info has it, and what else is missing", async () => {
  vi.stubGlobal("crossOriginIsolated", false);
  const { validate } = WebAssembly;
  try {
    // An engine without relaxed SIMD.
    WebAssembly.validate = (bytes) => !(bytes as Uint8Array).includes(133) && validate(bytes);
    const lw = await load({ threads: 4 });
    expect(lw.info).toMatchObject({ backend: "wasm", simd: "fixed", threads: 1 });
    expect(lw.info.reason).toBe(
      "this engine has no relaxed SIMD; one thread: this page is not cross-origin isolated: send COOP and COEP headers for threads",
    );
  } finally {
    WebAssembly.validate = validate;
  }
});
