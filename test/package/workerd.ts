// A worker script in workerd, by miniflare, as wrangler does it: bundled under workerd's conditions, .wasm files beside the script.

import { cpSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { Consumer } from "./consumer.js";
import { tool } from "./tools.js";

export const miniflare = tool("miniflare");

/** What the consumer's script answers, as text. */
export async function respond(consumer: Consumer, script: string): Promise<string> {
  consumer.write("worker.js", script);
  await build({
    entryPoints: [consumer.path("worker.js")],
    outfile: consumer.path("bundled/worker.js"),
    bundle: true,
    format: "esm",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm"],
    logLevel: "error",
  });
  cpSync(consumer.path("node_modules/lanewise/dist/kernels"), consumer.path("bundled/kernels"), { recursive: true });
  const { Miniflare } = await import(join(miniflare as string, "dist/src/index.js"));
  const worker = new Miniflare({
    modules: true,
    modulesRoot: consumer.path("bundled"),
    scriptPath: consumer.path("bundled/worker.js"),
    modulesRules: [{ type: "CompiledWasm", include: ["**/*.wasm"] }],
    compatibilityDate: "2026-04-01",
  });
  try {
    return await (await worker.dispatchFetch("http://localhost/")).text();
  } finally {
    await worker.dispose();
  }
}
