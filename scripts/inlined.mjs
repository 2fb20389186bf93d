// How kernel modules stand in JavaScript: deflated, in base64. That is as short as the gzipped module itself once a server
// compresses it, where plain base64 would be 40 % longer. A script imported as "file?raw" stands there as its text, as Vite has
// it by itself, and "*.wasm?all" for all modules whose paths match, by name. Used by the package's build and by the tests'.

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import zopfli from "@gfx/zopfli";

/** What src/runtime/inflate.ts unpacks. */
const packed = (file) => deflateRawSync(readFileSync(file), { level: 9 }).toString("base64");

/** The same 6 % smaller, in two seconds a module: for the package, not for tests. */
async function packedSmaller(file) {
  const deflated = await zopfli.deflateAsync(readFileSync(file), { numiterations: 15 });
  return Buffer.from(deflated).toString("base64");
}

/** What was packed in this process: ES modules and CommonJS hold the same. */
const packing = new Map();

function packedOnce(file) {
  if (!packing.has(file)) packing.set(file, packedSmaller(file));
  return packing.get(file);
}

/** @param pattern a path with a star in its last part */
async function packedAll(pattern, pack) {
  const [start, end] = basename(pattern).split("*");
  const files = readdirSync(dirname(pattern)).filter((each) => each.startsWith(start) && each.endsWith(end));
  const entries = files.map(async (each) => [basename(each, ".wasm"), await pack(join(dirname(pattern), each))]);
  return JSON.stringify(Object.fromEntries(await Promise.all(entries)));
}

const esbuildPlugin = (pack) => ({
  name: "inlined-kernels",
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: /\?all$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.slice(0, -"?all".length)),
      namespace: "all",
    }));
    onLoad({ filter: /./, namespace: "all" }, async ({ path }) => ({ contents: await packedAll(path, pack), loader: "json" }));
    onLoad({ filter: /\.wasm$/ }, async ({ path }) => ({ contents: await pack(path), loader: "text" }));
    onResolve({ filter: /\?raw$/ }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path.slice(0, -"?raw".length)),
      namespace: "raw",
    }));
    onLoad({ filter: /./, namespace: "raw" }, ({ path }) => ({ contents: readFileSync(path, "utf8"), loader: "text" }));
  },
});

export const esbuildInlined = esbuildPlugin(packedOnce);
export const esbuildInlinedQuickly = esbuildPlugin(packed);

export const viteInlined = {
  name: "inlined-kernels",
  enforce: "pre",
  resolveId: (source, importer) => (source.endsWith(".wasm?all") ? resolve(dirname(importer), source) : undefined),
  load: async (id) => {
    if (id.endsWith(".wasm?all")) return `export default ${await packedAll(id.slice(0, -"?all".length), packed)};`;
    return id.endsWith(".wasm") ? `export default "${packed(id)}";` : undefined;
  },
};
