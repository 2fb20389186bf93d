// What an editor shows of calls of the built package: over a name, while arguments are typed, and of mistakes.

import { dirname, join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { ops } from "../../src/described.js";
import type { OpName } from "../../src/ops.js";
import { root } from "./pages.js";

const CALLS: Partial<Record<OpName, string>> = {
  huber: "(p, t)",
  crossEntropy: "(p, [1])",
  relu: "(p)",
  gelu: "(p, { approximate: 'tanh' })",
  softmax: "(p, { axis: 0 })",
  binaryCrossEntropyWithLogits: "(p, t, { reduction: 'none' })",
  klDivergence: "(p, t)",
  prelu: "(p, [0.1])",
  l2Penalty: "(p)",
  dense: "(p, t, undefined, { shape: [1, 1] })",
};
/** Mistakes, and what is said of them. */
const MISTAKES: readonly (readonly [code: string, message: RegExp])[] = [
  ["lw.huber(p, t, { detla: 1 });", /'detla' does not exist in type 'HuberOptions<.*Did you mean.*'delta'|'detla'/],
  ["lw.huber(p, t, { delta: '1' });", /Type 'string' is not assignable to type 'number'/],
  ["lw.huber(p, t, { reduction: 'average' });", /Type '"average"' is not assignable to type 'Reduction/],
  ["lw.huber.valueAndGrad(p, t, { detla: 1 });", /'detla'/],
  ["lw.crossEntropy.grad(p, [1], { ignoreindex: 1 });", /'ignoreindex'/],
  ["lw.relu(p, { axis: 0 });", /'axis' does not exist in type 'OutOptions'/],
];

const names = Object.keys(CALLS) as OpName[];
const lines = [
  'import { load } from "lanewise";',
  "const lw = await load();",
  "declare const p: Float32Array, t: Float32Array;",
  ...names.map((name) => `lw.${name}${CALLS[name]};`),
  ...MISTAKES.map(([code]) => code),
];
const source = lines.join("\n");
// Inside the package, which finds itself by its own name.
const file = join(root, "hover.ts");

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.esnext.disposable.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  skipLibCheck: true,
};
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => [file],
  getScriptVersion: () => "1",
  getScriptSnapshot: (name) => {
    const text = name === file ? source : ts.sys.readFile(name);
    return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
  },
  getCurrentDirectory: () => dirname(file),
  getDefaultLibFileName: ts.getDefaultLibFilePath,
  fileExists: (name) => name === file || ts.sys.fileExists(name),
  readFile: ts.sys.readFile,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
});

const words = (parts: readonly ts.SymbolDisplayPart[] | undefined) => ts.displayPartsToString(parts as ts.SymbolDisplayPart[]);

function hover(name: OpName): { signature: string; text: string; tags: string } {
  const info = service.getQuickInfoAtPosition(file, source.indexOf(`lw.${name}(`) + "lw.".length);
  const tags = (info?.tags ?? []).map((tag) => `@${tag.name} ${words(tag.text)}`).join("\n");
  return { signature: words(info?.displayParts), text: words(info?.documentation), tags };
}

describe.each(names)("lw.%s(", (name) => {
  const spec = ops[name];

  it("shows what it is, its formula, and each option with its default", () => {
    const { signature, text } = hover(name);
    expect(signature).not.toContain("overload");
    expect(text).toContain(spec.summary);
    expect(text).toContain(spec.formula);
    for (const [option, { expected, default: usual }] of Object.entries(spec.options)) {
      expect(text).toMatch(new RegExp(`\`${option}\`: [A-Z].*\\. `));
      expect(text.toLowerCase()).toContain(expected.toLowerCase());
      expect(text).toContain(`${JSON.stringify(usual)} unless given`);
    }
    if (/loss/i.test(spec.kind)) expect(text).toContain("`reduction`: `mean` (the default)");
  });

  it("shows what its inputs are, what it gives, and what it refuses", () => {
    const { tags } = hover(name);
    expect(tags.match(/^@param /gm)?.length).toBeGreaterThanOrEqual(2);
    expect(tags).toMatch(/@returns .*/);
    expect(tags).toContain("@throws TypeError");
    if (spec.kind === "rowLoss") expect(tags).toMatch(/@param target .*(class indices|probabilities)/);
  });

  it("shows the same while its arguments are typed", () => {
    const help = service.getSignatureHelpItems(file, source.indexOf(`lw.${name}(`) + `lw.${name}(`.length, undefined);
    expect(help?.items).toHaveLength(1);
    const [item] = help?.items ?? [];
    expect(words(item?.documentation)).toContain(spec.summary);
    for (const parameter of item?.parameters ?? []) expect(words(parameter.documentation), parameter.name).not.toBe("");
  });
});

it.each(MISTAKES)("%s is one error, in a sentence", (code, message) => {
  const start = source.indexOf(code);
  const found = service
    .getSemanticDiagnostics(file)
    .filter((each) => Number(each.start) >= start && Number(each.start) < start + code.length);
  expect(found).toHaveLength(1);
  const text = ts.flattenDiagnosticMessageText(found[0]?.messageText, "\n");
  expect(text).toMatch(message);
  expect(text).not.toContain("overload");
});

it("shows of each option what it means", () => {
  const at = source.indexOf("{ approximate: 'tanh' }") + 2;
  const info = service.getQuickInfoAtPosition(file, at);
  expect(words(info?.documentation)).toMatch(/^The exact function, or its approximation by tanh\. .*"none" unless given\.$/);
});

it("has no other mistakes", () => {
  const begin = source.indexOf(MISTAKES[0]?.[0] as string);
  expect(service.getSemanticDiagnostics(file).filter(({ start }) => Number(start) < begin)).toEqual([]);
});
