// Packs the library, and fetches what its consumers are made with: once, before the tests.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = fileURLToPath(new URL(".", import.meta.url));

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the packed library. */
    tarball: string;
    /** Its files, as paths inside. */
    packed: readonly string[];
  }
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** npm notes in the folder what it has installed there. */
function toolsAreThere(): boolean {
  const installed = join(folder, "node_modules/.package-lock.json");
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(folder, "package-lock.json")).mtimeMs;
}

export default function setup({ provide }: TestProject): () => void {
  if (!existsSync(join(root, "dist/index.js"))) throw new Error("there is no dist/: npm run build");
  if (!toolsAreThere()) npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], folder);
  const directory = mkdtempSync(join(tmpdir(), "lanewise-packed-"));
  const [packed] = JSON.parse(npm(["pack", "--json", "--ignore-scripts", "--pack-destination", directory], root));
  provide("tarball", join(directory, packed.filename));
  provide(
    "packed",
    packed.files.map(({ path }: { path: string }) => path),
  );
  return () => rmSync(directory, { recursive: true, force: true });
}
