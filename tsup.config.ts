import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", tfjs: "src/tfjs/index.ts" },
  format: ["esm", "cjs"],
  platform: "neutral",
  target: "es2022",
  dts: true,
  sourcemap: true,
  shims: true,
  clean: false,
  loader: { ".wasm": "binary" },
});
