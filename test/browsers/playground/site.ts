// The playground, built as `npm run playground:build` builds it, under both conditions that a host may offer: /isolated/ with the
// headers that allow threads, /plain/ without.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { build } from "vite";
import { ISOLATED, serve } from "../serve.js";

const configFile = fileURLToPath(new URL("../../../playground/vite.config.ts", import.meta.url));

export type Hosting = "isolated" | "plain";

export interface Site {
  open(browser: Browser, hosting: Hosting, address?: string): Promise<Opened>;
  close(): void;
}

export interface Opened {
  readonly page: Page;
  /** Errors and warnings that the page has reported. */
  readonly problems: string[];
  /** Goes to another address, as a link inside the page does, and waits until its view stands. */
  go(address: string): Promise<void>;
}

export async function buildSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "lanewise-playground-"));
  await build({ configFile, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  const server = await serve((path) => {
    const [, hosting, name = ""] = /^\/(isolated|plain)\/(.*)$/.exec(path) ?? [];
    if (!hosting) return undefined;
    return { body: readFileSync(join(folder, name || "index.html")), headers: hosting === "isolated" ? ISOLATED : {} };
  });
  return {
    async open(browser, hosting, address = "activations") {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const problems: string[] = [];
      page.on("pageerror", (error) => problems.push(error.message));
      page.on("console", (message) => {
        if (["error", "warning"].includes(message.type())) problems.push(message.text());
      });
      await page.goto(`${server.origin}/${hosting}/#${address}`);
      const ready = () => page.waitForSelector(`[data-ready][data-view="${/^\w+/.exec(address)?.[0]}"]`);
      await ready();
      const go = async (next: string) => {
        await page.evaluate((hash) => {
          location.hash = hash;
        }, next);
        await page.waitForSelector(`[data-ready][data-view="${/^\w+/.exec(next)?.[0]}"]`);
        // Two frames: the state is read in one, and drawn in the next at the latest.
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      };
      return { page, problems, go };
    },
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
