// A script in the edge runtime, as Next.js runs it: one bundle, and a `process` whose functions throw.

import { join } from "node:path";
import { build } from "esbuild";
import type { Consumer } from "./consumer.js";
import { tool } from "./tools.js";

export const edgeRuntime = tool("@edge-runtime/vm");

/** What `report`, which the script exports, gives: as JSON. */
export async function reportFrom(consumer: Consumer, script: string): Promise<string> {
  consumer.write("edge.js", script);
  const { outputFiles } = await build({
    entryPoints: [consumer.path("edge.js")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "program",
    conditions: ["edge-light", "worker", "browser"],
    mainFields: ["module", "main"],
    logLevel: "error",
    logOverride: { "empty-import-meta": "silent" },
  });
  const { EdgeVM } = await import(join(edgeRuntime as string, "dist/index.js"));
  const vm = new EdgeVM();
  vm.evaluate(`
    const unsupported = (name) => { throw new Error("A Node.js API is used (process." + name + ") which is not supported in the Edge Runtime.") };
    globalThis.process = new Proxy({ env: {} }, { get: (target, name) => target[name] ?? (() => unsupported(String(name))) });
    ${outputFiles[0]?.text}`);
  return await vm.evaluate("program.report().then(JSON.stringify)");
}
