// Who may know whom: imports go one way, and the list of ops is written once.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ops } from "../../src/ops.js";
import type { Spec } from "../../src/spec/types.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

interface Source {
  /** Path from the root. */
  readonly path: string;
  /** The text without its comments. */
  readonly code: string;
}

function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => !/[/\\]node_modules([/\\]|$)/.test(entry.parentPath))
    .filter((entry) => entry.isFile() && /\.([cm]?[jt]s)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .map((path) => ({ path, code: withoutComments(readFileSync(join(root, path), "utf8")) }));
}

/** Strings are matched first, so that a "//" in one of them starts no comment. */
function withoutComments(text: string): string {
  return text.replace(/("(?:\\.|[^"\\\n])*")|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (_, string) => string ?? "");
}

/** What a file imports or re-exports, statically or not: paths from the root, or the names of packages. */
function importsOf({ path, code }: Source): string[] {
  const found = [...code.matchAll(/\bfrom\s*"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/g)].map(
    ([, from, plain]) => (from ?? plain) as string,
  );
  return found.map((each) => (each.startsWith(".") ? relative(root, join(root, dirname(path), each)) : each));
}

/** Imports of the sources in some folders that lead to none of the allowed places, as "from → to". */
function strays(folders: readonly string[], allowed: readonly string[]): string[] {
  return straysOf(folders.flatMap(sourcesIn), allowed);
}

function straysOf(sources: readonly Source[], allowed: readonly string[]): string[] {
  return sources.flatMap((source) =>
    importsOf(source)
      .filter((target) => !allowed.some((place) => target === place || target.startsWith(`${place}/`)))
      .map((target) => `${source.path} → ${target}`),
  );
}

/** What the package inlines. */
const BUILT = ["dist/kernels", "dist/worker.js?raw"];
/** What kernel modules are called. */
const FAMILIES = "src/families.js";

describe("imports", () => {
  it("are seen, whatever their form", () => {
    const code =
      'import { a } from "./a.js";\nexport * from "../b.js";\nimport "./c.js";\nconst d = import("../../dist/d.wasm");\nimport e from "pkg";';
    expect(importsOf({ path: "src/x/y.ts", code })).toEqual(["src/x/a.js", "src/b.js", "src/x/c.js", "dist/d.wasm", "pkg"]);
    expect(
      importsOf({ path: "src/x.ts", code: withoutComments('// import "./a.js"\n/* from "./b.js" */ "// no comment"') }),
    ).toEqual([]);
    expect(sourcesIn("src").flatMap(importsOf).length).toBeGreaterThan(100);
  });

  it.each([
    ["kernels know only kernels", ["assembly"], ["assembly"]],
    [
      "a spec knows only what a spec is, and mathematics",
      ["src/activations", "src/losses", "src/rows", "src/layers"],
      ["src/spec", "src/math"],
    ],
    ["what a spec is depends on nothing", ["src/spec"], ["src/spec", FAMILIES]],
    ["mathematics depends on nothing", ["src/math"], ["src/math"]],
    ["the runtime knows only itself, the built kernels and worker", ["src/runtime"], ["src/runtime", FAMILIES, ...BUILT]],
    ["backends know no list of ops, and nobody above them", ["src/backend"], ["src/backend", "src/runtime", "src/spec"]],
    [
      "what is right is said for any op",
      ["src/accuracy"],
      [
        "src/accuracy",
        "src/spec",
        "src/runtime/abi.js",
        "src/runtime/modules.js",
        "src/backend/backend.js",
        "src/backend/reference.js",
      ],
    ],
    ["verify mode works on any op", ["src/verify"], ["src/verify", "src/accuracy", "src/backend", "src/runtime", "src/spec"]],
  ])("%s", (_, folders, allowed) => {
    expect(strays(folders, allowed)).toEqual([]);
  });

  it("never lead from the library to the kernels' source, to tests or to packages", () => {
    const ofTfjs = ({ path }: { path: string }) => /^src\/tfjs(Node)?\//.test(path);
    const others = sourcesIn("src").filter((source) => !ofTfjs(source));
    expect(straysOf(others, ["src", ...BUILT])).toEqual([]);
    // Only who asks for it loads the backend for TensorFlow.js, and through it TensorFlow.js.
    expect(others.filter((source) => importsOf(source).some((path) => ofTfjs({ path })))).toEqual([]);
    const peers = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-cpu"];
    expect(strays(["src/tfjs"], ["src", ...BUILT, ...peers])).toEqual([]);
    expect(strays(["src/tfjsNode"], ["src/tfjs", "src/tfjsNode", "dist/kernels", "package.json", "@tensorflow/tfjs"])).toEqual(
      [],
    );
  });
});

describe("the list of ops", () => {
  // A layer is alone in its kind: its matrix products are the backend's own, which calls them by its name.
  const names = (Object.values(ops) as Spec[]).filter(({ kind }) => kind !== "layer").map(({ name }) => name);
  const word = names.join("|");
  /** An op's name as a word of its own or a string; not Math.tanh, nor a call of the library or a peer (to make inputs). */
  const mention = new RegExp(`(?<!(?:Math|lw|tf)\\.)(?<![\\w$])(${word})(?![\\w$])`, "g");
  const mentions = ({ code }: Source) => [...code.matchAll(mention)].map(([, name]) => name as string);

  it("would be noticed", () => {
    const code = 'const all = ["relu", sigmoid]; Math.tanh(x); preluAlpha(); softmaxOf(); lw.huber(x); ops.huber;';
    expect(mentions({ path: "", code })).toEqual(["relu", "sigmoid", "huber"]);
    expect(mentions({ path: "", code: readFileSync(join(root, "src/ops.ts"), "utf8") }).length).toBeGreaterThanOrEqual(
      names.length,
    );
  });

  it.each(["src/facade", "src/backend", "src/runtime", "src/accuracy", "src/verify", "src/spec"])(
    "is not begun a second time in %s",
    (folder) => {
      const found = sourcesIn(folder).flatMap((source) => mentions(source).map((name) => `${source.path}: ${name}`));
      expect(found).toEqual([]);
    },
  );

  it("is not begun a second time by load, or in the benchmarks", () => {
    // But for those that speak the language of others: the peers' adapters, and the models for TensorFlow.js.
    const benchmarks = sourcesIn("bench").filter(({ path }) => !/^bench\/(peers|tfjs)\//.test(path));
    const others = [...sourcesIn("src").filter(({ path }) => /^src\/(index|load)\.ts$/.test(path)), ...benchmarks];
    expect(others.length).toBeGreaterThan(2);
    expect(others.flatMap((source) => mentions(source).map((name) => `${source.path}: ${name}`))).toEqual([]);
  });
});
