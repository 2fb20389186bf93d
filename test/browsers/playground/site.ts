// The playground, built as `npm run playground:build` builds it, under both conditions that a host may offer: /isolated/ with the
// headers that allow threads, /plain/ without.

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { ISOLATED, serve } from "../serve.js";

const configFile = fileURLToPath(new URL("../../../playground/vite.config.ts", import.meta.url));

export const HOSTINGS = ["isolated", "plain"] as const;
export type Hosting = (typeof HOSTINGS)[number];

export interface Site {
  addressOf(hosting: Hosting): string;
  close(): void;
}

export async function buildSite(): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), "lanewise-playground-"));
  await build({ configFile, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  const server = await serve((path) => {
    const [, hosting, name = ""] = /^\/(isolated|plain)\/(.*)$/.exec(path) ?? [];
    if (!hosting) return undefined;
    return { body: readFileSync(join(folder, name || "index.html")), headers: hosting === "isolated" ? ISOLATED : {} };
  });
  return {
    addressOf: (hosting) => `${server.origin}/${hosting}/`,
    close() {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
