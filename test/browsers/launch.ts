// Browsers at work, for tests that open pages.

import type { Browser } from "playwright-core";
import { afterAll, type TestContext } from "vitest";
import type { InstalledBrowser } from "./installed.js";

/** In CI a browser must be there; elsewhere the test shows as skipped, with what it needs. */
export function need({ installed, name, remedy }: InstalledBrowser, context: TestContext): void {
  if (installed) return;
  if (process.env.CI) throw new Error(`${name} is missing: ${remedy}`);
  context.skip(`needs ${name}: ${remedy}`);
}

const launched = new Map<string, Promise<Browser>>();
afterAll(async () => {
  for (const browser of launched.values()) await (await browser).close();
  launched.clear();
});

/** The running browser, one for all the tests of a file. */
export function launch({ name, type, options }: InstalledBrowser): Promise<Browser> {
  const browser = launched.get(name) ?? type.launch(options);
  launched.set(name, browser);
  return browser;
}
