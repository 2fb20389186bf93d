// The packed library in Node 20 to 26, Bun, Deno, workerd and the edge runtime, as ES modules and CommonJS.

import { beforeAll, describe, expect, it } from "vitest";
import { Consumer } from "./consumer.js";
import { edgeRuntime, reportFrom } from "./edge.js";
import { COMMON_JS, ESM, EXPECTED, type Report } from "./program.js";
import { tool, versionOf } from "./tools.js";
import { miniflare, respond } from "./workerd.js";

interface Runtime {
  readonly name: string;
  /** Its program, below node_modules of the tools. */
  readonly path: string;
  readonly args?: readonly string[];
  readonly simd: "fixed" | "relaxed";
}

const node = (version: number): Runtime => ({
  name: `Node ${versionOf(`node-${version}`)}`,
  path: `node-${version}/bin/node`,
  simd: version === 20 ? "fixed" : "relaxed",
});

const runtimes: readonly Runtime[] = [
  ...[20, 22, 24, 26].map(node),
  { name: `Bun ${versionOf("@oven/bun-linux-x64")}`, path: "@oven/bun-linux-x64/bin/bun", simd: "fixed" },
  {
    name: `Deno ${versionOf("@deno/linux-x64-glibc")}`,
    path: "@deno/linux-x64-glibc/deno",
    args: ["run", "--allow-all"],
    simd: "relaxed",
  },
];

let consumer: Consumer;
beforeAll(async () => {
  consumer = await Consumer.install();
  consumer.write("esm.mjs", `${ESM}\nconsole.log(JSON.stringify(await report()));`);
  consumer.write("common.cjs", `${COMMON_JS}\nexports.report().then((report) => console.log(JSON.stringify(report)));`);
  consumer.write(
    "sync.mjs",
    `import { loadSync } from "lanewise/sync";
    const lw = loadSync({ precision: "high" });
    console.log(JSON.stringify([lw.info.backend, lw.info.precision, ...lw.relu([-2, 0.5, 3])]));`,
  );
});

/** The last line of the output; all of it where that is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text.trim().split("\n").at(-1) as string);
  } catch {
    return text;
  }
}

describe.each(runtimes.map((each) => [each.name, each] as const))("%s", (_name, { path, args = [], simd }) => {
  const program = tool(path);
  const run = (...words: string[]) => consumer.run(program as string, [...args, ...words]);

  it.skipIf(!program).each([
    ["ESM", "esm.mjs"],
    ["CommonJS", "common.cjs"],
  ])("%s", async (_, file) => {
    const { code, text } = await run(file);
    const report = parse(text) as Report;
    expect(report).toMatchObject(EXPECTED);
    expect(report.info).toMatchObject({ backend: "wasm", precision: "fast", threads: 2 });
    expect([simd, "relaxed"]).toContain(report.info.simd);
    expect(code).toBe(0);
  });

  it.skipIf(!program)("loadSync", async () => {
    const { code, text } = await run("sync.mjs");
    expect(parse(text)).toEqual(["wasm", "high", 0, 0.5, 3]);
    expect(code).toBe(0);
  });

  it.skipIf(!program)("npx lanewise check", async () => {
    const { code, text } = await run(
      "node_modules/lanewise/bin/lanewise.mjs",
      "check",
      "--op",
      "gelu,crossEntropy,dense",
      "--json",
    );
    expect(JSON.parse(text)).toMatchObject({ right: true, info: { backend: "wasm" } });
    expect(code).toBe(0);
  });
});

describe(`workerd (miniflare ${versionOf("miniflare")})`, () => {
  it.skipIf(!miniflare)("with kernels that the engine compiles itself", async () => {
    const script = `${ESM}\nexport default { fetch: async () => Response.json(await report()) };`;
    const report = parse(await respond(consumer, script)) as Report;
    expect(report).toMatchObject(EXPECTED);
    expect(report.info).toMatchObject({ backend: "wasm", threads: 1, reason: "one thread: there are no workers here" });
  });
});

describe(`the edge runtime ${versionOf("@edge-runtime/vm")}`, () => {
  it.skipIf(!edgeRuntime)("with kernels from a bundle", async () => {
    const report = parse(await reportFrom(consumer, ESM)) as Report;
    expect(report).toMatchObject(EXPECTED);
    expect(report.info).toMatchObject({ backend: "wasm", threads: 1 });
    expect(report.info.reason).toContain("one thread: there are no workers here");
  });
});
