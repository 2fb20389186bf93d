// examples/browser, with the packed library: built by Vite and opened in real browsers.

import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build, type PreviewServer, preview } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers } from "../browsers/installed.js";
import { launch, need } from "../browsers/launch.js";
import { Consumer } from "./consumer.js";

const examples = fileURLToPath(new URL("../../examples/", import.meta.url));

describe("examples/browser", () => {
  let server: PreviewServer;
  beforeAll(async () => {
    const consumer = await Consumer.install();
    for (const name of ["browser", "xor.mjs"]) {
      cpSync(examples + name, consumer.path(`examples/${name}`), {
        recursive: true,
        filter: (path) => !path.includes("node_modules"),
      });
    }
    const root = consumer.path("examples/browser");
    await build({ root, logLevel: "error" });
    server = await preview({ root, logLevel: "error", preview: { port: 0 } });
  });
  afterAll(() => server?.close());

  it.for(browsers)("learns in the page and in its worker in $name", async (installed, context) => {
    need(installed, context);
    const page = await (await launch(installed)).newPage();
    try {
      await page.goto(server.resolvedUrls?.local.at(0) as string);
      await page.waitForFunction(() => document.getElementById("worker")?.textContent?.startsWith("00, 01"));
      const [info, inPage, inWorker] = await page.evaluate(() =>
        ["info", "page", "worker"].map((id) => document.getElementById(id)?.textContent),
      );
      expect(info).toContain("wasm, SIMD relaxed");
      expect(inPage).toMatch(/→ 0\.0\d+, 0\.9\d+, 0\.9\d+, 0\.0\d+ at a cost/);
      expect(inWorker).toBe(inPage);
    } finally {
      await page.close();
    }
  });
});
