// The packed library's types, as TypeScript sees them in a project of its own.

import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { Consumer } from "./consumer.js";

const tsc = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));

const USE = `
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

describe("the types", () => {
  it.each([
    ["node16, ESM", "node16", "node16", "use.mts"],
    ["node16, CommonJS", "node16", "node16", "use.cts"],
    ["nodenext, CommonJS", "nodenext", "nodenext", "use.cts"],
    ["bundler", "esnext", "bundler", "use.ts"],
  ])("are found and right with %s", async (_, module, resolution, file) => {
    // Declarations are checked too, as in projects without skipLibCheck.
    const compilerOptions = { strict: true, target: "es2022", lib: ["es2022", "dom"], types: [], noEmit: true };
    const config = { compilerOptions: { ...compilerOptions, module, moduleResolution: resolution }, files: [file] };
    consumer.write("tsconfig.json", JSON.stringify(config));
    expect(await consumer.run(process.execPath, [tsc, "-p", "."])).toEqual({ code: 0, text: "" });
  });
});
