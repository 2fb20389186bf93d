// What options mean: the comments beside them in the specs, and in the types of those that ops share. They are for readers, so the
// package's JavaScript does not carry them.

import { fileURLToPath } from "node:url";
import ts from "typescript";

const SETTINGS = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};
const [TABLE, SHARED] = ["ops.ts", "facade/types.ts"].map((name) => fileURLToPath(new URL(`../../src/${name}`, import.meta.url)));

const program = ts.createProgram([TABLE, SHARED], SETTINGS);
const checker = program.getTypeChecker();
const words = (symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker)).replace(/\s+/g, " ");
const typeOf = (symbol) => checker.getTypeOfSymbol(symbol);
const exportOf = (file, wanted) =>
  checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file))).find(({ name }) => name === wanted);

function meaningOf(option) {
  const [declaration] = option.getDeclarations() ?? [];
  // `{ epsilon }` is explained where epsilon is made.
  const made = declaration && ts.isShorthandPropertyAssignment(declaration);
  return words(option) || (made ? words(checker.getShorthandAssignmentValueSymbol(declaration)) : "");
}

function meaningsOf(options, where) {
  const meanings = options.map((option) => [option.name, meaningOf(option)]);
  const without = meanings.find(([, meaning]) => meaning === "");
  if (without) throw new Error(`src/: the option ${without[0]} of ${where} has no comment that says what it means`);
  return new Map(meanings);
}

/** @returns {Map<string, Map<string, string>>} by op and option */
export function readMeanings() {
  const table = typeOf(exportOf(TABLE, "ops")).getProperties();
  return new Map(table.map((op) => [op.name, meaningsOf(typeOf(typeOf(op).getProperty("options")).getProperties(), op.name)]));
}

/**
 * Of the options that ops share.
 * @param {string} name of their interface in src/facade/types.ts
 * @returns {Map<string, string>}
 */
export const readShared = (name) => meaningsOf(checker.getDeclaredTypeOfSymbol(exportOf(SHARED, name)).getProperties(), name);
