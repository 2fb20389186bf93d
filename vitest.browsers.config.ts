// In Chromium and Firefox: the suites that say what ops do, in a page that is cross-origin isolated and in one that is not, and
// the built package in pages of all kinds. Built before: npm run build.

import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type TestProjectConfiguration } from "vitest/config";
import { viteInlined } from "./scripts/inlined.mjs";
import { browsers } from "./test/browsers/installed.js";
import { ISOLATED } from "./test/browsers/serve.js";

const common = { testTimeout: 600_000, hookTimeout: 600_000, expect: { requireAssertions: true } };

/** What ops do, by every subject that the page can run, verify mode among them. */
const SUITES = ["test/conformance/**/*.test.ts", "test/special.test.ts", "test/verify/**/*.test.ts"];

/**
 * Suites inside the browsers that are there; test/browsers tells of those that are not.
 * @param groupOrder one group after the other: few machines have room for four browsers at once
 */
function inside(
  name: string,
  include: string[],
  headers: Record<string, string>,
  groupOrder: number,
): TestProjectConfiguration[] {
  const instances = browsers
    .filter(({ installed }) => installed)
    .map((each) => ({ browser: each.name, provider: playwright({ launchOptions: each.options }) }));
  if (instances.length === 0) return [];
  const browser = { enabled: true, headless: true, screenshotFailures: false, connectTimeout: 300_000, instances };
  return [{ plugins: [viteInlined], server: { headers }, test: { ...common, name, include, browser, sequence: { groupOrder } } }];
}

export default defineConfig({
  test: {
    projects: [
      { plugins: [viteInlined], test: { ...common, name: "pages", include: ["test/browsers/**/*.test.ts"] } },
      ...inside("isolated", [...SUITES, "test/accuracy/reproducible.test.ts"], ISOLATED, 1),
      ...inside("plain", SUITES, {}, 2),
    ],
    reporters: process.env.CI ? ["default", ["json", { outputFile: ".ci/browsers.json" }]] : ["default"],
  },
});
