// lanewise/tfjs-node of the packed library: in every Node, as ES module and CommonJS, and what it says where a package is missing.

import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { CODECS } from "../../src/tfjsNode/codecs.js";
import { Consumer } from "./consumer.js";
import { tool, versionOf } from "./tools.js";

const own = fileURLToPath(new URL("../../node_modules", import.meta.url));
const TENSORFLOW = readdirSync(join(own, "@tensorflow")).map((name) => `@tensorflow/${name}`);

/** A project with these packages too: links to this project's own. */
async function installWith(names: readonly string[]): Promise<Consumer> {
  const consumer = await Consumer.install();
  for (const name of names) {
    const path = consumer.path(join("node_modules", name));
    mkdirSync(join(path, ".."), { recursive: true });
    symlinkSync(join(own, name), path, "dir");
  }
  return consumer;
}

/** With `tf`: synchronous from its first line; trains, saves, loads, draws and reads an image of each kind. */
const PROGRAM = `
  const first = [tf.getBackend(), ...tf.matMul([[1, 2]], [[3], [4]]).dataSync()];
  const run = async () => {
    const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
    model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
    const { history } = await model.fit(tf.tensor2d([[1], [2]]), tf.tensor2d([[3], [5]]), { epochs: 20, verbose: 0 });
    await model.save("file://./saved/model");
    const again = await tf.loadLayersModel("file://saved/model/model.json");
    const same = tf.equal(model.predict(tf.ones([1, 1])), again.predict(tf.ones([1, 1]))).dataSync()[0];
    const image = tf.tensor3d([...Array(192).keys()], [8, 8, 3], "int32");
    const png = tf.node.decodeImage(await tf.node.encodePng(image));
    const jpeg = tf.node.decodeImage(await tf.node.encodeJpeg(image, "rgb", 100, false, false, false));
    const gif = Buffer.from("R0lGODlhAQABAIAAAAECAwAAACwAAAAAAQABAAACAkQBADs=", "base64");
    tf.node.summaryFileWriter("./logs").scalar("x", 1, 1);
    console.log(JSON.stringify({
      first, same, learned: history.loss.at(-1) < history.loss[0],
      png: tf.equal(png, image).all().dataSync()[0],
      jpeg: tf.sub(jpeg, image).abs().max().dataSync()[0] < 8,
      gif: [...tf.node.decodeImage(gif).dataSync()],
      version: tf.version.lanewise, tfjs: tf.version.tfjs,
    }));
  };
  run();
`;
const EXPECTED = { first: ["lanewise", 11], same: 1, learned: true, png: 1, jpeg: true, gif: [1, 2, 3] };

const nodes = [20, 22, 24, 26].map((version) => [versionOf(`node-${version}`), tool(`node-${version}/bin/node`)] as const);

