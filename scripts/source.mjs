// Modules of src/ in plain Node: for the sweeps, which measure the built package and share definitions with its tests that the
// package does not export.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** @param {string} path within src/ */
export async function fromSource(path) {
  const entry = fileURLToPath(new URL(`../src/${path}`, import.meta.url));
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, write: false, format: "esm", logLevel: "error" });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
}
