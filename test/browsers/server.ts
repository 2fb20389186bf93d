// The built package under conditions that a page may meet: /<condition>/ is a page that has loaded it.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ISOLATED, serve, type WebServer } from "./serve.js";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** Headers of each condition. */
export const CONDITIONS = {
  isolated: ISOLATED,
  plain: {},
  /** Compiling is allowed, workers made from a blob are not. */
  wasmOnly: { ...ISOLATED, "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'" },
  /** What the README recommends: both are allowed. */
  recommended: {
    ...ISOLATED,
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:",
  },
  /** Nothing is compiled. */
  strict: { ...ISOLATED, "Content-Security-Policy": "default-src 'self'" },
} satisfies Record<string, Record<string, string>>;

export type Condition = keyof typeof CONDITIONS;

/** What a page holds besides the package. */
const FILES: Record<string, string> = {
  "": `<!doctype html><title>lanewise</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>`,
  "page.js": `
    import * as lanewise from "./dist/index.js";
    import * as reference from "./dist/reference.js";
    Object.assign(globalThis, { lanewise, reference });
    document.title = "loaded";
  `,
  // Answers a program (the text of a function of the package) with what it gives.
  "worker.js": `
    import * as lanewise from "./dist/index.js";
    addEventListener("message", async ({ data }) => postMessage(await (0, eval)(data)(lanewise)));
    postMessage("ready");
  `,
};

export function servePages(): Promise<WebServer> {
  return serve((path) => {
    const [, condition, name = ""] = /^\/(\w+)\/(.*)$/.exec(path) ?? [];
    const headers = CONDITIONS[condition as Condition];
    const body = name.startsWith("dist/") ? readFileSync(dist + name.slice("dist/".length)) : FILES[name];
    return headers && body !== undefined ? { body, headers } : undefined;
  });
}
