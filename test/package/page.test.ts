// A page that is opened from a file, as Electron's loadFile() opens those of a renderer without Node: one bundle, nothing to fetch.

import { symlinkSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { browsers } from "../browsers/installed.js";
import { launch, need } from "../browsers/launch.js";
import { Consumer } from "./consumer.js";

const SCRIPT = `
  import * as tf from "@tensorflow/tfjs-core";
  import { registerBackend } from "lanewise/tfjs";
  import { load } from "lanewise";
  const run = async () => {
    await registerBackend();
    await tf.setBackend("lanewise");
    const lw = await load();
    return [tf.getBackend(), ...tf.matMul([[1, 2]], [[3], [4]]).dataSync(), lw.info.backend, ...lw.relu([-1, 2])];
  };
  run().then((result) => { document.title = JSON.stringify(result); }, (error) => { document.title = String(error); });
`;

describe("a page of a file", () => {
  let page: string;
  beforeAll(async () => {
    const consumer = await Consumer.install();
    const own = fileURLToPath(new URL("../../node_modules/@tensorflow", import.meta.url));
    symlinkSync(own, consumer.path("node_modules/@tensorflow"), "dir");
    consumer.write("renderer.js", SCRIPT);
    await build({
      entryPoints: [consumer.path("renderer.js")],
      outfile: consumer.path("app/renderer.js"),
      bundle: true,
      format: "iife",
      logLevel: "error",
    });
    consumer.write("app/index.html", `<!doctype html><script src="renderer.js" defer></script>`);
    page = pathToFileURL(consumer.path("app/index.html")).href;
  });

  it.for(browsers)("computes in $name", async (installed, context) => {
    need(installed, context);
    const opened = await (await launch(installed)).newPage();
    try {
      await opened.goto(page);
      await opened.waitForFunction(() => document.title !== "");
      expect(JSON.parse(await opened.title())).toEqual(["lanewise", 11, "wasm", 0, 2]);
    } finally {
      await opened.close();
    }
  });
});
