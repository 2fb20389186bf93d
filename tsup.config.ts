// JavaScript, types and source maps of every entry, from one list. The kernels are built before (npm run build:kernels).

import { basename } from "node:path";
import { type Plugin, type TransformOptions, transform } from "esbuild";
import { defineConfig, type Options } from "tsup";
import { esbuildInlined } from "./scripts/inlined.mjs";
import { esbuildWords } from "./scripts/words.mjs";

type TsupPlugin = NonNullable<Options["plugins"]>[number];

/** What can be imported, by its name in `exports`. What entries share, and each kernel module, become files of their own. */
const entry = {
  index: "src/index.ts",
  reference: "src/reference.ts",
  sync: "src/sync.ts",
  tfjs: "src/tfjs/index.ts",
  ops: "src/described.ts",
};

/**
 * Specs to choose from. They share no file with the table of all, which load() fetches unless some are chosen: a bundler would put the
 * whole file where one of its specs is used.
 */
const specEntry = {
  activations: "src/entries/activations.ts",
  layers: "src/entries/layers.ts",
  losses: "src/entries/losses.ts",
  penalties: "src/entries/penalties.ts",
  rows: "src/entries/rows.ts",
};

/** For Node alone, and CommonJS for `import` too (see its guard.cts). */
const nodeEntry = { "tfjs-node-entry": "src/tfjsNode/index.ts" };

/** The entries with kernels, for workerd. */
const workerd = { workerd: entry.index, "workerd-sync": entry.sync, "workerd-tfjs": entry.tfjs };

const SHORT = { minifyIdentifiers: true, minifySyntax: true };

const common: Options = {
  entry,
  platform: "neutral",
  target: "es2022",
  // With line breaks: errors show the line they come from, and the marks for bundlers of what has no side effects are kept.
  esbuildOptions: (options) => Object.assign(options, SHORT),
  clean: false,
  esbuildPlugins: [esbuildWords, esbuildInlined],
};

/** Kernel modules stay files, which workerd compiles itself: it refuses bytes. */
const kernelFiles: Plugin = {
  name: "kernel-files",
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /\.wasm$/, namespace: "file" }, ({ path }) => ({
      contents: `export { default } from "kernels/${basename(path)}";`,
    }));
    onResolve({ filter: /^kernels\// }, ({ path }) => ({ path: `./${path}`, external: true }));
  },
};

/** A source map of a kernel module would carry it a second time. */
const unmappedKernels: TsupPlugin = {
  name: "unmapped-kernels",
  renderChunk: (_, chunk) => {
    if (chunk.type === "chunk" && /-(fast|high|fixed|relaxed)-\w+\.js$/.test(chunk.path)) delete chunk.map;
    return undefined;
  },
};

/** CommonJS file by file, after splitting: esbuild itself splits ES modules alone, and tsup's own way breaks minified code. */
const commonJs: TsupPlugin = {
  name: "common-js",
  renderChunk: (code) => transform(code, COMMON_JS),
};

const COMMON_JS: TransformOptions = {
  format: "cjs",
  platform: "node",
  target: "es2022",
  ...SHORT,
  define: { "import.meta.url": "__filename" },
  // A require when its turn comes.
  supported: { "dynamic-import": false },
};

/** Tensors have Symbol.dispose, which a project's own `lib` may lack. */
const DISPOSABLE = '/// <reference lib="esnext.disposable" />';

const esm: Options = { ...common, format: "esm", sourcemap: true, plugins: [unmappedKernels] };
const cjs: Options = { ...common, format: "esm", outExtension: () => ({ js: ".cjs" }), plugins: [commonJs] };

export default defineConfig([
  esm,
  { ...esm, entry: specEntry },
  { ...cjs, entry: { ...entry, ...nodeEntry } },
  { ...cjs, entry: specEntry },
  { entry: { "tfjs-node": "src/tfjsNode/guard.cts" }, bundle: false, format: "cjs", minify: true, clean: false },
  { ...common, entry: { ...entry, ...specEntry }, format: ["esm", "cjs"], dts: { only: true, banner: DISPOSABLE } },
  { ...common, entry: { "tfjs-node": nodeEntry["tfjs-node-entry"] }, format: "cjs", dts: { only: true } },
  { ...common, entry: workerd, format: "esm", esbuildPlugins: [kernelFiles, esbuildWords, esbuildInlined] },
]);
