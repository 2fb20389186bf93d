// load() where the surroundings are not those of Node or a browser: edge runtimes and simulated browsers lack things, or have stubs
// of them that throw when they are touched, or are of another type. What can run still does, and what cannot is told.

import { createContext, runInContext, Script } from "node:vm";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { esbuildInlinedQuickly } from "../../scripts/inlined.mjs";
import type { LoadOptions } from "../../src/loadOptions.js";

/** What edge runtimes have beside the language itself. */
const edge = { atob, Blob, DecompressionStream, Response, URL, fetch, performance, setTimeout, clearTimeout, console };

/** The library as a bundler for the edge makes it: one script, without files beside it. */
let bundle: Script;
beforeAll(async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { load } from "./src/index.js"; export { loadSync } from "./src/sync.js";`, resolveDir: "." },
    bundle: true,
    write: false,
    format: "iife",
    globalName: "lanewise",
    target: "es2022",
    plugins: [esbuildInlinedQuickly],
    logLevel: "error",
    logOverride: { "empty-import-meta": "silent" },
  });
  bundle = new Script(outputFiles[0]?.text as string);
});

interface Outcome {
  readonly backend: string;
  readonly threads: number;
  readonly reason: string;
  readonly results: string;
}

/** Loads and computes in a realm of its own. @param prepare a script that makes the surroundings what they are */
async function run(prepare: string, options: LoadOptions = {}, globals: object = edge): Promise<Outcome> {
  const context = createContext({ ...globals, options });
  runInContext(prepare, context);
  bundle.runInContext(context);
  return runInContext(
    `(async () => {
      const lw = await lanewise.load(options);
      const results = [...lw.relu([-2, 3]), ...lw.relu(lw.tensor([-1, 5])).data, ...lw.tanh(new Float32Array(100_000)).subarray(0, 1)];
      await lw.close();
      return { ...lw.info, results: results.join() };
    })()`,
    context,
  );
}

const RIGHT = "0,3,0,5,0";

/** As Next.js has it in its edge runtime: every function of \`process\` throws. */
const NEXT = `
  const unsupported = (name) => () => { throw new Error("A Node.js API is used (process." + name + ") which is not supported in the Edge Runtime.") };
  globalThis.process = { env: {}, getBuiltinModule: unsupported("getBuiltinModule"), cwd: unsupported("cwd") };`;

describe("kernels run", () => {
  it("in Next.js's edge runtime", async () => {
    expect(await run(NEXT)).toMatchObject({ backend: "wasm", results: RIGHT, threads: 1 });
    expect(await run(NEXT, { backend: "wasm", precision: "high", threads: 2 })).toMatchObject({
      backend: "wasm",
      results: RIGHT,
    });
  });

  const PROBED = [
    "process",
    "atob",
    "Blob",
    "DecompressionStream",
    "Response",
    "navigator",
    "Worker",
    "crossOriginIsolated",
    "performance",
    "fetch",
    "URL",
    "setTimeout",
    "clearTimeout",
    "FinalizationRegistry",
    "SharedArrayBuffer",
    "document",
    "window",
    "self",
  ];
  const THROWS = `() => { throw new Error("not supported here"); }`;
  const STUBS: readonly (readonly [string, (name: string) => string])[] = [
    ["missing", (name) => `delete globalThis.${name};`],
    ["undefined", (name) => `globalThis.${name} = undefined;`],
    ["null", (name) => `globalThis.${name} = null;`],
    ["a getter that throws", (name) => `Object.defineProperty(globalThis, "${name}", { get: ${THROWS} });`],
    ["an empty object", (name) => `globalThis.${name} = {};`],
    ["text", (name) => `globalThis.${name} = "${name}";`],
    ["a function that throws", (name) => `globalThis.${name} = function () { throw new Error("not supported here"); };`],
    [
      "a proxy that throws",
      (name) => `globalThis.${name} = new Proxy(function () {}, { get: ${THROWS}, apply: ${THROWS}, construct: ${THROWS} });`,
    ],
    [
      "an object whose every function gives nothing",
      (name) => `globalThis.${name} = new Proxy({}, { get: () => () => undefined });`,
    ],
    [
      "an object whose every function gives an object",
      (name) => `globalThis.${name} = new Proxy({}, { get: () => () => ({}) });`,
    ],
  ];

  describe.each(PROBED)("where %s is", (name) => {
    it.each(STUBS)("%s", async (_, stub) => {
      for (const options of [{ backend: "wasm" }, { backend: "wasm", threads: 3 }] as const) {
        expect(await run(stub(name), options)).toMatchObject({ backend: "wasm", results: RIGHT });
      }
    });
  });

  it("where there is nothing but the language", async () => {
    expect(await run("", {}, {})).toMatchObject({ backend: "wasm", results: RIGHT });
  });
});

describe("the reference runs, and says why", () => {
  it.each([
    ["missing", "delete globalThis.WebAssembly"],
    ["null", "globalThis.WebAssembly = null"],
    ["empty", "globalThis.WebAssembly = {}"],
    ["a stub that throws", `globalThis.WebAssembly = new Proxy({}, { get() { throw new Error("no") } })`],
    ["a getter that throws", `Object.defineProperty(globalThis, "WebAssembly", { get() { throw new Error("no") } })`],
    ["without memories", "delete WebAssembly.Memory"],
    ["without instances", "delete WebAssembly.Instance"],
    ["without compilation", "delete WebAssembly.compile; delete WebAssembly.Module"],
  ])("where WebAssembly is %s", async (_, prepare) => {
    const outcome = await run(prepare);
    expect(outcome).toMatchObject({ backend: "reference", results: RIGHT });
    expect(outcome.reason).toContain("WebAssembly");
    await expect(run(prepare, { backend: "wasm" })).rejects.toThrow();
  });
});
