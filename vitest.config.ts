import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Inlines .wasm files as bytes, as tsup does for the package. */
const wasm = {
  name: "wasm-bytes",
  enforce: "pre" as const,
  load(id: string) {
    if (!id.endsWith(".wasm")) return undefined;
    const base64 = readFileSync(id).toString("base64");
    return `export default Uint8Array.from(atob("${base64}"), (c) => c.charCodeAt(0));`;
  },
};

/** Node 20 has relaxed SIMD behind a flag that newer Nodes no longer know, since they have it without. */
const relaxedSimd = process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : [];

export default defineConfig({
  plugins: [wasm],
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "./tsconfig.json" },
    setupFiles: ["test/setup.ts"],
    execArgv: relaxedSimd,
    testTimeout: 60_000,
    // .ci/run counts from the file.
    reporters: process.env.CI ? ["default", ["json", { outputFile: ".ci/results.json" }]] : ["default"],
  },
});
