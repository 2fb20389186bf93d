import type { Plugin } from "esbuild";

export const esbuildWords: Plugin;
