// The README's two pictures of the playground, and what they show in words. The words stand beside each picture, and a test compares them
// with the page as it is: who changes the page takes its pictures anew (npm run playground:screenshots).

import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const docs = fileURLToPath(new URL("../docs/", import.meta.url));
/** How the page looks, which its words do not tell. */
const LOOKS = ["style", "charts"].map((folder) => fileURLToPath(new URL(`../playground/${folder}/`, import.meta.url)));

/** @typedef {{ name: string, address: string, steps: number }} Picture */

/** @type {readonly Picture[]} */
export const pictures = [
  { name: "playground-activations", address: "activations", steps: 0 },
  { name: "playground-cost", address: "cost?raw=1&rate=0.05", steps: 60 },
];

export const pictureFile = (/** @type {Picture} */ { name }) => `${docs}${name}.png`;
export const wordsFile = (/** @type {Picture} */ { name }) => `${docs}${name}.txt`;

/**
 * Opens the page that a picture is of. Nothing moves in it: a descent stands after so many steps.
 * @param {import("playwright-core").Browser} browser
 * @param {string} origin where the playground is
 * @param {Picture} picture
 */
export async function openPicture(browser, origin, { address, steps }) {
  const page = await browser.newPage({
    // Small enough for a README.
    viewport: { width: 960, height: 780 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  await page.goto(`${origin}#${address}`);
  await page.waitForSelector("[data-ready]");
  const step = page.getByRole("button", { name: "Step", exact: true });
  if (steps > 0)
    await step.evaluate((button, count) => {
      for (let i = 0; i < count; i++) /** @type {HTMLElement} */ (button).click();
    }, steps);
  // What is drawn comes with the next frames, formulas with their fonts.
  await page.evaluate(async () => {
    await document.fonts.ready;
    for (let i = 0; i < 3; i++) await new Promise((done) => requestAnimationFrame(done));
  });
  return page;
}

/**
 * What a picture shows: how the page looks, by the digest of its styles and charts, and all that it says to who cannot see it. What
 * hangs on the machine's SIMD, its name and a last rounding, is no part of it.
 * @param {import("playwright-core").Page} page
 */
export async function wordsOf(page) {
  const said = await Promise.all([".tabs", "main"].map((part) => page.locator(part).ariaSnapshot()));
  const words = said.join("\n").replace(/[^ ]+ · 10\S+ away/, "… away");
  return `looks: ${digestOf(LOOKS.flatMap(filesIn))}\n\n${words}\n`;
}

/** @param {Picture} picture */
export const pictureDigest = (picture) => digestOf([pictureFile(picture)]);

const filesIn = (/** @type {string} */ folder) =>
  readdirSync(folder)
    .sort()
    .map((name) => folder + name);

/** @param {readonly string[]} files */
function digestOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}
