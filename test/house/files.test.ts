// House rules that can be read off the files: small files, no test left out, exact versions, a lockfile without addresses.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const FOLDERS = ["assembly", "src", "test", "bench", "examples", "playground", "scripts"];
const LONGEST = 300;

/** Source files below a folder, as paths from the root. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => !/[/\\](node_modules|dist)([/\\]|$)/.test(entry.parentPath))
    .filter((entry) => entry.isFile() && /\.([cm]?[jt]s)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const read = (path: string) => readFileSync(join(root, path), "utf8");
const all = FOLDERS.flatMap(sources);

describe("source files", () => {
  it("are found in every folder", () => {
    for (const folder of FOLDERS) expect(sources(folder), folder).not.toEqual([]);
  });

  it(`have no more than ${LONGEST} lines`, () => {
    const long = all.map((path) => ({ path, lines: read(path).trimEnd().split("\n").length }));
    expect(long.filter(({ lines }) => lines > LONGEST)).toEqual([]);
  });

  it("name no place on the machine they were written on", () => {
    expect(all.filter((path) => read(path).includes(root) || /["'`](\/home|\/root|\/Users|\/work)\//.test(read(path)))).toEqual(
      [],
    );
  });
});

describe("tests", () => {
  it("all run: none is singled out or left out", () => {
    const excused = /\b(describe|it|test)(\.\w+)*\.(only|skip|todo|fails)\b|\bx(it|describe)\(/;
    const found = sources("test").filter((path) => excused.test(read(path)));
    expect(found).toEqual([]);
  });
});

describe("package.json", () => {
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));

  it("needs nothing at run time", () => {
    expect({ ...dependencies, ...optionalDependencies }).toEqual({});
  });

  it("pins every version exactly", () => {
    const loose = Object.entries<string>(devDependencies).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
    expect(Object.keys(devDependencies).length).toBeGreaterThan(5);
    expect(loose).toEqual([]);
  });

  it("agrees with the lockfile, which names no address", () => {
    const lock = read("package-lock.json");
    expect(JSON.parse(lock).packages[""].devDependencies).toEqual(devDependencies);
    expect(lock).not.toContain('"resolved"');
  });
});
