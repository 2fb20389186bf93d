// The playground runs the built package by its own name, as a user's page would. `npm run playground:build` writes a folder that any
// host of static files can serve.

import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

// With these headers a page may share memory with its workers. Without them it runs on one thread.
const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "./",
  server: { headers },
  preview: { headers },
  worker: { format: "es" },
  build: { outDir: "dist", emptyOutDir: true, target: "es2022", chunkSizeWarningLimit: 1500 },
});
