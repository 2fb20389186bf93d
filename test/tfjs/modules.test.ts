// registerBackend({ modules }): compiled kernels from the user, where an engine compiles only what it knows beforehand.

import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { registerBackend } from "../../src/tfjs/index.js";

const compiled = (name: string) =>
  new WebAssembly.Module(readFileSync(new URL(`../../dist/kernels/${name}.wasm`, import.meta.url)));

it("runs on modules that it is given", async () => {
  const modules = { core: compiled("fixed-high"), own: compiled("tfjs-fixed") };
  await registerBackend({ name: "given", modules });
  await tf.setBackend("given");
  expect([
    ...tf
      .matMul([[1, 2]], [[3], [4]])
      .softmax()
      .dataSync(),
  ]).toEqual([1]);
  expect([...tf.exp([0, 1]).dataSync()]).toEqual([1, Math.fround(Math.E)]);
});

it.each([
  ["core", { core: compiled("tfjs-fixed"), own: compiled("tfjs-fixed") }],
  ["own", { core: compiled("fixed-fast"), own: compiled("fixed-fast") }],
  ["core", { core: new Uint8Array(8), own: compiled("tfjs-fixed") }],
])("refuses another one for modules.%s", async (name, modules) => {
  const attempt = registerBackend({ name: "refused", modules: modules as never });
  await expect(attempt).rejects.toThrow(TypeError);
  await expect(attempt).rejects.toThrow(`modules.${name} is not`);
  expect(tf.findBackend("refused")).toBeNull();
});
