// The code in the README and in docs/ runs, what they link to is there and is published with them, and commands exist.

import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { pages, root } from "./pages.js";

const run = promisify(execFile);
// Inside the package, so that `import "lanewise/…"` finds it by its own name.
const directory = mkdtempSync(join(root, ".readme-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const { name: packageName, scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], { cwd: root, encoding: "utf8" });
const published = new Set((JSON.parse(packed)[0].files as { path: string }[]).map(({ path }) => path));

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
const headings = (text: string) => [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => slug(heading as string));

describe.each(pages.map((page) => [page.path, page] as const))("%s", (path, { text, blocks }) => {
  const programs = blocks.filter(({ language }) => language === "js").map(({ code }) => code);

  it.each(programs.map((code, index) => [index, code] as const))("code block %i runs and prints numbers", async (index, code) => {
    const file = join(directory, `${path.replaceAll("/", "-")}${index}.mjs`);
    writeFileSync(file, code);
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout).toMatch(/\d/);
    expect(stdout).not.toMatch(/NaN|undefined/);
  });

  it("has no block of another kind than these tests know", () => {
    const kinds = ["js", "sh", "http", "diff", "python"];
    expect(blocks.filter(({ language }) => !kinds.includes(language))).toEqual([]);
  });

  it("links to what is there, and is published with it", () => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link as string)
      .filter((link) => !/^https?:/.test(link));
    const broken = links.filter((link) => {
      const [file, heading] = link.split("#");
      const target = file ? join(dirname(path), file) : path;
      if (!existsSync(join(root, target))) return true;
      if (heading && !headings(readFileSync(join(root, target), "utf8")).includes(heading)) return true;
      // What lies in the repository alone is named there, not linked to.
      return !published.has(relative(root, join(root, target))) && !target.startsWith("examples/");
    });
    expect(broken).toEqual([]);
  });

  it("names commands that there are", () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script as string);
    expect(named.filter((script) => !(script in scripts))).toEqual([]);
    const installs = [...text.matchAll(/^npm install (\S+)/gm)].map(([, name]) => name as string);
    expect(installs.filter((name) => ![packageName, "./tfjs-node"].includes(name))).toEqual([]);
  });
});

it("every page of docs/ can be reached from its index", () => {
  const index = readFileSync(join(root, "docs/README.md"), "utf8");
  const missing = pages.filter(
    ({ path }) => path.startsWith("docs/") && path !== "docs/README.md" && !index.includes(`(${path.slice(5)})`),
  );
  expect(missing.map(({ path }) => path)).toEqual([]);
});
