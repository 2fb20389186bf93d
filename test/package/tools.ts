// What the consumers are made with: test/package/package.json, installed by setup.ts.

import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const { optionalDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The path of a package, or of a file in it; undefined where there is none for this platform. */
export function tool(path: string): string | undefined {
  const file = fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));
  return existsSync(file) ? file : undefined;
}

/** An alias ("npm:name@version") gives its version. */
export function versionOf(name: string): string {
  return optionalDependencies[name].replace(/.*@/, "");
}
