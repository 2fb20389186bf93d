// The code in docs/ runs, and what it links to is there.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
const pages = readdirSync(join(root, "docs"))
  .filter((name) => name.endsWith(".md"))
  .map((name) => [name, readFileSync(join(root, "docs", name), "utf8")] as const);
// Inside the package, so that `import "lanewise/…"` finds it by its own name.
const directory = mkdtempSync(join(root, ".readme-"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(pages)("%s", (name, text) => {
  const blocks = [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code]) => code as string);

  it.each(blocks.map((code, index) => [index, code] as const))("code block %i runs and prints numbers", (index, code) => {
    const file = join(directory, `${name}${index}.mjs`);
    writeFileSync(file, code);
    const output = execFileSync(process.execPath, [file], { encoding: "utf8" });
    expect(output).toMatch(/\d/);
    expect(output).not.toContain("NaN");
  });

  it("links to files that there are", () => {
    const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, link]) => join(root, dirname(`docs/${name}`), link as string));
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });
});
