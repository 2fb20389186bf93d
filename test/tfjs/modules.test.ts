// registerBackend({ modules }): compiled kernels from the user, where an engine compiles only what it knows beforehand.

import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { expect, it } from "vitest";
import { families, type ModuleName } from "../../src/families.js";
import { registerBackend } from "../../src/tfjs/index.js";

const compiled = (name: ModuleName) =>
  new WebAssembly.Module(readFileSync(new URL(`../../dist/kernels/${name}.wasm`, import.meta.url)));
const core = families.map((family) => compiled(`${family}-fixed-high`));
const own = compiled("tfjs-fixed");

it("runs on modules that it is given", async () => {
  await registerBackend({ name: "given", modules: { core, own } });
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
  ["core", { core: [own], own }],
  ["core", { core: core.slice(1), own }],
  ["core", { core: core.slice(0, -1), own }],
  ["core", { core: own, own }],
  ["core", { core: [...core, new Uint8Array(8)], own }],
  ["own", { core, own: core[0] }],
  ["own", { core, own: core }],
])("refuses another one for modules.%s", async (name, modules) => {
  const attempt = registerBackend({ name: "refused", modules: modules as never });
  await expect(attempt).rejects.toThrow(TypeError);
  await expect(attempt).rejects.toThrow(`modules.${name} is not`);
  expect(tf.findBackend("refused")).toBeNull();
});
