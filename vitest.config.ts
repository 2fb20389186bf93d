import { defineConfig } from "vitest/config";
import { viteInlined } from "./scripts/inlined.mjs";

/** Node 20 has relaxed SIMD behind a flag that newer Nodes no longer know, since they have it without. */
const relaxedSimd = process.version.startsWith("v20.") ? ["--experimental-wasm-relaxed-simd"] : [];

export default defineConfig({
  plugins: [viteInlined],
  test: {
    include: ["test/**/*.test.ts"],
    // These have configurations of their own: npm run test:browsers, npm run test:package.
    exclude: ["test/browsers/**", "test/package/**"],
    // Of these files and what they import; npm run types is for all.
    typecheck: { enabled: true, include: ["test/api/*.test-d.ts"], tsconfig: "test/api/tsconfig.json" },
    // Tests compute, the process that serves them hardly does: left alone, vitest leaves it a processor.
    maxWorkers: "100%",
    setupFiles: ["test/setup.ts"],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    execArgv: relaxedSimd,
    // These end what hangs: no test fails for being slow, on a machine that has other things to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // .ci/run counts from the file.
    reporters: process.env.CI ? ["default", ["json", { outputFile: ".ci/results.json" }]] : ["default"],
  },
});
