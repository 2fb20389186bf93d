// What a page fetches: as esbuild bundles it (splitting, minified), gzipped, for engines with relaxed SIMD and without. Of what is built.

import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { type Family, families } from "../../src/families.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const KILOBYTE = 1024;
const LEVELS = ["fixed", "relaxed"] as const;
type Level = (typeof LEVELS)[number];

/** Most kB of load({ ops: { relu, crossEntropy } }); the aim is 28. It is 35.0, and some bytes more or less by the names of chunks. */
const SMALL = 35.1;
/** Most kB of each module. */
const MOST: Readonly<Record<Family, number>> = {
  piecewise: 1.5,
  channels: 1.5,
  smooth: 8,
  rows: 5,
  regression: 6,
  binary: 8.5,
  logits: 6,
  probabilities: 3.2,
  penalties: 2.3,
  dense: 1.9,
  helpers: 1.1,
};

/** A bundled program: the chunks that it loads before it runs, and those that it may load later, by the start of their names. */
interface Bundle {
  readonly first: number;
  readonly later: (name: string) => number;
}

async function bundle(program: string): Promise<Bundle> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    outdir: "out",
    absWorkingDir: root,
    write: false,
    metafile: true,
    logLevel: "error",
  });
  const name = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const sizes = new Map(outputFiles.map(({ path, contents }) => [name(path), gzipSync(contents, { level: 9 }).length]));
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [name(path), output]));
  const closure = (start: string, found = new Set<string>()): Set<string> => {
    if (found.has(start)) return found;
    found.add(start);
    const { imports } = outputs.get(start) as Metafile["outputs"][string];
    for (const { kind, path } of imports) if (kind === "import-statement") closure(name(path), found);
    return found;
  };
  const weigh = (chunks: Iterable<string>) => [...chunks].reduce((sum, each) => sum + (sizes.get(each) as number), 0);
  const first = closure("stdin.js");
  const later = (wanted: string) => {
    const chunk = [...sizes.keys()].find((each) => each.startsWith(`${wanted}-`)) as string;
    return weigh([...closure(chunk)].filter((each) => !first.has(each)));
  };
  return { first: weigh(first), later };
}

const kernels = ({ later }: Bundle, level: Level, wanted: readonly Family[]) =>
  wanted.reduce((sum, family) => sum + later(`${family}-${level}-fast`), 0);

function expectWithin(what: string, bytes: number, most: number): void {
  console.log(`${what}: ${(bytes / KILOBYTE).toFixed(1)} of ${most} kB`);
  expect(bytes).toBeLessThanOrEqual(most * KILOBYTE);
}

let all: Bundle;
let some: Bundle;
let chosen: Bundle;
beforeAll(async () => {
  all = await bundle(`import { load } from "lanewise"; console.log(await load());`);
  some = await bundle(
    `import { load } from "lanewise";
    import { relu } from "lanewise/activations";
    import { crossEntropy } from "lanewise/losses";
    console.log(await load({ ops: { relu, crossEntropy } }));`,
  );
  chosen = await bundle(`import { load } from "lanewise"; console.log(await load({ ops: {} }));`);
});

describe.each(LEVELS)("%s", (level) => {
  it("load({ ops: { relu, crossEntropy } })", () => {
    const bytes = some.first + kernels(some, level, ["helpers", "piecewise", "logits"]);
    expectWithin(`load({ ops: { relu, crossEntropy } }), ${level}`, bytes, SMALL);
  });

  it("load()", () => {
    expectWithin(`load(), ${level}`, all.first + all.later("ops") + kernels(all, level, families), 75);
  });

  it.each(Object.entries(MOST))("the module %s", (family, most) => {
    expectWithin(`${family}, ${level}`, kernels(all, level, [family as Family]), most);
  });
});

it("each module has a budget", () => {
  expect(Object.keys(MOST).sort()).toEqual(families.toSorted());
});

it("specs that nobody chose are no part of a program", () => {
  expect(some.first - chosen.first).toBeLessThan(1.5 * KILOBYTE);
});
