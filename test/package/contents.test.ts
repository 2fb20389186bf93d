// What is in the package: what publishers' tools say of it, which files, and how much is fetched to use it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { publint } from "publint";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { families } from "../../src/families.js";
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
    const check = async (...options: string[]) => {
      const { code, text } = await consumer.run(process.execPath, [attw, inject("tarball"), "--no-color", ...options]);
      expect(code, text).toBe(0);
    };
    await check("--exclude-entrypoints", "worker");
    // A script for browsers, whose name must end in .js: require() would find it, but nobody requires it.
    await check("--entrypoints", "worker", "--ignore-rules", "cjs-resolves-to-esm");
  });

  it("holds what is needed, and nothing else", () => {
    const stray = inject("packed").filter(
      (path) =>
        !/^(bin\/\w+\.mjs|dist\/[\w-]+\.(js|cjs|d\.ts|d\.cts|js\.map)|dist\/kernels\/[\w-]+\.wasm|docs\/[\w-]+\.(md|png)|docs\/pictures\/\w+\.svg|package\.json|\w+\.md|LICENSE)$/.test(
          path,
        ),
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

/** A file and all that it imports before it runs, as far as that is not `found` already. */
function closure(file: string, found: ReadonlySet<string> = new Set(), added = new Set<string>()): Set<string> {
  if (found.has(file) || added.has(file)) return added;
  added.add(file);
  const code = readFileSync(join(root, "dist", file), "utf8");
  for (const [, other] of code.matchAll(/\b(?:from|import)\s*"\.\/([^"]+)"/g)) closure(other as string, found, added);
  return added;
}

/** What a file of CommonJS requires, and `known` does not, without the kernels that it holds. */
function weighCommon(file: string, known: string): number {
  const codeOf = (name: string) => readFileSync(join(root, "dist", name), "utf8");
  const required = (name: string, found = new Set<string>()): Set<string> => {
    if (found.has(name)) return found;
    found.add(name);
    for (const [, other] of codeOf(name).matchAll(/\brequire\("\.\/([^"]+)"\)/g)) required(other as string, found);
    return found;
  };
  const others = required(known);
  const own = [...required(file)].filter((name) => !others.has(name));
  const code = own.map((name) => codeOf(name).replace(/"[\w+/]{1000,}={0,2}"/g, '""'));
  expect(own).not.toEqual([]);
  return code.reduce((sum, each) => sum + gzipSync(each, { level: 9 }).length, 0);
}

const weigh = (files: ReadonlySet<string>) => [...files].reduce((sum, file) => sum + gzipped(file), 0);
/** The file that is fetched when `file`, or what it imports, wants a part of it. */
function later(name: string, file = "index.js"): string {
  const imported = [...closure(file)].flatMap((each) => [
    ...readFileSync(join(root, "dist", each), "utf8").matchAll(/\bimport\("\.\/([^"]+)"\)/g),
  ]);
  return imported.map(([, found]) => found as string).find((found) => found.startsWith(`${name}-`)) as string;
}

/** Most bytes, gzipped. */
const KILOBYTE = 1000;
/** All that a target fetches: a module of each family. */
const kernels = (target: string) => families.reduce((sum, family) => sum + gzipped(later(`${family}-${target}`)), 0);
const budgets: readonly [what: string, bytes: () => number, most: number][] = [
  ["JavaScript and all modules, without a bundler", () => weigh(closure("index.js")) + kernels("fixed-fast"), 90],
  ...["fixed-fast", "fixed-high", "relaxed-fast", "relaxed-high"].map((target): (typeof budgets)[number] => [
    `the modules of ${target}, loaded when chosen`,
    () => kernels(target),
    47,
  ]),
  ...["tfjs-fixed", "tfjs-relaxed"].map((name): (typeof budgets)[number] => [
    `the module ${name}, loaded when chosen`,
    () => gzipped(later(name, "tfjs.js")),
    38,
  ]),
  ...["reference", "verify", "crew"].map((name): (typeof budgets)[number] => [
    `${name}, loaded by the core when wanted`,
    () => weigh(closure(later(name), closure("index.js"))),
    8,
  ]),
  ["lanewise/sync, beyond the core", () => weigh(closure("sync.js", closure("index.js"))), 15],
  ["lanewise/reference", () => weigh(closure("reference.js")), 44],
  ["lanewise/tfjs, without modules", () => weigh(closure("tfjs.js")), 52],
  ["lanewise/tfjs-node, without modules, beyond lanewise/tfjs", () => weighCommon("tfjs-node-entry.cjs", "tfjs.cjs"), 12],
  ["lanewise/worker", () => gzipped("worker.js"), 3],
];

describe("over the wire", () => {
  it.each(budgets)("%s", (what, bytes, most) => {
    const size = bytes();
    console.log(`${what}: ${(size / KILOBYTE).toFixed(1)} of ${most} kB gzipped`);
    expect(size).toBeLessThanOrEqual(most * KILOBYTE);
  });
});
