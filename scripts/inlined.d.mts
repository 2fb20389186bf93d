import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin as VitePlugin } from "vite";

export const esbuildInlined: EsbuildPlugin;
export const esbuildInlinedQuickly: EsbuildPlugin;
export const viteInlined: VitePlugin;
