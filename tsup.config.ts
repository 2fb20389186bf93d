// JavaScript, types and source maps of every entry, from one list. The kernels are built before (npm run build:kernels).

import { basename } from "node:path";
import { type Plugin, type TransformOptions, transform } from "esbuild";
import { defineConfig, type Options } from "tsup";
import { esbuildInlined } from "./scripts/inlined.mjs";

type TsupPlugin = NonNullable<Options["plugins"]>[number];

/** What can be imported, by its name in `exports`. What entries share, and each kernel module, become files of their own. */
const entry = {
  index: "src/index.ts",
  reference: "src/reference.ts",
  sync: "src/sync.ts",
  tfjs: "src/tfjs/index.ts",
};

/** For Node alone, and CommonJS for `import` too (see its guard.cts). */
const nodeEntry = { "tfjs-node-entry": "src/tfjsNode/index.ts" };

/** The entries with kernels, for workerd. */
const workerd = { workerd: entry.index, "workerd-sync": entry.sync, "workerd-tfjs": entry.tfjs };

const common: Options = {
  entry,
  platform: "neutral",
  target: "es2022",
  minify: true,
  clean: false,
  esbuildPlugins: [esbuildInlined],
};

/** Kernel modules stay files, which workerd compiles itself: it refuses bytes. */
const kernelFiles: Plugin = {
  name: "kernel-files",
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: /\.wasm$/ }, ({ path }) => ({ contents: `export { default } from "kernels/${basename(path)}";` }));
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
  minify: true,
  define: { "import.meta.url": "__filename" },
  // A require when its turn comes.
  supported: { "dynamic-import": false },
};

/** Tensors have Symbol.dispose, which a project's own `lib` may lack. */
const DISPOSABLE = '/// <reference lib="esnext.disposable" />';

export default defineConfig([
  { ...common, format: "esm", sourcemap: true, plugins: [unmappedKernels] },
  { ...common, entry: { ...entry, ...nodeEntry }, format: "esm", outExtension: () => ({ js: ".cjs" }), plugins: [commonJs] },
  { entry: { "tfjs-node": "src/tfjsNode/guard.cts" }, bundle: false, format: "cjs", minify: true, clean: false },
  { ...common, format: ["esm", "cjs"], dts: { only: true, banner: DISPOSABLE } },
  { ...common, entry: { "tfjs-node": nodeEntry["tfjs-node-entry"] }, format: "cjs", dts: { only: true } },
  { ...common, entry: workerd, format: "esm", esbuildPlugins: [kernelFiles, esbuildInlined] },
]);
