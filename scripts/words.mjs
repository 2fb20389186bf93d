// A spec holds in one place what an op computes and what is said of it. Programs that only compute shall not carry the words, so the
// package's build takes them out of the specs, and leaves nothing else where a file is imported as "file?words". It also marks the
// making of specs as what can be left out.

import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import ts from "typescript";

/** As in src/spec/types.ts. */
const WORDS = ["summary", "formula", "notes", "source"];
/** Where specs are, and the files that export them. */
const SPECS = /[/\\]src[/\\](activations|layers|losses|rows|entries)[/\\]\w+\.ts$/;
/** What makes specs, and their options. */
const CONSTRUCTORS = "../spec/define.js";
const MAKERS = [CONSTRUCTORS, "../spec/options.js"];

/** Calls of what a source imports from one of some files. */
function callsOf(source, files) {
  const imported = source.statements
    .filter((each) => ts.isImportDeclaration(each) && files.includes(each.moduleSpecifier.text))
    .flatMap((each) => each.importClause.namedBindings?.elements.map(({ name }) => name.text) ?? []);
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && imported.includes(node.expression.getText())) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** A source after some replacements. */
const edited = (text, edits) =>
  edits.sort(([a], [b]) => b - a).reduce((rest, [start, end, by]) => rest.slice(0, start) + by + rest.slice(end), text);

/** The specs of a file, with their words alone or without them. */
function reduced(path, isWords) {
  const text = readFileSync(path, "utf8");
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const cuts = callsOf(source, [CONSTRUCTORS]).flatMap(({ expression, arguments: [spec] }) => {
    const dropped = spec.properties.filter(({ name }) => WORDS.includes(name?.getText()) !== isWords);
    const properties = dropped.map((each) => [each.pos, text[each.end] === "," ? each.end + 1 : each.end, ""]);
    return isWords ? [...properties, [expression.getStart(), expression.end, ""]] : properties;
  });
  // Bundlers leave out what nobody uses, if they know that to make it does nothing else.
  const marks = callsOf(source, isWords ? [] : MAKERS).map(({ expression }) => expression.getStart());
  return {
    contents: edited(text, [...cuts, ...marks.map((at) => [at, at, "/* @__PURE__ */ "])]),
    loader: "ts",
    resolveDir: dirname(path),
  };
}

export const esbuildWords = {
  name: "words-apart",
  setup: ({ onLoad, onResolve }) => {
    onLoad({ filter: SPECS, namespace: "file" }, ({ path }) => reduced(path, false));
    onResolve({ filter: /\?(apart|words)$/ }, ({ path, importer }) => {
      const [file, namespace] = resolve(dirname(importer), path).split("?");
      return { path: file.replace(/\.js$/, ".ts"), namespace };
    });
    onResolve({ filter: /^\./, namespace: "apart" }, ({ path, importer }) => ({
      path: resolve(dirname(importer), path).replace(/\.js$/, ".ts"),
      namespace: "apart",
    }));
    onLoad({ filter: /./, namespace: "apart" }, ({ path }) => reduced(path, false));
    onResolve({ filter: /^\./, namespace: "words" }, ({ path, importer }) => {
      const file = resolve(dirname(importer), path).replace(/\.js$/, ".ts");
      return { path: file, namespace: SPECS.test(file) ? "words" : "file" };
    });
    onLoad({ filter: /./, namespace: "words" }, ({ path }) => reduced(path, true));
  },
};
