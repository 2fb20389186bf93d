// What is in the package: what publishers' tools say of it, which files, and how much is fetched to use it.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { Consumer } from "./consumer.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

let consumer: Consumer;
beforeAll(async () => {
  consumer = await Consumer.install();
});

describe("the package", () => {
  it("is as publint wants it", async () => {
    const { messages } = await publint({ pkgDir: root, strict: true });
    expect(messages).toEqual([]);
  });

  it("has types that resolve everywhere (arethetypeswrong)", async () => {
    const attw = join(root, "node_modules/@arethetypeswrong/cli/dist/index.js");
    // A script for workers, and WebAssembly: neither has types.
    const untyped = ["--exclude-entrypoints", "worker"];
    const { code, text } = await consumer.run(process.execPath, [attw, inject("tarball"), "--no-color", ...untyped]);
    expect(code, text).toBe(0);
  });

  it("holds what is needed, and nothing else", () => {
    const stray = inject("packed").filter(
      (path) =>
        !/^(dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map)|dist\/kernels\/[\w-]+\.wasm|package\.json|\w+\.md|LICENSE)$/.test(path),
    );
    expect(stray).toEqual([]);
    expect(inject("packed")).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "LICENSE", "dist/worker.js"]));
  });

  it("has no import of Node's modules that a bundler would see", () => {
    const scripts = inject("packed").filter((path) => /^dist\/.*\.(js|cjs)$/.test(path));
    const imports = /(?:\bfrom|\bimport|\brequire)\s*\(?\s*["'](?:node:|fs\b|path\b|url\b|module\b|worker_threads\b)/;
    expect(scripts.length).toBeGreaterThan(10);
    expect(scripts.filter((path) => imports.test(readFileSync(join(root, path), "utf8")))).toEqual([]);
  });
});

/** Bytes over the wire. */
const gzipped = (file: string) => gzipSync(readFileSync(join(root, "dist", file)), { level: 9 }).length;

/** A file and all that it imports before it runs. */
function closure(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  const code = readFileSync(join(root, "dist", file), "utf8");
  for (const [, other] of code.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) closure(other as string, found);
  return found;
}

const weigh = (entry: string) => [...closure(entry)].reduce((sum, file) => sum + gzipped(file), 0);
const chunk = (name: string) =>
  readdirSync(join(root, "dist")).find((file) => file.startsWith(`${name}-`) && file.endsWith(".js")) as string;

/** Most bytes, gzipped. */
const KILOBYTE = 1000;
const budgets: readonly [what: string, bytes: () => number, most: number][] = [
  ["the core: JavaScript and one module", () => weigh("index.js") + gzipped(chunk("fixed-fast")), 60],
  ...["fixed-fast", "fixed-high", "relaxed-fast", "relaxed-high", "tfjs-fixed", "tfjs-relaxed"].map(
    (name) => [`the module ${name}, loaded when chosen`, () => gzipped(chunk(name)), 36] as const,
  ),
  ["threads, loaded with the first worker", () => gzipped(chunk("crew")), 6],
  ["lanewise/reference", () => weigh("reference.js"), 30],
  ["lanewise/tfjs, without modules", () => weigh("tfjs.js"), 45],
  ["lanewise/worker", () => gzipped("worker.js"), 3],
] as [string, () => number, number][];

describe("over the wire", () => {
  it.each(budgets)("%s", (what, bytes, most) => {
    const size = bytes();
    console.log(`${what}: ${(size / KILOBYTE).toFixed(1)} of ${most} kB gzipped`);
    expect(size).toBeLessThanOrEqual(most * KILOBYTE);
  });
});
