// The declarations promise what is there at run time, no more and no less: of every entry, as ES module and in CommonJS. Of what
// is built.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

interface Target {
  readonly types: string;
  readonly default: string;
}
type Conditions = Readonly<Record<string, Target>>;

const root = fileURLToPath(new URL("../..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { exports: Record<string, Conditions> };

/** Entries with the file that is loaded and its declarations, by the way they are loaded. */
const ways = Object.entries(exports).flatMap(([entry, conditions]) =>
  (["import", "require"] as const).flatMap((way) => {
    const target = conditions[way];
    return target?.types ? [[entry, way, target] as const] : [];
  }),
);

const files = ways.map(([, , { types }]) => fileURLToPath(new URL(types, pathToFileURL(root))));
const program = ts.createProgram(files, {
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  target: ts.ScriptTarget.ES2022,
  types: ["node"],
  noEmit: true,
  skipLibCheck: true,
});
const checker = program.getTypeChecker();

/** The names of the values that a file declares: what is exported as a type alone is none. */
function declared(file: string): string[] {
  const module = checker.getSymbolAtLocation(program.getSourceFile(file) as ts.SourceFile) as ts.Symbol;
  return checker
    .getExportsOfModule(module)
    .filter((symbol) => !isTypeOnly(symbol) && (target(symbol).flags & ts.SymbolFlags.Value) !== 0)
    .map(({ name }) => name);
}

const target = (symbol: ts.Symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);

const isTypeOnly = ({ declarations }: ts.Symbol) =>
  declarations?.some((each) => ts.isExportSpecifier(each) && (each.isTypeOnly || each.parent.parent.isTypeOnly)) ?? false;

function atRunTime(way: "import" | "require", file: string): string[] {
  const load =
    way === "import" ? `await import(${JSON.stringify(pathToFileURL(file).href)})` : `require(${JSON.stringify(file)})`;
  const program = `console.error(JSON.stringify(Object.keys(${load})))`;
  const type = way === "import" ? "module" : "commonjs";
  const script = `${process.execPath} --input-type=${type} -e '${program}' 2>&1 >/dev/null | tail -1`;
  return JSON.parse(execFileSync("sh", ["-c", script], { encoding: "utf8", cwd: root }));
}

const names = (all: readonly string[]) => all.filter((name) => name !== "default" && name !== "__esModule").toSorted();

it("there are entries, loaded both ways", () => {
  expect(new Set(ways.map(([, way]) => way)).size).toBe(2);
  expect(ways.length).toBeGreaterThan(5);
});

describe.each(ways)("%s by %s", (_entry, way, { types, default: file }) => {
  it("exports what its declarations say", () => {
    const path = (relative: string) => fileURLToPath(new URL(relative, pathToFileURL(root)));
    expect(names(declared(path(types)))).toEqual(names(atRunTime(way, path(file))));
  });
});
