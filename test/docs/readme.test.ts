// The README's code runs, and its tables are those of the op table.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url).pathname;
const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code as string);
// Inside the package, so that `import "lanewise"` finds it by its own name.
const directory = mkdtempSync(join(root, ".readme-"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("README", () => {
  it("has code to run", () => expect(blocks.length).toBeGreaterThanOrEqual(2));

  it.each(blocks.map((code, index) => [index, code] as const))("code block %i runs and prints numbers", (index, code) => {
    const file = join(directory, `block${index}.mjs`);
    const imported = code.includes("import ") ? code : `import { load } from "lanewise";\n${code}`;
    writeFileSync(file, imported);
    const output = execFileSync(process.execPath, [file], { encoding: "utf8" });
    expect(output).toMatch(/\d/);
    expect(output).not.toContain("NaN");
  });

  it("has the tables of the op table", () => {
    expect(() => execFileSync(process.execPath, [join(root, "scripts/docs.mjs"), "--check"], { stdio: "pipe" })).not.toThrow();
  });
});
