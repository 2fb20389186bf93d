// lanewise/tfjs in pages of real browsers: a model of TensorFlow.js is trained there.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browsers } from "./installed.js";
import { launch, need } from "./launch.js";
import { ISOLATED, serve, type WebServer } from "./serve.js";
import { faultsOf, type Training, train } from "./training.js";

const CONDITIONS = { isolated: ISOLATED, plain: {} } as const;

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "lanewise-tfjs-page-"));
let server: WebServer;

beforeAll(async () => {
  await build({
    stdin: {
      contents: `
        import * as tf from "@tensorflow/tfjs";
        import * as lanewise from "./dist/tfjs.js";
        Object.assign(globalThis, { tf, lanewise });
        document.title = "loaded";`,
      resolveDir: root,
    },
    outdir: folder,
    bundle: true,
    // Kernels stay chunks of their own, as users' bundlers keep them.
    splitting: true,
    format: "esm",
    mainFields: ["module", "main"],
    logLevel: "error",
  });
  const page = `<!doctype html><link rel="icon" href="data:,"><script type="module" src="stdin.js"></script>`;
  server = await serve((path) => {
    const [, condition, name = ""] = /^\/(\w+)\/(.*)$/.exec(path) ?? [];
    const headers = CONDITIONS[condition as keyof typeof CONDITIONS];
    return headers && { headers, body: name === "" ? page : readFileSync(join(folder, name)) };
  });
});
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(Object.keys(CONDITIONS))("in a page that is %s", (condition) => {
  it.for(browsers)("$name trains a model as tfjs-cpu does", async (browser, context) => {
    need(browser, context);
    const page = await (await launch(browser)).newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${server.origin}/${condition}/`);
    await page.waitForFunction(() => document.title === "loaded");
    const training: Training = await page.evaluate(`(${train})(tf, lanewise)`);
    expect(faultsOf(training)).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });
});
