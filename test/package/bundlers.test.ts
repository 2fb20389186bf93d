// The packed library through Vite, webpack and esbuild, and opened in real browsers.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { build as esbuild } from "esbuild";
import { build, createLogger, createServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers } from "../browsers/installed.js";
import { launch, need } from "../browsers/launch.js";
import { ISOLATED, serve, type WebServer } from "../browsers/serve.js";
import { Consumer } from "./consumer.js";
import { ESM, EXPECTED, type Report } from "./program.js";
import { tool, versionOf } from "./tools.js";

let consumer: Consumer;
beforeAll(async () => {
  consumer = await Consumer.install();
  consumer.write(
    "main.js",
    `${ESM}
    report().catch(String).then((outcome) => {
      globalThis.outcome = outcome;
      document.title = "done";
    });`,
  );
  const page = (script: string) =>
    `<!doctype html><meta charset="utf-8"><title>…</title><link rel="icon" href="data:,">${script}`;
  consumer.write("index.html", page(`<script type="module" src="/main.js"></script>`));
  for (const name of ["webpack", "esm"])
    consumer.write(`${name}/index.html`, page(`<script type="module" src="main.js"></script>`));
  consumer.write("iife/index.html", page(`<script src="main.js"></script>`));
});

/** Serves a folder of the consumer's, as a cross-origin isolated page. */
function serveFolder(folder: string): Promise<WebServer> {
  return serve((path) => ({
    body: readFileSync(consumer.path(`${folder}${path.endsWith("/") ? `${path}index.html` : path}`)),
    headers: ISOLATED,
  }));
}

interface Built {
  readonly server: WebServer;
  /** What the bundler complained about. */
  readonly warnings: readonly string[];
}

/** Vite's messages, kept instead of printed. */
function quiet(warnings: string[]) {
  const logger = createLogger("warn");
  const keep = (message: string) => void warnings.push(message);
  return { ...logger, warn: keep, warnOnce: keep, error: keep };
}

async function viteBuild(): Promise<Built> {
  const warnings: string[] = [];
  await build({ root: consumer.folder, configFile: false, customLogger: quiet(warnings), build: { outDir: "vite" } });
  return { server: await serveFolder("vite"), warnings };
}

async function viteDev(): Promise<Built> {
  const warnings: string[] = [];
  const vite = await createServer({
    root: consumer.folder,
    configFile: false,
    customLogger: quiet(warnings),
    server: { port: 0, headers: ISOLATED },
  });
  await vite.listen();
  const origin = vite.resolvedUrls?.local.at(0)?.replace(/\/$/, "") ?? "";
  return { server: { origin, close: () => void vite.close() }, warnings };
}

async function webpack(): Promise<Built> {
  const pack = createRequire(import.meta.url)(tool("webpack") as string);
  const stats = await new Promise<{ toJson(): { errors: { message: string }[]; warnings: { message: string }[] } }>(
    (resolve, reject) => {
      const options = {
        context: consumer.folder,
        mode: "production",
        entry: "./main.js",
        output: { path: consumer.path("webpack"), filename: "main.js" },
        performance: { hints: false },
      };
      pack(options, (error: Error | null, result: never) => (error ? reject(error) : resolve(result)));
    },
  );
  const { errors, warnings } = stats.toJson();
  return { server: await serveFolder("webpack"), warnings: [...errors, ...warnings].map(({ message }) => message) };
}

const withEsbuild = (format: "esm" | "iife") => async (): Promise<Built> => {
  const { warnings } = await esbuild({
    absWorkingDir: consumer.folder,
    entryPoints: ["main.js"],
    outdir: format,
    bundle: true,
    minify: true,
    format,
    splitting: format === "esm",
    logLevel: "silent",
  });
  return { server: await serveFolder(format), warnings: warnings.map(({ text }) => text) };
};

describe.each([
  ["vite build", viteBuild, true],
  ["vite dev", viteDev, true],
  [`webpack ${versionOf("webpack")}`, webpack, tool("webpack") !== undefined],
  ["esbuild ESM", withEsbuild("esm"), true],
  ["esbuild IIFE", withEsbuild("iife"), true],
])("%s", (_, make, available) => {
  describe.skipIf(!available)("makes a page", () => {
    let built: Built;
    beforeAll(async () => {
      built = await make();
    });
    afterAll(() => built?.server.close());

    it("without a warning", () => expect(built.warnings).toEqual([]));

    it.for(browsers)("that runs in $name", async (installed, context) => {
      need(installed, context);
      const page = await (await launch(installed)).newPage();
      try {
        const problems: string[] = [];
        page.on("pageerror", ({ message }) => problems.push(message));
        await page.goto(`${built.server.origin}/`);
        await page.waitForFunction(() => document.title === "done");
        const report = (await page.evaluate("outcome")) as Report;
        expect(report).toMatchObject(EXPECTED);
        expect(report.info).toMatchObject({ backend: "wasm", simd: "relaxed", threads: 2, reason: "" });
        expect(problems).toEqual([]);
      } finally {
        await page.close();
      }
    });
  });
});
