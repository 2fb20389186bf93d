// What kernel modules there are: a family (assembly/modules) for each target of asconfig.json that it is built for.

import { readFileSync } from "node:fs";

const json = (path) => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), "utf8"));

/** Where the static data of each family begins in the memory that all share, bytes. Its window ends where the next begins. */
export const windows = json("assembly/modules/windows.json");

/** Kernels of TensorFlow.js are float32 in both precisions. */
const isOfTarget = (family, target) => (family === "tfjs") === !target.includes("-");

/** Every module, named as its file in dist/kernels. */
export const modules = Object.keys(windows).flatMap((family) =>
  Object.keys(json("asconfig.json").targets)
    .filter((target) => isOfTarget(family, target))
    .map((target) => ({ family, target, name: `${family}-${target}`, memoryBase: windows[family] })),
);
