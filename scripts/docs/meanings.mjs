// What the options of ops mean: the comments beside them in the specs. They are for readers, so the package does not carry them.

import { fileURLToPath } from "node:url";
import ts from "typescript";

/** @returns {Map<string, Map<string, string>>} by op and option */
export function readMeanings() {
  const file = fileURLToPath(new URL("../../src/ops.ts", import.meta.url));
  const program = ts.createProgram([file], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  });
  const checker = program.getTypeChecker();
  const words = (symbol) => ts.displayPartsToString(symbol?.getDocumentationComment(checker));
  const typeOf = (symbol) => checker.getTypeOfSymbol(symbol);
  const meaningOf = (option) => {
    const [declaration] = option.getDeclarations() ?? [];
    // `{ epsilon }` is explained where epsilon is made.
    const made = declaration && ts.isShorthandPropertyAssignment(declaration);
    return words(option) || (made ? words(checker.getShorthandAssignmentValueSymbol(declaration)) : "");
  };
  const table = checker
    .getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(file)))
    .find(({ name }) => name === "ops");
  return new Map(
    typeOf(table)
      .getProperties()
      .map((op) => {
        const options = typeOf(typeOf(op).getProperty("options")).getProperties();
        const meanings = options.map((option) => [option.name, meaningOf(option)]);
        const without = meanings.find(([, meaning]) => meaning === "");
        if (without) throw new Error(`src/: the option ${without[0]} of ${op.name} has no comment that says what it means`);
        return [op.name, new Map(meanings)];
      }),
  );
}
