// The README's code runs, and its tables are those of the op table.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { CONDITIONS } from "../browsers/server.js";

const root = new URL("../../", import.meta.url).pathname;
const readme = readFileSync(join(root, "README.md"), "utf8");
const fenced = [...readme.matchAll(/```(\w*)\n([\s\S]*?)```/g)].map(([, language, code]) => ({ language, code: code as string }));
const blocksOf = (wanted: string) => fenced.filter(({ language }) => language === wanted).map(({ code }) => code);
const blocks = blocksOf("js");
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

  it("has no block of another kind than these tests know", () => {
    expect(fenced.filter(({ language }) => !["js", "sh", "http"].includes(language as string))).toEqual([]);
  });

  it("names commands that there are", () => {
    const { name, scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const commands = blocksOf("sh").flatMap((block) => block.replaceAll(/#.*/g, "").split(/\n|&&/));
    const known = ["npm ci", "npm cit", `npm install ${name}`, "npm start", "npm test"];
    const unknown = commands
      .map((command) => command.trim())
      .filter((command) => command && !known.includes(command) && !(command.replace(/^npm run /, "") in scripts));
    expect(commands.length).toBeGreaterThan(5);
    expect(unknown).toEqual([]);
  });

  it("recommends the headers that the tests in browsers send", () => {
    const headers = blocksOf("http").flatMap((block) => block.trim().split("\n"));
    const sent = Object.entries(CONDITIONS.recommended).map(([name, value]) => `${name}: ${value}`);
    expect(headers).toEqual(sent);
  });

  it("has the tables of the op table", () => {
    expect(() => execFileSync(process.execPath, [join(root, "scripts/docs.mjs"), "--check"], { stdio: "pipe" })).not.toThrow();
  });
});
