// The packed library's types, as TypeScript sees them in a project of its own.

import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";
import { ops } from "../../src/described.js";
import { Consumer } from "./consumer.js";

const USE = `
  export declare const library: Lanewise;
  export async function use(): Promise<Float32Array> {
    const lw: Lanewise = await load({ precision: "high", verify: { sample: 0.5 } });
    const cost: number = lw.huber([1, 2], [1, 3], { delta: 0.5 });
    const losses: Float32Array = lw.huber(Float32Array.of(1), [cost], { reduction: "none" });
    const tensor: Tensor = lw.silu(lw.zeros([2, 3]));
    // @ts-expect-error: a string is no array of numbers
    lw.relu("1");
    // @ts-expect-error: no such option
    lw.elu([1], { beta: 2 });
    const plain: Lanewise = await reference.load();
    return plain.softmax(tensor.data.length > 0 ? losses : Float32Array.of());
  }
`;
const ESM = `import { type Lanewise, load, type Tensor } from "lanewise";\nimport * as reference from "lanewise/reference";\n${USE}`;
const COMMON_JS = `import lanewise = require("lanewise");\nimport reference = require("lanewise/reference");
  type Lanewise = lanewise.Lanewise;\ntype Tensor = lanewise.Tensor;\nconst { load } = lanewise;\n${USE}`;

let consumer: Consumer;
beforeAll(async () => {
  consumer = await Consumer.install();
  consumer.write("use.mts", ESM);
  consumer.write("use.cts", COMMON_JS);
  consumer.write("use.ts", ESM);
});

const { ModuleKind, ModuleResolutionKind } = ts;

/** The project as TypeScript sees it. Our declarations are checked too, as in projects without skipLibCheck; TypeScript's own are not. */
function compile(file: string, module: ts.ModuleKind, moduleResolution: ts.ModuleResolutionKind): ts.Program {
  const lib = ["lib.es2022.d.ts", "lib.dom.d.ts"];
  const options = { strict: true, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2022, lib, types: [], noEmit: true };
  return ts.createProgram([consumer.path(file)], { ...options, module, moduleResolution });
}

describe("the types", () => {
  it.each([
    ["node16, ESM", ModuleKind.Node16, ModuleResolutionKind.Node16, "use.mts"],
    ["node16, CommonJS", ModuleKind.Node16, ModuleResolutionKind.Node16, "use.cts"],
    ["nodenext, CommonJS", ModuleKind.NodeNext, ModuleResolutionKind.NodeNext, "use.cts"],
    ["bundler", ModuleKind.ESNext, ModuleResolutionKind.Bundler, "use.ts"],
  ])("are found and right with %s", (_, module, resolution, file) => {
    const found = ts.getPreEmitDiagnostics(compile(file, module, resolution));
    expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  });

  it.each(["use.mts", "use.cts"])("tell of every op what the table says, in %s", (file) => {
    const program = compile(file, ModuleKind.Node16, ModuleResolutionKind.Node16);
    const checker = program.getTypeChecker();
    const source = program.getSourceFile(consumer.path(file)) as ts.SourceFile;
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol);
    const members = checker.getTypeOfSymbol(exported.find(({ name }) => name === "library") as ts.Symbol);
    const hovers = Object.values(ops).map(({ name }) => [
      name,
      ts.displayPartsToString(members.getProperty(name)?.getDocumentationComment(checker)).split("\n\n").slice(0, 2),
    ]);
    expect(hovers).toEqual(Object.values(ops).map(({ name, summary, formula }) => [name, [summary, `\`${formula}\``]]));
  });
});