describe("beside @tensorflow/tfjs and the codecs", () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await installWith([...TENSORFLOW, ...Object.values(CODECS)]);
    consumer.write("named.mjs", `import * as tf from "lanewise/tfjs-node"; ${PROGRAM}`);
    consumer.write("default.mjs", `import tf from "lanewise/tfjs-node"; ${PROGRAM}`);
    consumer.write("common.cjs", `const tf = require("lanewise/tfjs-node"); ${PROGRAM}`);
    // Bundled into one file, apart from the package's files: with what is inlined.
    consumer.write(
      "bundle.cjs",
      `const tf = require("lanewise/tfjs-node"); console.log(JSON.stringify(tf.add([1], [2]).arraySync()));`,
    );
  });

  describe.each(nodes)("Node %s", (_, node) => {
    it.skipIf(!node).each(["named.mjs", "default.mjs", "common.cjs"])("works from the first line on: %s", async (file) => {
      const { code, text } = await consumer.run(node as string, [file]);
      expect(code, text).toBe(0);
      // Nothing else is printed: no advice, no warning.
      expect(JSON.parse(text)).toMatchObject(EXPECTED);
    });
  });

  it("is one backend for import and require together", async () => {
    consumer.write(
      "both.mjs",
      `import * as tf from "lanewise/tfjs-node"; import { createRequire } from "node:module";
      console.log(createRequire(import.meta.url)("lanewise/tfjs-node").engine() === tf.engine(), tf.getBackend());`,
    );
    expect((await consumer.run(process.execPath, ["both.mjs"])).text).toBe("true lanewise\n");
  });

  it("stands in for @tensorflow/tfjs-node where a library asks for that", async () => {
    const standIn = "node_modules/@tensorflow/tfjs-node";
    consumer.write(
      `${standIn}/package.json`,
      JSON.stringify({ name: "@tensorflow/tfjs-node", version: "4.22.0", main: "index.js" }),
    );
    consumer.write(`${standIn}/index.js`, `module.exports = require("lanewise/tfjs-node");`);
    consumer.write("theirs.mjs", `import * as tf from "@tensorflow/tfjs-node"; ${PROGRAM}`);
    consumer.write("theirs.cjs", `const tf = require("@tensorflow/tfjs-node"); ${PROGRAM}`);
    for (const file of ["theirs.mjs", "theirs.cjs"]) {
      const { code, text } = await consumer.run(process.execPath, [file]);
      expect(code, text).toBe(0);
      expect(JSON.parse(text)).toMatchObject(EXPECTED);
    }
  });

  it("works in a bundle", async () => {
    await build({
      entryPoints: [consumer.path("bundle.cjs")],
      outfile: consumer.path("elsewhere/bundled.cjs"),
      bundle: true,
      platform: "node",
      logLevel: "silent",
    });
    const { text } = await consumer.run(process.execPath, ["elsewhere/bundled.cjs"]);
    expect(text).toBe("[3]\n");
  });
});

describe("where a package is missing", () => {
  it.each([
    { has: [], missing: "@tensorflow/tfjs", command: "npm install @tensorflow/tfjs" },
    {
      has: TENSORFLOW.filter((name) => name !== "@tensorflow/tfjs-core"),
      missing: "@tensorflow/tfjs-core",
      command: "npm install @tensorflow/tfjs @tensorflow/tfjs-core @tensorflow/tfjs-backend-cpu",
    },
  ])("tells which one, and the command: $missing", async ({ has, missing, command }) => {
    const consumer = await installWith(has);
    consumer.write("esm.mjs", `import * as tf from "lanewise/tfjs-node";`);
    consumer.write("common.cjs", `require("lanewise/tfjs-node");`);
    for (const file of ["esm.mjs", "common.cjs"]) {
      const { code, text } = await consumer.run(process.execPath, [file]);
      expect(code).not.toBe(0);
      expect(text).toContain(`Error: lanewise/tfjs-node needs ${missing}, which is not installed. Run: ${command}\n`);
    }
  });

  it("an image names the codec that it needs, and everything else works", async () => {
    const consumer = await installWith(TENSORFLOW);
    consumer.write(
      "images.cjs",
      `const tf = require("lanewise/tfjs-node");
      const starts = { jpeg: [0xff, 0xd8, 0xff], png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], gif: [0x47, 0x49, 0x46, 0x38] };
      const messageOf = (work) => { try { work(); } catch ({ message }) { return message; } };
      const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 0, 1, 0, 1, 3, 1, 17, 0, 2, 17, 0, 3, 17, 0, 0xff, 0xda);
      console.log(JSON.stringify([jpeg, ...Object.values(starts).slice(1).map((start) => Uint8Array.from(start))].map(
        (bytes) => messageOf(() => tf.node.decodeImage(bytes)))));`,
    );
    const { text } = await consumer.run(process.execPath, ["images.cjs"]);
    expect(JSON.parse(text)).toEqual(
      Object.entries(CODECS).map(
        ([format, name]) => `tf.node: ${format.toUpperCase()} images need the package ${name}. Run: npm install ${name}`,
      ),
    );
  });
});
