// The packed library, installed where users install it. Built before: npm run build.

import { defineConfig } from "vitest/config";
import { viteInlined } from "./scripts/inlined.mjs";

export default defineConfig({
  plugins: [viteInlined],
  test: {
    include: ["test/package/**/*.test.ts"],
    globalSetup: ["test/package/setup.ts"],
    expect: { requireAssertions: true },
    // These end what hangs: no test fails for being slow, on a machine that has other things to do.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    reporters: process.env.CI ? ["default", ["json", { outputFile: ".ci/package.json" }]] : ["default"],
  },
});
