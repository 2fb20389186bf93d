// Pictures of the playground in a real browser. Without words: the two that the README shows, into docs/. With a folder: every view,
// wide and narrow, light and dark, to be looked at.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, preview } from "vite";

const configFile = fileURLToPath(new URL("../playground/vite.config.ts", import.meta.url));
const docs = fileURLToPath(new URL("../docs/", import.meta.url));

/** What the README shows. */
const SHOWN = [
  { file: "playground-activations.png", address: "activations", settle: 500 },
  { file: "playground-cost.png", address: "cost?raw=1&rate=0.05&speed=20", settle: 3500 },
];

const executablePath = process.env.LANEWISE_CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: name a Chromium in LANEWISE_CHROMIUM`);

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ origin: string, address: string, file: string, width: number, height: number, scheme: "light" | "dark", whole: boolean, settle: number }} picture
 */
async function take(browser, { origin, address, file, width, height, scheme, whole, settle }) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") console.error(`${address}: ${message.text()}`);
  });
  page.on("pageerror", (error) => console.error(`${address}: ${error.stack}`));
  await page.goto(`${origin}#${address}`);
  await page.waitForSelector("[data-ready]");
  await page.waitForTimeout(settle);
  await page.screenshot({ path: file, fullPage: whole });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) console.error(`${address} at ${width}: ${wide} px too wide`);
  await page.close();
}

const [folder, ...only] = process.argv.slice(2);
await build({ configFile, logLevel: "warn" });
const server = await preview({ configFile, preview: { port: 0 }, logLevel: "warn" });
const origin = String(server.resolvedUrls?.local[0]);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const wide = { width: 1280, height: 800 };
/** Small enough for a README. */
const shown = { width: 960, height: 780 };
if (folder === undefined) {
  for (const { file, address, settle } of SHOWN) {
    await take(browser, { origin, address, file: join(docs, file), ...shown, scheme: "light", whole: false, settle });
  }
} else {
  mkdirSync(folder, { recursive: true });
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForSelector("[data-ready]");
  const views =
    only.length > 0 ? only : await page.$$eval(".tabs a", (tabs) => tabs.map((tab) => String(tab.getAttribute("href")).slice(1)));
  for (const address of views) {
    for (const [size, view] of Object.entries({ wide, narrow: { width: 360, height: 740 } })) {
      for (const scheme of /** @type {const} */ (["light", "dark"])) {
        const file = join(folder, `${address.replace(/\W+/g, "-")}-${size}-${scheme}.png`);
        await take(browser, { origin, address, file, ...view, scheme, whole: true, settle: 2500 });
      }
    }
  }
}
await browser.close();
await server.close();
