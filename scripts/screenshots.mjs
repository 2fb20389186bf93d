// Pictures of the playground in a real browser. Without words: the two that the README shows, into docs/, each with what it shows. With a
// folder: every view, wide and narrow, light and dark, to be looked at.

import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { openPicture, pictureDigest, pictureFile, pictures, wordsFile, wordsOf } from "./playgroundPictures.mjs";

const configFile = fileURLToPath(new URL("../playground/vite.config.ts", import.meta.url));
const executablePath = process.env.LANEWISE_CHROMIUM ?? "/usr/bin/chromium";
if (!existsSync(executablePath)) throw new Error(`${executablePath} is missing: name a Chromium in LANEWISE_CHROMIUM`);

/**
 * @param {import("playwright-core").Browser} browser
 * @param {{ origin: string, address: string, file: string, width: number, height: number, scheme: "light" | "dark" }} picture
 */
async function take(browser, { origin, address, file, width, height, scheme }) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") console.error(`${address}: ${message.text()}`);
  });
  page.on("pageerror", (error) => console.error(`${address}: ${error.stack}`));
  await page.goto(`${origin}#${address}`);
  await page.waitForSelector("[data-ready]");
  await page.waitForTimeout(2500);
  await page.screenshot({ path: file, fullPage: true });
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
if (folder === undefined) {
  for (const picture of pictures) {
    const page = await openPicture(browser, origin, picture);
    await page.screenshot({ path: pictureFile(picture) });
    writeFileSync(wordsFile(picture), `picture: ${pictureDigest(picture)}\n${await wordsOf(page)}`);
    await page.close();
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
        await take(browser, { origin, address, file, ...view, scheme });
      }
    }
  }
}
await browser.close();
await server.close();
