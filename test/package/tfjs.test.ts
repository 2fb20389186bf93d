// lanewise/tfjs of the packed library: with @tensorflow/tfjs and with bare tfjs-core, as ES module and CommonJS, and in workerd.

import { mkdirSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { families } from "../../src/families.js";
import { faultsOf, type Training, train } from "../browsers/training.js";
import { Consumer } from "./consumer.js";
import { tool, versionOf } from "./tools.js";
import { miniflare, respond } from "./workerd.js";

const UNION = ["tfjs", "tfjs-core", "tfjs-backend-cpu"];
const BARE = ["tfjs-core", "tfjs-backend-cpu"];

/** A project with these packages of TensorFlow.js: links to this project's own, which hold hundreds of MB. */
async function installWith(names: readonly string[]): Promise<Consumer> {
  const consumer = await Consumer.install();
  mkdirSync(consumer.path("node_modules/@tensorflow"));
  for (const name of names) {
    const own = fileURLToPath(new URL(`../../node_modules/@tensorflow/${name}`, import.meta.url));
    symlinkSync(own, consumer.path(`node_modules/@tensorflow/${name}`), "dir");
  }
  return consumer;
}

/** The line that is JSON, among what TensorFlow.js has to say; all of it where there is none. */
function parse(text: string): unknown {
  const line = text.split("\n").find((each) => /^[{[]/.test(each));
  return line === undefined ? text : JSON.parse(line);
}

const nodes = [20, 24].map((version) => [versionOf(`node-${version}`), tool(`node-${version}/bin/node`)] as const);

describe("beside @tensorflow/tfjs", () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await installWith(UNION);
    const program = `(${train})(tf, lanewise).then((training) => console.log(JSON.stringify(training)));`;
    consumer.write("esm.mjs", `import * as tf from "@tensorflow/tfjs"; import * as lanewise from "lanewise/tfjs"; ${program}`);
    consumer.write("common.cjs", `const tf = require("@tensorflow/tfjs"); const lanewise = require("lanewise/tfjs"); ${program}`);
  });

  it.skipIf(!miniflare)("trains a model in workerd", async () => {
    const script = `import * as tf from "@tensorflow/tfjs"; import * as lanewise from "lanewise/tfjs";
      export default { fetch: async () => Response.json(await (${train})(tf, lanewise)) };`;
    const training = parse(await respond(consumer, script));
    expect(training).toMatchObject({ backend: "lanewise" });
    expect(faultsOf(training as Training)).toEqual([]);
  });

  describe.each(nodes)("Node %s", (_, node) => {
    it.skipIf(!node).each(["esm.mjs", "common.cjs"])("trains a model: %s", async (file) => {
      const { text } = await consumer.run(node as string, [file]);
      const training = parse(text);
      expect(training).toMatchObject({ backend: "lanewise" });
      expect(faultsOf(training as Training)).toEqual([]);
    });
  });
});

/** What bare tfjs-core can do: it has no gradients of its own, and no chained ops. */
const BARE_PROGRAM = `async (options) => {
  await lanewise.registerBackend({ threads: 1, ...options });
  await tf.setBackend("lanewise");
  const x = tf.tensor2d([1, -2, 3, 0.5], [2, 2]);
  const product = tf.softmax(tf.matMul(x, x));
  const gradient = tf.grad((each) => lanewise.gelu(each))(x);
  return [tf.getBackend(), ...[product, gradient].flatMap((each) => [...each.dataSync()].map((value) => value.toFixed(5)))];
}`;
/** x · x = [[−5, −3], [4.5, −5.75]]; gelu′ = Φ(x) + x φ(x). */
const BARE_RESULT = ["lanewise", "0.11920", "0.88080", "0.99996", "0.00004", "1.08332", "-0.08523", "1.01195", "0.86750"];

const BARE_IMPORTS = `import * as tf from "@tensorflow/tfjs-core"; import * as lanewise from "lanewise/tfjs";`;

describe("beside bare tfjs-core", () => {
  let consumer: Consumer;
  beforeAll(async () => {
    consumer = await installWith(BARE);
    const program = `(${BARE_PROGRAM})().then((results) => console.log(JSON.stringify(results)));`;
    consumer.write("esm.mjs", `${BARE_IMPORTS} ${program}`);
    consumer.write(
      "common.cjs",
      `const tf = require("@tensorflow/tfjs-core"); const lanewise = require("lanewise/tfjs"); ${program}`,
    );
  });

  describe.each(nodes)("Node %s", (_, node) => {
    it.skipIf(!node).each(["esm.mjs", "common.cjs"])("computes: %s", async (file) => {
      const { text } = await consumer.run(node as string, [file]);
      expect(parse(text)).toEqual(BARE_RESULT);
    });
  });

  it.skipIf(!miniflare)("computes in workerd", async () => {
    const script = `${BARE_IMPORTS} export default { fetch: async () => Response.json(await (${BARE_PROGRAM})()) };`;
    expect(JSON.parse(await respond(consumer, script))).toEqual(BARE_RESULT);
  });

  it.skipIf(!miniflare)("computes in workerd with modules that are given", async () => {
    const imports = families.map((family) => `import ${family} from "./kernels/${family}-relaxed-high.wasm";`);
    const script = `${BARE_IMPORTS} ${imports.join(" ")} import own from "./kernels/tfjs-relaxed.wasm";
      export default { fetch: async () => Response.json(await (${BARE_PROGRAM})({ modules: { core: [${families}], own } })) };`;
    expect(JSON.parse(await respond(consumer, script))).toEqual(BARE_RESULT);
  });
});
