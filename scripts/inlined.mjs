// How kernel modules stand in JavaScript: deflated, in base64. That is as short as the gzipped module itself once a server
// compresses it, where plain base64 would be 40 % longer. A script imported as "file?raw" stands there as its text, as Vite has
// it by itself; "*.wasm?all" is all modules whose paths match, and "*.ts?names" what the sources export, by name. Used by the package's build and by the tests'.

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
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
function matching(pattern) {
  const [start, end] = basename(pattern).split("*");
  const names = readdirSync(dirname(pattern)).filter((each) => each.startsWith(start) && each.endsWith(end));
  return names.sort().map((each) => join(dirname(pattern), each));
}

async function packedAll(pattern, pack) {
  const entries = matching(pattern).map(async (file) => [basename(file, ".wasm"), await pack(file)]);
  return JSON.stringify(Object.fromEntries(await Promise.all(entries)));
}

/** What the sources of a pattern export, by the name of the file. */
function namesIn(pattern) {
  const named = matching(pattern).map((file) => {
    const lists = [...readFileSync(file, "utf8").matchAll(/^export \{([^}]*)\}/gm)].map(([, list]) => list);
    return [basename(file, extname(file)), lists.flatMap((list) => list.match(/\w+/g))];
  });
  return JSON.stringify(Object.fromEntries(named));
}

const WHOLE = /\.js\?(apart|words)$/;
const wholeOf = (path, importer) => resolve(dirname(importer), path.replace(WHOLE, ".ts"));

const esbuildPlugin = (pack) => ({
  name: "inlined-kernels",
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /\.wasm$/, namespace: "file" }, async ({ path }) => ({ contents: await pack(path), loader: "text" }));
    // With their words and all: the package's build takes these apart.
    onResolve({ filter: WHOLE }, ({ path, importer }) => ({ path: wholeOf(path, importer) }));
    onResolve({ filter: /\?(all|names|raw)$/ }, ({ path, importer }) => {
      const [file, namespace] = resolve(dirname(importer), path).split("?");
      return { path: file, namespace };
    });
    onLoad({ filter: /./, namespace: "all" }, async ({ path }) => ({ contents: await packedAll(path, pack), loader: "json" }));
    onLoad({ filter: /./, namespace: "names" }, ({ path }) => ({ contents: namesIn(path), loader: "json" }));
    onLoad({ filter: /./, namespace: "raw" }, ({ path }) => ({ contents: readFileSync(path, "utf8"), loader: "text" }));
  },
});

export const esbuildInlined = esbuildPlugin(packedOnce);
export const esbuildInlinedQuickly = esbuildPlugin(packed);

export const viteInlined = {
  name: "inlined-kernels",
  enforce: "pre",
  resolveId: (source, importer) => {
    if (/\?(all|names)$/.test(source)) return resolve(dirname(importer), source);
    return WHOLE.test(source) ? wholeOf(source, importer) : undefined;
  },
  load: async (id) => {
    const [file, query] = id.split("?");
    if (query === "all") return `export default ${await packedAll(file, packed)};`;
    if (query === "names") return `export default ${namesIn(file)};`;
    return id.endsWith(".wasm") ? `export default "${packed(id)}";` : undefined;
  },
};
